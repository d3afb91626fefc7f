//! Claims of merging: many small forward steps are one big one.

use ndarray_rand::rand::Rng;
use ndarray_rand::rand_distr::{Distribution, StandardNormal};
use proptest::prelude::*;
use statrs::distribution::Normal;
use statrs::stats_tests::NaNPolicy;
use statrs::stats_tests::ks_test::{KSOneSampleAlternativeMethod, ks_onesample};
use tweedie::gaussian::{Gaussian, Kernel};
use tweedie::level::{LevelPair, NoiseLevel, VariancePreserving};
use tweedie::merging::{between, forward_step, marginal};
use tweedie::scalar::{Certified, Exact, Field, Running};
use tweedie::schedule::{Discrete, linear};
use tweedie::vlb;

use crate::support::{U, assert_five_standard_errors, integrate, pairs, pythagorean, rng, roll};

/// Kernels of all kinds: forward, reverse with a shift, a point mass.
fn kernels() -> Vec<Kernel<Exact>> {
    [(3, 0, 2), (-2, 5, 1), (1, -3, 4), (0, 7, 0), (5, 1, 0)]
        .map(|(scale, shift, var)| {
            let number = |n| Exact::ratio(n, 3);
            Kernel::new(number(scale), number(shift), number(var)).unwrap()
        })
        .into()
}

mod two_kernels_merge {
    use super::*;

    /// Pushing a Gaussian through one kernel and then the other is pushing it through the merged one.
    #[test]
    fn by_exact_arithmetic() {
        let start = Gaussian::new(Exact::ratio(2, 7), Exact::ratio(9, 5)).unwrap();
        for first in kernels() {
            for second in kernels() {
                let Ok(middle) = first.push(start) else {
                    continue; // a point mass has no density to push on
                };
                assert_eq!(second.push(middle), first.then(second).push(start));
            }
        }
    }

    /// The density of the merged kernel is the integral over the state in between.
    #[test]
    fn by_quadrature() {
        let first = Kernel::new(0.8, 0.3, 0.5).unwrap();
        let second = Kernel::new(-1.2, 0.1, 0.25).unwrap();
        let merged = first.then(second);
        for (x, w) in [(0.0, 0.0), (1.5, -2.0), (-2.0, 3.0)] {
            let between = |y: f64| {
                (first.at(x).unwrap().log_density(y) + second.at(y).unwrap().log_density(w)).exp()
            };
            let density = merged.at(x).unwrap().log_density(w).exp();
            // exponents below 50 in size, two of them
            integrate(between, -12.0, 12.0).assert_is(density, 200.0 * U * density);
        }
    }
}

mod merging_is_associative {
    use super::*;

    #[test]
    fn by_exact_arithmetic() {
        for a in kernels() {
            for b in kernels() {
                for c in kernels() {
                    assert_eq!(a.then(b).then(c), a.then(b.then(c)));
                }
            }
        }
    }
}

mod a_gaussian_inverts_by_bayes_rule {
    use super::*;

    /// prior × likelihood = evidence × posterior, exponents and normalisers, at every point.
    #[test]
    fn by_exact_arithmetic() {
        let prior = Gaussian::new(Exact::ratio(-1, 2), Exact::ratio(5, 3)).unwrap();
        for kernel in kernels().into_iter().filter(|k| k.var() > Exact::zero()) {
            let evidence = kernel.push(prior).unwrap();
            let posterior = kernel.invert(prior).unwrap();
            for (x, y) in [(0, 1), (3, -2), (-4, 5)] {
                let (x, y) = (Exact::ratio(x, 2), Exact::ratio(y, 3));
                let (likelihood, posterior) = (kernel.at(x).unwrap(), posterior.at(y).unwrap());
                assert_eq!(
                    prior.squared_distance(x) + likelihood.squared_distance(y),
                    evidence.squared_distance(y) + posterior.squared_distance(x)
                );
                assert_eq!(
                    prior.var() * likelihood.var(),
                    evidence.var() * posterior.var()
                );
            }
        }
    }
}

mod a_thousand_steps_are_one {
    use super::*;

    /// DDPM's chain as rationals: ᾱ and 1 − ᾱ, accumulated apart, always add up to one, and ᾱ is the product.
    #[test]
    fn by_exact_arithmetic() {
        let betas = linear(Exact::ratio(1, 10_000), Exact::ratio(2, 100), 1000).unwrap();
        let mut square = VariancePreserving::<Exact>::clean();
        let mut product = Exact::one();
        for &beta in &betas {
            square = square.diffused(beta);
            product = product * (Exact::one() - beta);
        }
        assert_eq!(square.alpha_bar(), product);
        assert_eq!(
            square.alpha_bar() + square.one_minus_alpha_bar(),
            Exact::one()
        );
    }

    /// Steps with rational roots, merged one by one as kernels, are the kernel between the ends.
    #[test]
    fn by_iterating_the_chain() {
        let levels: Vec<NoiseLevel<Exact>> = (1..40).map(|p| pythagorean(p, 40)).collect();
        let mut walked = marginal(levels[0]).unwrap();
        for pair in levels.windows(2) {
            walked = walked.then(between(LevelPair::new(pair[0], pair[1]).unwrap()).unwrap());
            assert_eq!(walked, marginal(pair[1]).unwrap());
        }
    }

