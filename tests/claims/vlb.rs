//! Claims of the variational bound.

use nalgebra::DMatrix;
use ndarray_rand::rand_distr::{Distribution, StandardNormal};
use proptest::prelude::*;
use tweedie::gaussian::{Gaussian, Kernel};
use tweedie::level::{LevelPair, NoiseLevel};
use tweedie::merging;
use tweedie::posterior::{posterior, reverse_var};
use tweedie::scalar::{Certified, Exact, Field, Real};
use tweedie::score::Prediction;
use tweedie::vlb::{
    along_path, bits_per_dim, decoder_term, eps_weight, min_snr_weight, prior_term, snr_weight,
    step_term, weight_of, x0_weight,
};

use crate::support::{
    Order, U, assert_five_standard_errors, assert_within, integrate, noisy_pairs,
    preserves_variance, pythagorean, rng,
};

mod divergence_is_the_expected_log_ratio {
    use super::*;

    /// KL, entropy and the normaliser, each as the integral that defines it.
    #[test]
    fn by_quadrature() {
        let laws = [(0.0, 1.0), (0.7, 0.3), (-1.2, 2.5)].map(|(m, v)| Gaussian::new(m, v).unwrap());
        for q in laws {
            let reach = 13.0 * q.var().sqrt();
            let expect = |f: &dyn Fn(f64) -> f64| {
                integrate(
                    |x| q.log_density(x).exp() * f(x),
                    q.mean() - reach,
                    q.mean() + reach,
                )
            };
            // a logarithm below 100, times a few roundings, under a density
            let rounding = 400.0 * U;
            expect(&|_| 1.0).assert_is(1.0, rounding);
            expect(&|x| -q.log_density(x)).assert_is(q.entropy(), rounding);
            for p in laws {
                expect(&|x| q.log_density(x) - p.log_density(x))
                    .assert_is(q.kl(p), 10.0 * rounding);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

        /// Never negative, and zero for a law from itself.
        #[test]
        fn by_property(m in -3.0..3.0f64, v in 0.01..9.0f64, n in -3.0..3.0f64, w in 0.01..9.0f64) {
            let number = Certified::from_f64;
            let q = Gaussian::new(number(m), number(v)).unwrap();
            let p = Gaussian::new(number(n), number(w)).unwrap();
            prop_assert!(q.kl(p) > Certified::zero() || (m, v) == (n, w));
            prop_assert!(q.kl(q).contains(0.0) && q.kl(q).width() < 1e-70);
        }
    }

    /// A law without a density, or without numbers, is refused.
    #[test]
    fn by_bad_input() {
        let error = |mean, var| Gaussian::new(mean, var).unwrap_err().to_string();
        for bad in [f64::NAN, f64::INFINITY] {
            assert_eq!(
                error(bad, 1.0),
                format!("mean is {bad:?}: give a finite number")
            );
        }
        for bad in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(
                error(0.0, bad),
                format!(
                    "variance is {bad:?}: give a finite number > 0; a point mass has no density"
                )
            );
        }
        let error = |scale, shift, var| Kernel::new(scale, shift, var).unwrap_err().to_string();
        for bad in [f64::NAN, f64::INFINITY] {
            assert_eq!(
                error(bad, 0.0, 1.0),
                format!("kernel scale is {bad:?}: give a finite number")
            );
            assert_eq!(
                error(0.0, bad, 1.0),
                format!("kernel shift is {bad:?}: give a finite number")
            );
        }
        for bad in [-1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(
                error(1.0, 0.0, bad),
                format!("kernel variance is {bad:?}: give a finite number ≥ 0")
            );
        }
        let point = Kernel::new(0.0, 2.0, 0.0).unwrap();
        assert!(point.at(1.0).is_err() && point.push(Gaussian::standard()).is_err());
    }
}

/// A chain of levels and a linear model of the reverse, `x̂₀ = gain · x_t`, on data `N(0, c²)`.
struct Chain {
    levels: Vec<NoiseLevel<f64>>,
    data_var: f64,
    /// x̂₀ = gain · x_t, per level.
    gains: Vec<f64>,
    /// The model's reverse variances, per level; the first is that of x₀ given x₁.
    vars: Vec<f64>,
}

impl Chain {
    /// The best x̂₀ = E[x₀|x_t] at every level, scaled by `skill`, with the posterior's variances.
    fn new(levels: Vec<NoiseLevel<f64>>, data_var: f64, skill: f64) -> Self {
        let ideal = |t: NoiseLevel<f64>| {
            t.alpha() * data_var / (t.alpha().powi(2) * data_var + t.sigma().powi(2))
        };
        let pair = |i: usize| LevelPair::new(levels[i - 1], levels[i]).unwrap();
        let first = data_var * (1.0 - levels[0].alpha() * ideal(levels[0]));
        let vars = std::iter::once(first)
            .chain((1..levels.len()).map(|i| posterior(pair(i)).unwrap().var))
            .collect();
        Self {
            gains: levels.iter().map(|&t| skill * ideal(t)).collect(),
            vars,
            levels,
            data_var,
        }
    }

