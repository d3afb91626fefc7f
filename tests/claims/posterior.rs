//! Claims of the posterior `q(x_s | x_t, x₀)`.

use tweedie::gaussian::{Gaussian, Kernel};
use tweedie::level::{LevelPair, NoiseLevel};
use tweedie::merging;
use tweedie::posterior::{EpsMean, Posterior, eps_mean, learned_var, posterior, reverse_var};
use tweedie::scalar::{Certified, Exact, Field};
use tweedie::schedule::{Discrete, linear};

use crate::support::{
    U, assert_five_standard_errors, assert_within, integrate, noisy_pairs, pairs,
    preserves_variance, pythagorean, rng,
};

/// The law of x_s given x₀: what is known before x_t is seen.
fn prior<T: Field>(pair: LevelPair<T>, x0: T) -> Gaussian<T> {
    merging::marginal(pair.s()).unwrap().at(x0).unwrap()
}

mod is_bayes_rule_at_every_point {
    use super::*;

    /// q(x_s|x_t,x₀) q(x_t|x₀) = q(x_t|x_s) q(x_s|x₀): the exponents and the normalisers agree as rationals.
    #[test]
    fn by_exact_arithmetic() {
        let x0 = Exact::ratio(-7, 5);
        for pair in noisy_pairs::<Exact>() {
            let law = posterior(pair).unwrap();
            let forward = merging::between(pair).unwrap();
            let evidence = merging::marginal(pair.t()).unwrap().at(x0).unwrap();
            for (x_s, x_t) in [(2, -1), (0, 3), (-5, -4)] {
                let (x_s, x_t) = (Exact::ratio(x_s, 3), Exact::ratio(x_t, 2));
                let reverse = Gaussian::new(law.mean(x0, x_t), law.var).unwrap();
                let step = forward.at(x_s).unwrap();
                let start = prior(pair, x0);
                assert_eq!(
                    reverse.squared_distance(x_s) + evidence.squared_distance(x_t),
                    step.squared_distance(x_t) + start.squared_distance(x_s)
                );
                assert_eq!(reverse.var() * evidence.var(), step.var() * start.var());
            }
        }
    }

    /// Mean and variance as integrals over the unnormalised product of densities.
    #[test]
    fn by_quadrature() {
        let (x0, x_t) = (0.8, -0.4);
        for pair in noisy_pairs::<f64>() {
            let law = posterior(pair).unwrap();
            let forward = merging::between(pair).unwrap();
            let start = prior(pair, x0);
            let density = |x_s: f64| {
                (forward.at(x_s).unwrap().log_density(x_t) + start.log_density(x_s)).exp()
            };
            // 12 standard deviations to both sides: what is cut off is below e^-72
            let reach = 12.0 * law.var.sqrt();
            let centre = law.mean(x0, x_t);
            let moment = |f: &dyn Fn(f64) -> f64| {
                integrate(|x| f(x) * density(x), centre - reach, centre + reach)
            };
            let mass = moment(&|_| 1.0);
            let mean = moment(&|x| x);
            let var = moment(&|x| (x - centre).powi(2));
            // the density itself is known to a few roundings of its exponent, which is below 100
            let rounding = 400.0 * U;
            assert_within(
                mean.value / mass.value,
                centre,
                (mean.error + mass.error) / mass.value + rounding,
            );
            assert_within(
                var.value / mass.value,
                law.var,
                (var.error + mass.error) / mass.value + rounding * law.var,
            );
        }
    }
}

mod weighs_by_precision {
    use super::*;

    /// Precisions add, and the mean is the average of the two estimates of x_s that they weigh.
    #[test]
    fn by_exact_arithmetic() {
        for pair in noisy_pairs::<Exact>() {
            let law = posterior(pair).unwrap();
            let forward = merging::between(pair).unwrap();
            let from_x0 = Exact::one() / pair.s().sigma().squared();
            let from_x_t = forward.scale().squared() / forward.var();
            assert_eq!(Exact::one() / law.var, from_x0 + from_x_t);
            assert_eq!(law.on_x0 / law.var, from_x0 * pair.s().alpha());
            assert_eq!(law.on_x_t / law.var, forward.scale() / forward.var());
        }
    }
}

mod composes_over_any_levels {
    use super::*;