    /// Each forward step of a schedule is the kernel between its levels: `σ²_ts = β`, within the running error.
    #[test]
    fn by_certified_enclosure() {
        let betas = linear(Certified::ratio(1, 10_000), Certified::ratio(2, 100), 50).unwrap();
        let schedule = Discrete::from_betas(&betas).unwrap();
        for (t, &beta) in betas.iter().enumerate() {
            let pair =
                LevelPair::new(schedule.level(t).unwrap(), schedule.level(t + 1).unwrap()).unwrap();
            let (kernel, step) = (between(pair).unwrap(), forward_step(beta).unwrap());
            for defect in [kernel.var() - step.var(), kernel.scale() - step.scale()] {
                assert!(defect.contains(0.0) && defect.width() < 1e-70, "{defect:?}");
            }
        }
    }

    /// A β that is no variance of a forward step is refused.
    #[test]
    fn by_bad_input() {
        for beta in [0.0, 1.0, -0.1, 1.5, f64::NAN] {
            let error = forward_step(beta).unwrap_err();
            assert_eq!(
                error.to_string(),
                format!("beta is {beta:?}: the variance of a forward step lies in (0, 1)")
            );
        }
    }
}

mod one_minus_alpha_bar_keeps_its_digits {
    use super::*;

    /// At every t the relative error of 1 − ᾱ stays within the running-error bound, which itself stays small.
    #[test]
    fn by_certified_enclosure() {
        let steps = 1000;
        let betas = linear(1e-4, 0.02, steps).unwrap();
        let squares = |t: usize| {
            // the f64 betas are the input: the chain is judged, not the table
            let mut f64s = VariancePreserving::<f64>::clean();
            let mut running = VariancePreserving::<Running>::clean();
            let mut truth = VariancePreserving::<Certified>::clean();
            for &beta in &betas[..t] {
                f64s = f64s.diffused(beta);
                running = running.diffused(Running::exact(beta));
                truth = truth.diffused(Certified::from_f64(beta));
            }
            (f64s, running, truth)
        };
        for t in [1, 2, 3, 10, 100, 500, 1000] {
            let (f64s, running, truth) = squares(t);
            for (got, bound, truth) in [
                (
                    f64s.one_minus_alpha_bar(),
                    running.one_minus_alpha_bar(),
                    truth.one_minus_alpha_bar(),
                ),
                (f64s.alpha_bar(), running.alpha_bar(), truth.alpha_bar()),
            ] {
                assert!(truth.distance(got) <= bound.tolerance(U));
                // three roundings a step, each at most the whole
                assert!(bound.error <= 4.0 * t as f64 * got);
            }
        }
        // what the subtraction would cost: 1 − ᾱ₁ would be good to 2⁻⁵³/1e-4 only
        let (first, _, truth) = squares(1);
        assert!(
            truth
                .one_minus_alpha_bar()
                .distance(1.0 - first.alpha_bar())
                > 1e-18
        );
        assert!(
            truth
                .one_minus_alpha_bar()
                .distance(first.one_minus_alpha_bar())
                < 1e-20
        );
    }
}

mod the_marginal_is_gaussian_around_the_data {
    use super::*;

    /// Walking a roll point through the chain: mean αx₀, variance σ², and the shape of a normal law.
    #[test]
    fn on_the_swiss_roll() {
        let schedule = Discrete::from_betas(&linear(1e-4, 0.02, 200).unwrap()).unwrap();
        let betas = linear(1e-4, 0.02, 200).unwrap();
        let mut rng = rng(3);
        let data = roll();
        let end = schedule.level(200).unwrap();
        let n = 20_000;
        let mut residuals = [Vec::new(), Vec::new()];
        let mut states = [Vec::new(), Vec::new()];
        for _ in 0..n {
            let point = rng.random_range(0..data.components());
            for j in 0..2 {
                let x0 = data.means()[[point, j]];
                let mut x = x0;
                for &beta in &betas {
                    let z: f64 = StandardNormal.sample(&mut rng);
                    x = (1.0 - beta).sqrt() * x + beta.sqrt() * z;
                }
                residuals[j].push((x - end.alpha() * x0) / end.sigma());
                states[j].push(x);
            }
        }
        for residual in &residuals {
            assert_five_standard_errors(residual, 0.0);
            let squares: Vec<f64> = residual.iter().map(|r| r * r).collect();
            assert_five_standard_errors(&squares, 1.0);
            // what five standard errors leave to chance
            assert!(p_value(residual) > 5.7e-7, "not a normal law");
        }
        // moments of x_t itself: α² Cov[x₀] + σ² I
        let cov = data.covariance();
        for (i, j) in [(0, 0), (0, 1), (1, 1)] {
            let noise = if i == j { end.sigma().powi(2) } else { 0.0 };
            let (mean_i, mean_j) = (end.alpha() * data.mean()[i], end.alpha() * data.mean()[j]);
            let products: Vec<f64> = states[i]
                .iter()
                .zip(&states[j])
                .map(|(x, y)| (x - mean_i) * (y - mean_j))
                .collect();
            assert_five_standard_errors(&products, end.alpha().powi(2) * cov[[i, j]] + noise);
        }
    }