    fn pair(&self, i: usize) -> LevelPair<f64> {
        LevelPair::new(self.levels[i - 1], self.levels[i]).unwrap()
    }

    /// The model's kernel from level `i` to the one before, or to x₀.
    fn reverse(&self, i: usize) -> Kernel<f64> {
        let scale = if i == 0 {
            self.gains[0]
        } else {
            posterior(self.pair(i)).unwrap().mean(self.gains[i], 1.0)
        };
        Kernel::new(scale, 0.0, self.vars[i]).unwrap()
    }

    /// E (x₀ − x̂₀)² at level `i`.
    fn squared_error(&self, i: usize) -> f64 {
        let (t, gain) = (self.levels[i], self.gains[i]);
        (1.0 - gain * t.alpha()).powi(2) * self.data_var + (gain * t.sigma()).powi(2)
    }

    /// The expected bound: each term depends on the data by one square alone, so it is taken at its root.
    fn bound(&self) -> f64 {
        let end = self.levels.len() - 1;
        let prior = prior_term(self.levels[end], self.data_var.sqrt()).unwrap();
        let steps: f64 = (1..=end)
            .map(|i| {
                let error = self.squared_error(i).sqrt();
                step_term(self.pair(i), self.vars[i], error, 0.0, 0.0).unwrap()
            })
            .sum();
        let first = Gaussian::new(0.0, self.vars[0]).unwrap();
        prior + steps - first.log_density(self.squared_error(0).sqrt())
    }

    /// The law of x₀ under the model: N(0, 1) pushed through the reverse kernels.
    fn model(&self) -> Gaussian<f64> {
        (0..self.levels.len())
            .rev()
            .fold(Gaussian::standard(), |law, i| {
                self.reverse(i).push(law).unwrap()
            })
    }

    /// E −ln p(x₀).
    fn negative_log_likelihood(&self) -> f64 {
        -self.model().log_density(self.data_var.sqrt())
    }

    /// The covariance of (x₀, x₁, …, x_T) under the data and the forward process.
    fn forward_covariance(&self) -> DMatrix<f64> {
        let n = self.levels.len() + 1;
        DMatrix::from_fn(n, n, |i, j| {
            let (early, late) = (i.min(j), i.max(j));
            if late == 0 {
                return self.data_var;
            }
            let t = self.levels[late - 1];
            if early == 0 {
                return t.alpha() * self.data_var;
            }
            let s = self.levels[early - 1];
            (s.alpha().powi(2) * self.data_var + s.sigma().powi(2)) * t.alpha() / s.alpha()
        })
    }

    /// The covariance of (x₀, x₁, …, x_T) under the model: x = L z, with z the fresh noises.
    fn model_covariance(&self) -> DMatrix<f64> {
        let n = self.levels.len() + 1;
        let mut factor = DMatrix::zeros(n, n);
        factor[(n - 1, n - 1)] = 1.0;
        for row in (0..n - 1).rev() {
            let kernel = self.reverse(row);
            for column in 0..n {
                factor[(row, column)] = kernel.scale() * factor[(row + 1, column)];
            }
            factor[(row, row)] += kernel.var().sqrt();
        }
        &factor * factor.transpose()
    }
}

/// A chain of levels along a quarter circle, from `start` radians to pure noise.
fn quarter_circle(start: f64, steps: u32) -> Vec<NoiseLevel<f64>> {
    let end = f64::pi() / 2.0;
    (0..=steps)
        .map(|i| {
            if i == steps {
                return NoiseLevel::new(0.0, 1.0).unwrap();
            }
            let angle = start + (end - start) * f64::from(i) / f64::from(steps);
            NoiseLevel::new(Real::cos(angle), Real::sin(angle)).unwrap()
        })
        .collect()
}

mod bound_exceeds_the_nll_by_the_divergence_of_the_paths {
    use super::*;