    /// Going t → s → r with x₀ held is going t → r.
    #[test]
    fn by_iterating_the_chain() {
        let x0 = Exact::ratio(11, 7);
        let kernel =
            |law: Posterior<Exact>| Kernel::new(law.on_x_t, law.on_x0 * x0, law.var).unwrap();
        let levels: Vec<NoiseLevel<Exact>> = [(1, 20), (1, 9), (2, 7), (3, 7), (5, 8)]
            .map(|(p, q)| pythagorean(p, q))
            .into();
        let law =
            |s: usize, t: usize| posterior(LevelPair::new(levels[s], levels[t]).unwrap()).unwrap();
        let mut walked = kernel(law(3, 4));
        for s in (0..3).rev() {
            walked = walked.then(kernel(law(s, s + 1)));
            assert_eq!(walked, kernel(law(s, 4)));
        }
    }
}

mod has_the_printed_form_for_neighbours {
    use super::*;

    /// DDPM eq. 7 in its own letters, on variance-preserving levels.
    #[test]
    fn by_exact_arithmetic() {
        let one = Exact::one();
        for pair in pairs::<Exact>()
            .into_iter()
            .filter(|&pair| preserves_variance(pair))
        {
            let (bar_s, bar_t) = (pair.s().alpha().squared(), pair.t().alpha().squared());
            let beta = one - bar_t / bar_s;
            let law = posterior(pair).unwrap();
            assert_eq!(law.on_x0, pair.s().alpha() * beta / (one - bar_t));
            assert_eq!(
                law.on_x_t,
                (pair.t().alpha() / pair.s().alpha()) * (one - bar_s) / (one - bar_t)
            );
            assert_eq!(law.var, (one - bar_s) / (one - bar_t) * beta);
        }
    }
}

mod mean_follows_from_the_noise {
    use super::*;

    /// Mixing x₀ and ε into x_t first, the ε form gives the same number.
    #[test]
    fn by_exact_arithmetic() {
        for pair in pairs::<Exact>() {
            if pair.t().alpha() == Exact::zero() {
                continue;
            }
            let EpsMean { on_x_t, on_eps } = eps_mean(pair).unwrap();
            let law = posterior(pair).unwrap();
            for (x0, eps) in [(1, 0), (0, 1), (-3, 2)] {
                let (x0, eps) = (Exact::ratio(x0, 2), Exact::ratio(eps, 3));
                let x_t = pair.t().alpha() * x0 + pair.t().sigma() * eps;
                assert_eq!(on_x_t * x_t + on_eps * eps, law.mean(x0, x_t));
            }
        }
    }

    /// At zero signal ε determines nothing, and the error says what to do.
    #[test]
    fn by_bad_input() {
        let noise = NoiseLevel::new(0.0, 1.0).unwrap();
        let error = eps_mean(LevelPair::new(NoiseLevel::clean(), noise).unwrap()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "alpha_t is 0.0: at zero signal ε does not determine x0; predict x0 or v instead"
        );
    }
}

mod ends_are_certain {
    use super::*;

    /// At clean data x_s is x₀; at pure noise x_t says nothing and the prior of x_s is left.
    #[test]
    fn by_limit() {
        let clean = NoiseLevel::<Exact>::clean();
        let noise = NoiseLevel::new(Exact::zero(), Exact::one()).unwrap();
        let middle: NoiseLevel<Exact> = pythagorean(2, 7);
        let (zero, one) = (Exact::zero(), Exact::one());

        let at_clean = posterior(LevelPair::new(clean, middle).unwrap()).unwrap();
        assert_eq!(
            at_clean,
            Posterior {
                on_x0: one,
                on_x_t: zero,
                var: zero
            }
        );

        let at_noise = posterior(LevelPair::new(middle, noise).unwrap()).unwrap();
        let var = middle.sigma().squared();
        assert_eq!(
            at_noise,
            Posterior {
                on_x0: middle.alpha(),
                on_x_t: zero,
                var
            }
        );
    }
}

mod two_variances_are_exact_for_a_point_and_for_unit_variance {
    use super::*;

    /// β̃ for data of variance 0, β for variance 1, and Bayes' rule on the marginal for one in between.
    #[test]
    fn by_exact_arithmetic() {
        for pair in noisy_pairs::<Exact>() {
            let forward = merging::between(pair).unwrap();
            assert_eq!(
                reverse_var(pair, Exact::zero()).unwrap(),
                posterior(pair).unwrap().var
            );
            if preserves_variance(pair) {
                assert_eq!(reverse_var(pair, Exact::one()).unwrap(), forward.var());
            }
            let data = Gaussian::new(Exact::ratio(1, 3), Exact::ratio(5, 7)).unwrap();
            let x_s = merging::marginal(pair.s()).unwrap().push(data).unwrap();
            assert_eq!(
                reverse_var(pair, data.var()).unwrap(),
                forward.invert(x_s).unwrap().var()
            );
        }
    }