    /// The probability that a normal sample lies farther from the normal law than this one (Kolmogorov–Smirnov).
    fn p_value(samples: &[f64]) -> f64 {
        let method = KSOneSampleAlternativeMethod::TwoSidedAsymptotic;
        ks_onesample(
            samples.to_vec(),
            &Normal::standard(),
            method,
            NaNPolicy::Error,
        )
        .unwrap()
        .1
    }
}

mod the_chain_forgets_its_start {
    use super::*;

    /// KL(q(x_T|x₀) ‖ N(0,1)) at DDPM's end, by quadrature of the definition.
    #[test]
    fn by_quadrature() {
        let schedule = Discrete::from_betas(&linear(1e-4, 0.02, 1000).unwrap()).unwrap();
        for (t, x0) in [(1000, 1.0), (400, -0.7), (50, 2.0)] {
            let end = schedule.level(t).unwrap();
            let q = marginal(end).unwrap().at(x0).unwrap();
            let p = Gaussian::standard();
            let integrand = |x: f64| q.log_density(x).exp() * (q.log_density(x) - p.log_density(x));
            let centre = q.mean();
            // logarithms below 100, weighted by a density
            integrate(integrand, centre - 13.0, centre + 13.0)
                .assert_is(vlb::prior_term(end, x0).unwrap(), 400.0 * U);
        }
    }

    /// It falls at every step, and ends where the certified number says.
    #[test]
    fn by_certified_enclosure() {
        let betas = linear(Certified::ratio(1, 10_000), Certified::ratio(2, 100), 1000).unwrap();
        let schedule = Discrete::from_betas(&betas).unwrap();
        let at = |t: usize| vlb::prior_term(schedule.level(t).unwrap(), Certified::one()).unwrap();
        for t in (100..1000).step_by(100) {
            assert!(at(t + 100) < at(t));
        }
        let end = at(1000);
        assert!(end.width() < 1e-60);
        // ½(−ᾱ − ln(1 − ᾱ) + ᾱ) = −½ ln(1 − ᾱ) with ᾱ_1000 = 4.0358e-5
        assert!(
            end > Certified::from_f64(2.0179e-5) && end < Certified::from_f64(2.0181e-5),
            "{end:?}"
        );
    }
}

mod a_kernel_leads_from_any_level_to_any_later_one {
    use super::*;

    /// The marginal at s, then the kernel from s to t, is the marginal at t.
    #[test]
    fn by_exact_arithmetic() {
        for pair in pairs::<Exact>() {
            let step = between(pair).unwrap();
            assert_eq!(
                marginal(pair.s()).unwrap().then(step),
                marginal(pair.t()).unwrap()
            );
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

        /// Random schedules: skipping from any s to any t, in f64 within the running error of both sides.
        #[test]
        fn by_property(
            betas in prop::collection::vec(1e-5..0.3f64, 2..60),
            ends in (0usize..1000, 0usize..1000),
        ) {
            let schedule = Discrete::from_betas(&betas).unwrap();
            let (a, b) = (ends.0 % (betas.len() + 1), ends.1 % (betas.len() + 1));
            prop_assume!(a != b);
            let (s, t) = (a.min(b), a.max(b));
            let pair = LevelPair::new(schedule.level(s).unwrap(), schedule.level(t).unwrap()).unwrap();
            let jumped = between(pair).unwrap();
            let mut walked = VariancePreserving::<f64>::clean();
            for &beta in &betas[s..t] {
                walked = walked.diffused(beta);
            }
            // levels carry 3 roundings a step and a root; σ²_ts is a difference of two such squares
            let roundings = 8.0 * (t as f64 + 2.0) * U;
            let var_t = pair.t().sigma().powi(2);
            prop_assert!((jumped.var() - walked.one_minus_alpha_bar()).abs() <= 2.0 * roundings * var_t);
            prop_assert!((jumped.scale().powi(2) - walked.alpha_bar()).abs() <= roundings * walked.alpha_bar());
        }
    }

    /// Two levels whose difference the number format cannot hold are refused, not clipped.
    #[test]
    fn by_bad_input() {
        let level = |sigma: f64| NoiseLevel::unscaled(sigma).unwrap();
        let pair = LevelPair::new(level(1e-170), level(2e-170)).unwrap();
        assert_eq!(
            between(pair).unwrap_err().to_string(),
            "variance between two levels is 0.0: the levels are too close for this number format; take fewer steps or a wider format"
        );
        let swapped = LevelPair::new(level(2.0), level(1.0))
            .unwrap_err()
            .to_string();
        assert!(
            swapped.starts_with(
                "pair of levels (s, t) is ((1.0, 2.0), (1.0, 1.0)): the earlier level s"
            )
        );
        let same = LevelPair::new(level(2.0), level(2.0));
        assert!(same.is_err());
    }
}