    /// bound − NLL = KL(q(x_{0:T}) ‖ p(x_{0:T})) − KL(q(x₀) ‖ p(x₀)), the joint laws as matrices.
    #[test]
    fn by_exact_law() {
        for (data_var, skill) in [(0.25, 1.0), (0.25, 0.8), (2.0, 1.1), (1.0, 0.5)] {
            let chain = Chain::new(
                [(1, 9), (2, 7), (3, 7), (5, 8)]
                    .map(|(p, q)| pythagorean(p, q))
                    .into(),
                data_var,
                skill,
            );
            let (q, p) = (chain.forward_covariance(), chain.model_covariance());
            let n = q.nrows() as f64;
            let cholesky = p.clone().cholesky().unwrap();
            let log_det = |m: &DMatrix<f64>| {
                let factor = m.clone().cholesky().unwrap();
                2.0 * factor.l().diagonal().iter().map(|d| d.ln()).sum::<f64>()
            };
            let paths = 0.5 * (cholesky.solve(&q).trace() - n + log_det(&p) - log_det(&q));
            let data = Gaussian::new(0.0, data_var).unwrap();
            let gap = chain.bound() - chain.negative_log_likelihood();
            // Cholesky: n^{3/2} u times the condition number, for each of the two matrices
            let condition = |m: &DMatrix<f64>| {
                let values = m.clone().symmetric_eigenvalues();
                values.max() / values.min()
            };
            let bound = 4.0 * n.powf(1.5) * U * (condition(&p) + condition(&q));
            assert_within(gap, paths - data.kl(chain.model()), bound);
            assert!(gap > 1e-3, "the gap of {gap} is no test");
        }
    }
}

mod gap_closes_with_more_steps {
    use super::*;

    /// With the ideal denoiser the gap of n steps falls with 1/n.
    #[test]
    fn by_convergence_order() {
        let gaps: Vec<f64> = (5..=10)
            .map(|k| {
                let chain = Chain::new(quarter_circle(0.2, 2_u32.pow(k)), 0.25, 1.0);
                chain.bound() - chain.negative_log_likelihood()
            })
            .collect();
        assert!(gaps.iter().all(|&gap| gap > 0.0));
        Order::of_halvings(&gaps).assert_is(1.0);
    }
}

/// A path of any kind: the identity is about every one of them.
fn path<T: Field>(n: i64, seed: i64) -> Vec<T> {
    (1..=n)
        .map(|i| T::ratio((i * i * 7 + seed * 13) % 41 - 20, 10))
        .collect()
}

mod bound_telescopes_path_by_path {
    use super::*;

    /// Along every path the telescoped sum is ln q(x_{1:T}|x₀) − ln p(x_{0:T}), term by term of the definition.
    #[test]
    fn by_certified_enclosure() {
        let levels: Vec<NoiseLevel<Certified>> = [(1, 9), (2, 7), (3, 7), (5, 8), (8, 9)]
            .map(|(p, q)| pythagorean(p, q))
            .into();
        // a model that is no good: any positive Markov densities will do
        let reverse = |i: usize, x: Certified| {
            let i = i64::try_from(i).unwrap();
            Gaussian::new(x * Certified::ratio(i + 1, 4), Certified::ratio(2, i + 3)).unwrap()
        };
        for seed in 0..8 {
            let x0 = Certified::ratio(seed - 4, 3);
            let path = path::<Certified>(5, seed);
            let mut log_ratio = merging::marginal(levels[0])
                .unwrap()
                .at(x0)
                .unwrap()
                .log_density(path[0]);
            for i in 1..5 {
                let step =
                    merging::between(LevelPair::new(levels[i - 1], levels[i]).unwrap()).unwrap();
                log_ratio = log_ratio + step.at(path[i - 1]).unwrap().log_density(path[i]);
                log_ratio = log_ratio - reverse(i, path[i]).log_density(path[i - 1]);
            }
            log_ratio = log_ratio - Gaussian::standard().log_density(path[4]);
            log_ratio = log_ratio - reverse(0, path[0]).log_density(x0);

            let defect = along_path(&levels, x0, &path, reverse).unwrap() - log_ratio;
            assert!(defect.contains(0.0) && defect.width() < 1e-65, "{defect:?}");
        }
    }