    /// Regressing x_s on x_t for data of variance ½ leaves that variance.
    #[test]
    fn by_monte_carlo() {
        use ndarray_rand::rand_distr::{Distribution, StandardNormal};
        let mut rng = rng(1);
        let mut z = || -> f64 { StandardNormal.sample(&mut rng) };
        let pair = LevelPair::new(pythagorean(1, 5), pythagorean::<f64>(2, 3)).unwrap();
        let (s, forward) = (pair.s(), merging::between(pair).unwrap());
        let data_var = 0.5;
        let var_s = s.alpha().powi(2) * data_var + s.sigma().powi(2);
        let gain = forward.scale() * var_s / (forward.scale().powi(2) * var_s + forward.var());
        let residuals: Vec<f64> = (0..100_000)
            .map(|_| {
                let x_s = s.alpha() * data_var.sqrt() * z() + s.sigma() * z();
                let x_t = forward.scale() * x_s + forward.var().sqrt() * z();
                (x_s - gain * x_t).powi(2)
            })
            .collect();
        assert_five_standard_errors(&residuals, reverse_var(pair, data_var).unwrap());
    }

    /// A variance below zero or not a number is refused.
    #[test]
    fn by_bad_input() {
        let pair = LevelPair::new(NoiseLevel::clean(), pythagorean::<f64>(1, 2)).unwrap();
        for bad in [-0.1, f64::NAN, f64::INFINITY] {
            let error = reverse_var(pair, bad).unwrap_err();
            assert_eq!(
                error.to_string(),
                format!("data variance is {bad:?}: give a finite number ≥ 0")
            );
        }
        assert_eq!(reverse_var(pair, 0.0), Ok(0.0));
    }
}

mod learned_variance_is_a_geometric_mean {
    use super::*;

    /// `var_v³ = σ²_ts var²` at v = ⅓: the interior, in certified arithmetic.
    #[test]
    fn by_exact_arithmetic() {
        for pair in noisy_pairs::<Certified>() {
            let learned = learned_var(pair, Certified::ratio(1, 3)).unwrap();
            let (low, high) = (
                posterior(pair).unwrap().var,
                merging::between(pair).unwrap().var(),
            );
            let defect = learned * learned * learned / (high * low * low) - Certified::one();
            assert!(defect.contains(0.0) && defect.width() < 1e-60, "{defect:?}");
        }
    }

    /// At clean data the posterior has no width, nor has any mean of the two but the forward step's own.
    #[test]
    fn by_limit() {
        let pair = LevelPair::new(NoiseLevel::clean(), pythagorean::<f64>(1, 2)).unwrap();
        assert_eq!(learned_var(pair, 0.5), Ok(0.0));
        assert_eq!(
            learned_var(pair, 1.0),
            Ok(merging::between(pair).unwrap().var())
        );
    }
}

mod residual_is_independent {
    use super::*;

    /// On the roll, `x_s − mean(x₀, x_t)` has mean 0, the law's variance, and no correlation with x₀ or x_t.
    #[test]
    fn on_the_swiss_roll() {
        use ndarray_rand::rand::Rng;
        use ndarray_rand::rand_distr::{Distribution, StandardNormal};
        let roll = crate::support::roll();
        let schedule = Discrete::from_betas(&linear(1e-4, 0.02, 1000).unwrap()).unwrap();
        let pair =
            LevelPair::new(schedule.level(150).unwrap(), schedule.level(400).unwrap()).unwrap();
        let (s, forward, law) = (
            pair.s(),
            merging::between(pair).unwrap(),
            posterior(pair).unwrap(),
        );
        let mut rng = rng(2);
        let draws: Vec<[f64; 3]> = (0..50_000)
            .map(|_| {
                let x0 = roll.means()[[
                    rng.random_range(0..roll.components()),
                    rng.random_range(0..2),
                ]];
                let mut z = || -> f64 { StandardNormal.sample(&mut rng) };
                let x_s = s.alpha() * x0 + s.sigma() * z();
                let x_t = forward.scale() * x_s + forward.var().sqrt() * z();
                [x_s - law.mean(x0, x_t), x0, x_t]
            })
            .collect();
        let column = |f: &dyn Fn(&[f64; 3]) -> f64| draws.iter().map(f).collect::<Vec<f64>>();
        assert_five_standard_errors(&column(&|d| d[0]), 0.0);
        assert_five_standard_errors(&column(&|d| d[0] * d[0]), law.var);
        assert_five_standard_errors(&column(&|d| d[0] * d[1]), 0.0);
        assert_five_standard_errors(&column(&|d| d[0] * d[2]), 0.0);
    }
}