    /// In expectation it is the sum of the prior term, the step terms and the reconstruction.
    #[test]
    fn by_monte_carlo() {
        let chain = Chain::new(
            [(1, 9), (2, 7), (3, 7), (5, 8)]
                .map(|(p, q)| pythagorean(p, q))
                .into(),
            0.5,
            0.9,
        );
        let mut rng = rng(4);
        let mut z = || -> f64 { StandardNormal.sample(&mut rng) };
        let bounds: Vec<f64> = (0..40_000)
            .map(|_| {
                let x0 = chain.data_var.sqrt() * z();
                let mut x = chain.levels[0].alpha() * x0 + chain.levels[0].sigma() * z();
                let mut path = vec![x];
                for i in 1..chain.levels.len() {
                    let step = merging::between(chain.pair(i)).unwrap();
                    x = step.scale() * x + step.var().sqrt() * z();
                    path.push(x);
                }
                along_path(&chain.levels, x0, &path, |i, x| {
                    chain.reverse(i).at(x).unwrap()
                })
                .unwrap()
            })
            .collect();
        assert_five_standard_errors(&bounds, chain.bound());
    }

    #[test]
    fn by_bad_input() {
        let level = pythagorean::<f64>(1, 2);
        let reverse = |_: usize, _: f64| Gaussian::standard();
        let error = |levels: &[NoiseLevel<f64>], path: &[f64]| {
            along_path(levels, 0.0, path, reverse)
                .unwrap_err()
                .to_string()
        };
        assert_eq!(error(&[], &[]), "path is \"empty\": give one state or more");
        assert_eq!(
            error(&[level], &[]),
            "path is \"empty\": give one state or more"
        );
        assert_eq!(
            error(&[level], &[0.0, 1.0]),
            "lengths of levels and path is (1, 2): give one state for each level"
        );
        assert!(error(&[level, level], &[0.0, 1.0]).starts_with("pair of levels (s, t)"));
    }
}

mod step_term_is_a_weighted_square {
    use super::*;

    /// What x̂₀ and ε̂ add to the KL is their weight times their squared error, for any reverse variance.
    #[test]
    fn by_certified_enclosure() {
        for pair in noisy_pairs::<Certified>() {
            let (t, var) = (pair.t(), Certified::ratio(3, 10));
            let (x0, x_t) = (Certified::ratio(4, 3), Certified::ratio(-2, 5));
            let extra = |x0_hat: Certified| {
                step_term(pair, var, x0, x0_hat, x_t).unwrap()
                    - step_term(pair, var, x0, x0, x_t).unwrap()
            };
            let x0_hat = Certified::ratio(-1, 2);
            let by_x0 = x0_weight(pair, var).unwrap() * (x0 - x0_hat).squared();
            let defect = extra(x0_hat) - by_x0;
            assert!(defect.contains(0.0) && defect.width() < 1e-60, "{defect:?}");

            if t.alpha() > Certified::zero() {
                let eps_of = |x0: Certified| (x_t - t.alpha() * x0) / t.sigma();
                let by_eps =
                    eps_weight(pair, var).unwrap() * (eps_of(x0) - eps_of(x0_hat)).squared();
                let defect = extra(x0_hat) - by_eps;
                assert!(defect.contains(0.0) && defect.width() < 1e-60, "{defect:?}");
            }
        }
    }

    /// DDPM's printed weight for neighbours, β²/(2σ²(1−β)(1−ᾱ)), on variance-preserving levels.
    #[test]
    fn by_exact_arithmetic() {
        let one = Exact::one();
        for pair in noisy_pairs::<Exact>().filter(|&pair| preserves_variance(pair)) {
            if pair.t().alpha() == Exact::zero() {
                continue;
            }
            let (bar_s, bar_t) = (pair.s().alpha().squared(), pair.t().alpha().squared());
            let (beta, var) = (one - bar_t / bar_s, Exact::ratio(2, 9));
            let printed = beta.squared() / (Exact::int(2) * var * (one - beta) * (one - bar_t));
            assert_eq!(eps_weight(pair, var).unwrap(), printed);
        }
    }

    #[test]
    fn by_bad_input() {
        let pair = LevelPair::new(pythagorean::<f64>(1, 3), pythagorean(1, 2)).unwrap();
        for var in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            let message = format!("reverse variance is {var:?}: give a finite number > 0");
            assert_eq!(x0_weight(pair, var).unwrap_err().to_string(), message);
            assert_eq!(eps_weight(pair, var).unwrap_err().to_string(), message);
        }
        let noise = NoiseLevel::new(0.0, 1.0).unwrap();
        let to_noise = LevelPair::new(pythagorean(1, 3), noise).unwrap();
        assert_eq!(
            eps_weight(to_noise, 1.0).unwrap_err().to_string(),
            "alpha_t is 0.0: at zero signal the weight on ε is infinite; weigh x0 or v instead"
        );
        assert!(step_term(pair, 0.0, 1.0, 1.0, 1.0).is_err());
        let from_clean = LevelPair::new(NoiseLevel::clean(), pythagorean(1, 2)).unwrap();
        assert!(step_term(from_clean, 1.0, 1.0, 1.0, 1.0).is_err());
    }
}

mod weight_is_half_the_fall_of_the_snr {
    use super::*;

    /// With the posterior's own variance; and over a chain the weights telescope.
    #[test]
    fn by_exact_arithmetic() {
        for pair in noisy_pairs::<Exact>() {
            let var = posterior(pair).unwrap().var;
            assert_eq!(snr_weight(pair), x0_weight(pair, var).unwrap());
        }
        let levels: Vec<NoiseLevel<Exact>> = (1..20).map(|p| pythagorean(p, 20)).collect();
        let sum = levels
            .windows(2)
            .map(|pair| snr_weight(LevelPair::new(pair[0], pair[1]).unwrap()))
            .fold(Exact::zero(), |sum, weight| sum + weight);
        assert_eq!(sum, (levels[0].snr() - levels[18].snr()) / Exact::int(2));
    }
}

mod loss_is_the_same_in_every_prediction {
    use super::*;

    /// w_p (Δp)² is one number for x₀, ε, v, score and velocity, when the state is held.
    #[test]
    fn by_exact_arithmetic() {
        let level = NoiseLevel::new(Exact::ratio(2, 3), Exact::ratio(5, 4)).unwrap();
        let weight = Exact::ratio(7, 3);
        let x_t = Exact::ratio(1, 7);
        let eps_of = |x0: Exact| (x_t - level.alpha() * x0) / level.sigma();
        let (x0, x0_hat) = (Exact::ratio(4, 3), Exact::ratio(-1, 2));
        let loss = weight * (x0 - x0_hat).squared();
        for prediction in [
            Prediction::x0(),
            Prediction::eps(),
            Prediction::v(level),
            Prediction::score(level).unwrap(),
            Prediction::velocity(),
        ] {
            let value = |x0: Exact| prediction.value(x0, eps_of(x0));
            let error = value(x0) - value(x0_hat);
            assert_eq!(
                weight_of(prediction, level, weight).unwrap() * error.squared(),
                loss
            );
        }
        let noise = NoiseLevel::new(Exact::zero(), Exact::one()).unwrap();
        assert!(weight_of(Prediction::eps(), noise, weight).is_err());
    }
}

mod min_snr_caps_the_weight {
    use super::*;

    /// In the paper's letters: min(snr, γ) on x₀, min(1, γ/snr) on ε, min(snr, γ)/(snr + 1) on v.
    #[test]
    fn by_exact_arithmetic() {
        let gamma = Exact::int(5);
        for level in [
            pythagorean::<Exact>(1, 9),
            pythagorean(1, 3),
            pythagorean(5, 8),
        ] {
            let snr = level.snr();
            let capped = if snr < gamma { snr } else { gamma };
            let weight = min_snr_weight(level, gamma);
            assert_eq!(weight, capped);
            assert_eq!(
                weight_of(Prediction::eps(), level, weight).unwrap(),
                capped / snr
            );
            let on_v = weight_of(Prediction::v(level), level, weight).unwrap();
            assert_eq!(on_v, capped / (snr + Exact::one()));
        }
    }
}

mod decoder_bins_sum_to_one {
    use super::*;

    #[test]
    fn by_certified_enclosure() {
        for (values, mean, std) in [
            (2, (0, 1), (1, 2)),
            (5, (3, 10), (1, 4)),
            (16, (-9, 10), (1, 5)),
            (4, (3, 1), (1, 1)),
        ] {
            let std = Certified::ratio(std.0, std.1);
            let law = Gaussian::new(Certified::ratio(mean.0, mean.1), std.squared()).unwrap();
            let total = (0..values)
                .map(|k| decoder_term(law, k, values).unwrap().exp())
                .fold(Certified::zero(), |sum, mass| sum + mass);
            assert!(total.contains(1.0) && total.width() < 1e-40, "{total:?}");
        }
    }

    /// An inner bin holds the integral of the density over it.
    #[test]
    fn by_quadrature() {
        let law = Gaussian::new(0.2, 0.09).unwrap();
        let (values, k) = (8_u32, 5_u32);
        let (centre, half) = (-1.0 + 2.0 * f64::from(k) / 7.0, 1.0 / 7.0);
        // x = centre + half · tanh s turns the bin into a line
        let integrand = |s: f64| {
            let cosh = f64::midpoint(Real::exp(s), Real::exp(-s));
            let tanh = (Real::exp(s) - Real::exp(-s)) / (2.0 * cosh);
            law.log_density(centre + half * tanh).exp() * half / (cosh * cosh)
        };
        let mass = decoder_term(law, k, values).unwrap().exp();
        integrate(integrand, -20.0, 20.0).assert_is(mass, 100.0 * U);
    }

    /// Mirrored values under a mirrored law have the same mass to the last bit: no tail loses its digits.
    #[test]
    fn by_scaling() {
        for (mean, std) in [(0.3, 0.1), (-0.95, 0.02), (0.0, 0.05)] {
            let law = Gaussian::new(mean, std * std).unwrap();
            let mirrored = Gaussian::new(-mean, std * std).unwrap();
            let sharp =
                Gaussian::new(Certified::from_f64(mean), Certified::from_f64(law.var())).unwrap();
            for k in 0..256 {
                let term = decoder_term(law, k, 256).unwrap();
                let off_centre = (2.0 * f64::from(k) / 255.0 - 1.0 - mean).abs() > 1.0 / 255.0;
                if off_centre {
                    assert_eq!(term, decoder_term(mirrored, 255 - k, 256).unwrap());
                }
                if k % 16 == 3 && term > -30.0 {
                    let truth = decoder_term(sharp, k, 256).unwrap();
                    // a bin of width w at d deviations: its ends carry roundings of d² u, its mass is a share w/std of them
                    let edge = (2.0 * f64::from(k) / 255.0 - 1.0 - mean) / std;
                    let bound = (20.0 + 4.0 * edge * edge) * U * (1.0 + std * 255.0);
                    assert!(
                        truth.distance(term) <= bound,
                        "{k}: {} {bound}",
                        truth.distance(term)
                    );
                }
            }
        }
    }

    #[test]
    fn by_bad_input() {
        let law = Gaussian::new(0.0, 1.0).unwrap();
        let error = |k, values| decoder_term(law, k, values).unwrap_err().to_string();
        assert_eq!(error(0, 1), "values is 1: give 2 or more");
        assert_eq!(error(256, 256), "value k is 256: it lies below 256");
    }
}

mod bits_count_binary_choices {
    use super::*;

    /// A uniform choice among 256 values costs 8 bits a dimension.
    #[test]
    fn by_reference_values() {
        let nats = 12.0 * Real::ln(256.0_f64);
        assert_within(bits_per_dim(nats, 12).unwrap(), 8.0, 6.0 * U * 8.0);
        assert_eq!(
            bits_per_dim(1.0, 0).unwrap_err().to_string(),
            "dims is 0: give 1 or more"
        );
    }
}

mod ideal_variance_minimises_the_bound {
    use super::*;

    /// On Gaussian data with the ideal x̂₀, the expected step term is least at the true reverse variance.
    #[test]
    fn by_derivative() {
        use tweedie::scalar::Dual;
        let data_var = 0.6;
        for pair in noisy_pairs::<f64>() {
            let t = pair.t();
            let error =
                data_var * t.sigma().powi(2) / (t.alpha().powi(2) * data_var + t.sigma().powi(2));
            let best = reverse_var(pair, data_var).unwrap();
            let lift = |level: NoiseLevel<f64>| {
                NoiseLevel::new(Dual::constant(level.alpha()), Dual::constant(level.sigma()))
                    .unwrap()
            };
            let dual_pair = LevelPair::new(lift(pair.s()), lift(t)).unwrap();
            let slope = |var: f64| {
                let (zero, off) = (Dual::constant(0.0), Dual::constant(error.sqrt()));
                step_term(dual_pair, Dual::variable(var), off, zero, zero)
                    .unwrap()
                    .slope
            };
            // dKL/dvar is a difference of two numbers of size 1/var
            assert_within(
                slope(best),
                0.0,
                50.0 * U / best * (t.sigma().powi(2) / merging::between(pair).unwrap().var()),
            );
            assert!(slope(0.9 * best) < 0.0 && slope(1.1 * best) > 0.0);
        }
    }
}
