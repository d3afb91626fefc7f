//! Claims of EDM: preconditioning, the flow in unscaled data, and the samplers that follow it.

use std::cell::RefCell;

use ndarray::{Array2, array};
use ndarray_rand::rand::Rng;
use ndarray_rand::rand_distr::{Distribution, StandardNormal};
use proptest::prelude::*;
use tweedie::data::Mixture;
use tweedie::edm::{Churned, Preconditioning, churn, euler, heun, noise_conditioning};
use tweedie::gaussian::{Gaussian, Kernel};
use tweedie::level::{LevelPair, NoiseLevel};
use tweedie::merging;
use tweedie::sampler::{Churn, Method, Move, ReverseVar, run, standard_normal};
use tweedie::scalar::{Certified, Dual, Exact, Field, Real, Running};
use tweedie::score::Prediction;

use crate::support::{
    Coordinatewise, Order, U, any_pair, assert_five_standard_errors, assert_vanishes,
    assert_within, gaussian_denoiser, geometric, law, lifted, no_noise, pairs, rng, roll,
    triple_descent, walk,
};

/// Noise and data scales `(σ, σ_d)` with a rational `√(σ² + σ_d²)`.
fn scales() -> Vec<[Exact; 2]> {
    let legs = [(3, 4), (12, 5), (8, 15), (20, 21), (4, 3)];
    let factors = [(1, 2), (1, 80), (7, 1)];
    legs.iter()
        .flat_map(|&(a, b)| factors.map(|(p, q)| [Exact::ratio(a * p, q), Exact::ratio(b * p, q)]))
        .collect()
}

/// The variance of `x₀ − c (x₀ + n)` for independent x₀ and n: what the network is left to predict.
fn rest<T: Field>(c: T, sigma: T, sigma_data: T) -> T {
    (T::one() - c).squared() * sigma_data.squared() + c.squared() * sigma.squared()
}

/// Pairs of levels at which x̂ and σ̂ are defined and positive.
fn interior_pairs() -> impl Iterator<Item = LevelPair<Exact>> {
    pairs::<Exact>()
        .into_iter()
        .filter(|pair| pair.t().alpha() > Exact::zero() && pair.s().sigma() > Exact::zero())
}

/// EDM's stochasticity at every level.
fn everywhere<T: Field>(amount: T) -> Churn<T> {
    Churn {
        amount,
        from: T::zero(),
        to: T::int(1_000_000),
        noise: T::one(),
    }
}

/// A step of Algorithm 1, lines 4–8, as printed for `s(t) = 1`, `σ(t) = t`; the correction where `t_next ≠ 0`.
fn algorithm_1<T: Field>(x: T, t: T, t_next: T, denoise: &impl Fn(T, T) -> T) -> T {
    let d = (x - denoise(x, t)) / t;
    let x_next = x + (t_next - t) * d;
    if t_next == T::zero() {
        return x_next;
    }
    let d_next = (x_next - denoise(x_next, t_next)) / t_next;
    x + (t_next - t) * (T::ratio(1, 2) * d + T::ratio(1, 2) * d_next)
}

mod network_input_and_target_have_unit_variance {
    use super::*;

    /// `c_in² (σ² + σ_d²) = 1` and `Var[(x₀ − c_skip (x₀ + n))/c_out] = 1`.
    #[test]
    fn by_exact_arithmetic() {
        for [sigma, sigma_data] in scales() {
            let c = Preconditioning::edm(sigma, sigma_data).unwrap();
            assert_eq!(
                c.c_in.squared() * (sigma.squared() + sigma_data.squared()),
                Exact::one()
            );
            assert_eq!(
                rest(c.c_skip, sigma, sigma_data) / c.c_out.squared(),
                Exact::one()
            );
            assert!(c.c_in > Exact::zero() && c.c_out > Exact::zero());
        }
    }

    /// On points of the roll, whose mean coordinate variance is σ_d² = 1: input and target by their own definition.
    #[test]
    fn on_the_swiss_roll() {
        let roll = roll();
        let sigma_data = (roll.covariance().diag().sum() / 2.0).sqrt();
        let mut rng = rng(40);
        for sigma in [0.1, 0.7, 5.0] {
            let c = Preconditioning::edm(sigma, sigma_data).unwrap();
            let draws: Vec<[f64; 2]> = (0..50_000)
                .map(|_| {
                    let point = rng.random_range(0..roll.components());
                    let x0 = roll.means()[[point, rng.random_range(0..2)]];
                    let z: f64 = StandardNormal.sample(&mut rng);
                    let x = x0 + sigma * z;
                    [c.c_in * x, (x0 - c.c_skip * x) / c.c_out]
                })
                .collect();
            for place in 0..2 {
                let column = |power| {
                    draws
                        .iter()
                        .map(|d| d[place].powi(power))
                        .collect::<Vec<_>>()
                };
                assert_five_standard_errors(&column(1), 0.0);
                assert_five_standard_errors(&column(2), 1.0);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

        /// At any scales, within the running error.
        #[test]
        fn by_property(log_sigma in -4.0..4.0f64, log_sigma_data in -3.0..3.0f64) {
            let sigma = Running::exact(10f64.powf(log_sigma));
            let sigma_data = Running::exact(10f64.powf(log_sigma_data));
            let c = Preconditioning::edm(sigma, sigma_data).unwrap();
            let total = sigma.squared() + sigma_data.squared();
            assert_vanishes(c.c_in.squared() * total - Running::one());
            let target = rest(c.c_skip, sigma, sigma_data) / c.c_out.squared();
            assert_vanishes(target - Running::one());
        }
    }
}

mod skip_leaves_the_least_to_predict {
    use super::*;

    /// The variance left to predict has slope 0 in c at c_skip, and is c_out² there.
    #[test]
    fn by_derivative() {
        for [sigma, sigma_data] in scales() {
            let c = Preconditioning::edm(sigma, sigma_data).unwrap();
            let left = rest(
                Dual::variable(c.c_skip),
                Dual::constant(sigma),
                Dual::constant(sigma_data),
            );
            assert_eq!(left.slope, Exact::zero());
            assert_eq!(left.value, c.c_out.squared());
        }
    }

    /// At a distance h from c_skip it is larger by `h² (σ² + σ_d²)`: there is no other minimum.
    #[test]
    fn by_exact_arithmetic() {
        for [sigma, sigma_data] in scales() {
            let c = Preconditioning::edm(sigma, sigma_data).unwrap();
            for h in [(-1, 3), (1, 100), (2, 1)] {
                let h = Exact::ratio(h.0, h.1);
                let more =
                    rest(c.c_skip + h, sigma, sigma_data) - rest(c.c_skip, sigma, sigma_data);
                assert_eq!(more, h.squared() * (sigma.squared() + sigma_data.squared()));
                assert!(more > Exact::zero());
            }
        }
    }
}

mod loss_weight_evens_the_levels {
    use super::*;

    /// A network that says 0 has the weighted loss `λ E(D − x₀)² = 1` at every level; and λ is as printed in Table 1.
    #[test]
    fn by_exact_arithmetic() {
        for [sigma, sigma_data] in scales() {
            let c = Preconditioning::edm(sigma, sigma_data).unwrap();
            let weight = c.loss_weight();
            assert_eq!(weight * rest(c.c_skip, sigma, sigma_data), Exact::one());
            assert_eq!(
                weight,
                (sigma.squared() + sigma_data.squared()) / (sigma * sigma_data).squared()
            );
        }
        let sigma = Exact::ratio(3, 4);
        for design in [Preconditioning::vp(sigma), Preconditioning::ve(sigma)] {
            let printed = Exact::one() / sigma.squared();
            assert_eq!(design.unwrap().loss_weight(), printed);
        }
    }
}

mod preconditioning_runs_from_noise_to_data {
    use super::*;

    /// As `r = σ/σ_d → 0` the input is passed on and F predicts −ε: `1 − c_skip`, `1 − c_out/σ` and `1 − σ_d c_in` fall
    /// like r². As `r → ∞` F predicts x₀/σ_d: `c_skip`, `1 − c_out/σ_d` and `1 − σ c_in` fall like r⁻².
    #[test]
    fn by_limit() {
        let one = Exact::one();
        for q in [10, 100, 1000, 10_000] {
            // legs of a Pythagorean triangle with ratio 2q/(q² − 1)
            let (short, long) = (Exact::int(2 * q), Exact::int(q * q - 1));
            let square = (short / long).squared();
            let small = Preconditioning::edm(short, long).unwrap();
            let large = Preconditioning::edm(long, short).unwrap();
            let ends = [
                one - small.c_skip,
                one - small.c_out / short,
                one - long * small.c_in,
                large.c_skip,
                one - large.c_out / short,
                one - long * large.c_in,
            ];
            for end in ends {
                assert!(end > Exact::zero() && end <= square);
            }
        }
    }
}

mod denoiser_is_assembled_from_the_network {
    use super::*;

    /// `c_skip x + c_out F = x₀` where F says what the design has it predict.
    #[test]
    fn by_exact_arithmetic() {
        let (x0, eps) = (Exact::ratio(5, 3), Exact::ratio(-2, 7));
        for [sigma, sigma_data] in scales() {
            let x = x0 + sigma * eps;
            for design in [
                Preconditioning::edm(sigma, sigma_data).unwrap(),
                Preconditioning::vp(sigma).unwrap(),
                Preconditioning::ve(sigma).unwrap(),
            ] {
                let network = design.prediction(sigma).value(x0, eps);
                assert_eq!(design.c_skip * x + design.c_out * network, x0);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

        /// At any scales, within the running error.
        #[test]
        fn by_property(
            log_sigma in -4.0..4.0f64, log_sigma_data in -3.0..3.0f64, x0 in -9.0..9.0f64, eps in -9.0..9.0f64,
        ) {
            let sigma = Running::exact(10f64.powf(log_sigma));
            let sigma_data = Running::exact(10f64.powf(log_sigma_data));
            let (x0, eps) = (Running::exact(x0), Running::exact(eps));
            let c = Preconditioning::edm(sigma, sigma_data).unwrap();
            let network = c.prediction(sigma).value(x0, eps);
            assert_vanishes(c.c_skip * (x0 + sigma * eps) + c.c_out * network - x0);
        }
    }
}

mod designs_predict_noise_or_velocity {
    use super::*;

    /// VP's network (and iDDPM's) predicts ε, VE's −ε, and EDM's −v at σ_d = 1, of the variance-preserving level with the
    /// same σ̂, at which its input lies.
    #[test]
    fn by_exact_arithmetic() {
        for (p, q) in [(3, 4), (12, 5), (20, 21), (1, 1000)] {
            // σ̂ = 2pq/(q² − p²) up to sign: rational √(σ̂² + 1)
            let sigma = Exact::ratio(2 * p * q, (q * q - p * p).abs());
            let root = (sigma.squared() + Exact::one()).sqrt();

            let vp = Preconditioning::vp(sigma).unwrap();
            assert_eq!(vp.prediction(sigma), Prediction::eps());
            assert_eq!(vp.c_in * root, Exact::one());

            let ve = Preconditioning::ve(sigma).unwrap();
            assert_eq!(ve.prediction(sigma).on_x0, Exact::zero());
            assert_eq!(ve.prediction(sigma).on_eps, -Exact::one());
            assert_eq!(ve.c_in, Exact::one());

            let edm = Preconditioning::edm(sigma, Exact::one()).unwrap();
            let level = NoiseLevel::new(Exact::one() / root, sigma / root).unwrap();
            let (v, network) = (Prediction::v(level), edm.prediction(sigma));
            assert_eq!(network.on_x0, -v.on_x0);
            assert_eq!(network.on_eps, -v.on_eps);
            assert_eq!(edm.c_in, level.alpha());
        }
    }
}

mod noise_conditioning_is_a_quarter_of_the_logarithm {
    use super::*;

    /// `exp(4 c_noise) = σ`.
    #[test]
    fn by_certified_enclosure() {
        for sigma in [(1, 500), (1, 2), (1, 1), (80, 1)] {
            let sigma = Certified::ratio(sigma.0, sigma.1);
            let defect = (Certified::int(4) * noise_conditioning(sigma).unwrap()).exp() - sigma;
            assert!(defect.contains(0.0) && defect.width() < 1e-60, "{defect:?}");
        }
    }
}

mod preconditioning_needs_positive_scales {
    use super::*;

    #[test]
    fn by_bad_input() {
        for (bad, shown) in [
            (0.0, "0.0"),
            (-1.0, "-1.0"),
            (f64::NAN, "NaN"),
            (f64::INFINITY, "inf"),
        ] {
            let message = |name: &str| format!("{name} is {shown}: give a finite number > 0");
            let errors = [
                (Preconditioning::edm(bad, 1.0).unwrap_err(), "sigma"),
                (Preconditioning::edm(1.0, bad).unwrap_err(), "sigma_data"),
                (Preconditioning::vp(bad).unwrap_err(), "sigma"),
                (Preconditioning::ve(bad).unwrap_err(), "sigma"),
                (noise_conditioning(bad).unwrap_err(), "sigma"),
            ];
            for (error, name) in errors {
                assert_eq!(error.to_string(), message(name));
            }
        }
    }
}

mod path_does_not_depend_on_scaling {
    use super::*;

    /// Euler's step and Heun's from x̂ are the same for every α: only σ̂ counts.
    #[test]
    fn by_scaling() {
        let [x_hat, x0, x0_next] = [(7, 3), (-1, 2), (4, 5)].map(|(p, q)| Exact::ratio(p, q));
        for pair in interior_pairs() {
            let (s, t) = (pair.s(), pair.t());
            let [s_hat, t_hat] =
                [s, t].map(|level| NoiseLevel::unscaled(level.edm_sigma()).unwrap());
            let after_euler = |t: NoiseLevel<Exact>, s: NoiseLevel<Exact>| {
                let step = euler(t, s).unwrap();
                step.apply(t.alpha() * x_hat, x0, Exact::one()) / s.alpha()
            };
            let after_heun = |t: NoiseLevel<Exact>, s: NoiseLevel<Exact>| {
                let step = heun(t, s).unwrap();
                (step.on_x_t * t.alpha() * x_hat + step.on_x0 * x0 + step.on_x0_next * x0_next)
                    / s.alpha()
            };
            assert_eq!(after_euler(t, s), after_euler(t_hat, s_hat));
            assert_eq!(after_heun(t, s), after_heun(t_hat, s_hat));
        }
    }
}

mod heun_averages_the_slopes_at_both_ends {
    use super::*;

    /// Algorithm 1 by hand, from what the denoiser says at both ends.
    fn by_hand<T: Field>(pair: LevelPair<T>, x_t: T, x0: T, x0_next: T) -> T {
        let (s, t) = (pair.s(), pair.t());
        let (t_hat, s_hat) = (t.edm_sigma(), s.edm_sigma());
        let said = |_, sigma| if sigma == t_hat { x0 } else { x0_next };
        s.alpha() * algorithm_1(x_t / t.alpha(), t_hat, s_hat, &said)
    }

    fn by_coefficients<T: Field>(pair: LevelPair<T>, x_t: T, x0: T, x0_next: T) -> T {
        let step = heun(pair.t(), pair.s()).unwrap();
        step.on_x_t * x_t + step.on_x0 * x0 + step.on_x0_next * x0_next
    }

    #[test]
    fn by_exact_arithmetic() {
        let [x_t, x0, x0_next] = [(7, 3), (-1, 2), (4, 5)].map(|(p, q)| Exact::ratio(p, q));
        for pair in interior_pairs() {
            assert_eq!(
                by_coefficients(pair, x_t, x0, x0_next),
                by_hand(pair, x_t, x0, x0_next)
            );
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

        /// At any levels, within the running error.
        #[test]
        fn by_property(pair in any_pair(), x in -9.0..9.0f64, a in -9.0..9.0f64, b in -9.0..9.0f64) {
            let pair = lifted::<Running>(pair);
            let x_t = pair.t().sigma() * Running::exact(x);
            let [a, b] = [a, b].map(Running::exact);
            assert_vanishes(by_coefficients(pair, x_t, a, b) - by_hand(pair, x_t, a, b));
        }
    }
}

mod long_steps_keep_their_digits {
    use super::*;

    /// The weight on the state is good to 8 roundings from σ̂ = 80 down to 10⁻⁵, where the state counts for little.
    #[test]
    fn by_certified_enclosure() {
        for sigma_s in [0.3, 0.002, 1e-5] {
            let t = NoiseLevel::new(0.9, 72.3).unwrap();
            let s = NoiseLevel::new(1.1, sigma_s).unwrap();
            let truth = {
                let pair = lifted::<Certified>(LevelPair::new(s, t).unwrap());
                pair.s().sigma() / pair.t().sigma()
            };
            for got in [euler(t, s).unwrap().on_x_t, heun(t, s).unwrap().on_x_t] {
                assert!(truth.distance(got) <= 8.0 * U * got, "{sigma_s}: {got}");
            }
        }
    }
}

mod steps_are_exact_for_a_point {
    use super::*;

    /// Euler and Heun keep `α x₀ + σ ε`, however long the step: the slope ε is constant.
    #[test]
    fn by_exact_law() {
        let (x0, eps) = (Exact::ratio(9, 4), Exact::ratio(-1, 6));
        let on_line = |l: NoiseLevel<Exact>| l.alpha() * x0 + l.sigma() * eps;
        let point = Coordinatewise {
            dim: 1,
            f: |_, _| x0,
        };
        for pair in pairs::<Exact>() {
            let (s, t) = (pair.s(), pair.t());
            if t.alpha() == Exact::zero() {
                continue;
            }
            for method in [Method::Euler, Method::Heun] {
                let plan = method.plan(&[t, s]).unwrap();
                assert_eq!(walk(&plan, &point, on_line(t), &[]), on_line(s));
            }
        }
    }
}

/// A denoiser whose slope `(x̂ − D)/σ̂` is `3 − 2σ̂` wherever one is.
fn sloping(x: Exact, level: NoiseLevel<Exact>) -> Exact {
    let sigma = level.edm_sigma();
    x / level.alpha() - sigma * (Exact::int(3) - Exact::int(2) * sigma)
}

mod heun_is_exact_where_the_slope_is_linear {
    use super::*;

    /// `dx̂/dσ̂ = 3 − 2σ̂` leads to `x̂ + 3σ̂ − σ̂²`, in one step or many: the second look is at the level and the state of
    /// the end.
    #[test]
    fn by_exact_arithmetic() {
        let levels = triple_descent::<Exact>();
        let denoiser = Coordinatewise { dim: 1, f: sloping };
        let integral =
            |l: NoiseLevel<Exact>| Exact::int(3) * l.edm_sigma() - l.edm_sigma().squared();
        let x_hat = Exact::ratio(5, 7);
        let (first, last) = (levels[0], levels[4]);
        let truth = last.alpha() * (x_hat + integral(last) - integral(first));
        for visited in [&levels[..], &[first, last]] {
            let plan = Method::Heun.plan(visited).unwrap();
            assert_eq!(walk(&plan, &denoiser, first.alpha() * x_hat, &[]), truth);
        }
    }

    /// Euler is not.
    #[test]
    fn by_counterexample() {
        let levels = [2, 1].map(|sigma| NoiseLevel::unscaled(Exact::int(sigma)).unwrap());
        let denoiser = Coordinatewise { dim: 1, f: sloping };
        let plan = Method::Euler.plan(&levels).unwrap();
        // the slope at 2 is −1, on average 0
        assert_eq!(walk(&plan, &denoiser, Exact::zero(), &[]), Exact::one());
    }
}

/// The errors of a method on data N(0, ¼), from σ̂ = 10 to 0.1 in 16 to 256 steps: the flow scales by `√(c² + σ̂²)`.
fn errors_on_a_gaussian(method: Method<f64>) -> Vec<f64> {
    let c: f64 = 0.5;
    let data = Mixture::gaussian(array![0.0], c * c).unwrap();
    [16, 32, 64, 128, 256]
        .iter()
        .map(|&n| {
            let plan = method.plan(&geometric(10.0, 0.1, n)).unwrap();
            let end = walk(&plan, &data, c.hypot(10.0), &[]);
            (end - c.hypot(0.1)).abs()
        })
        .collect()
}

/// What is gained on the roll by doubling the steps from 16 on.
fn gains_on_the_roll(method: Method<f64>) -> Vec<f64> {
    let roll = roll();
    let start = Array2::from_shape_fn((4, 2), |(i, j)| 2.5 * Real::cos((3 * i + 4 * j) as f64));
    let ends: Vec<Array2<f64>> = [16, 32, 64, 128, 256, 512]
        .iter()
        .map(|&n| {
            let plan = method.plan(&geometric(2.0, 0.4, n)).unwrap();
            run(&plan, &roll, start.clone(), &mut no_noise, |_, _| ()).unwrap()
        })
        .collect();
    ends.windows(2)
        .map(|pair| (&pair[1] - &pair[0]).mapv(f64::abs).sum())
        .collect()
}

mod heun_is_of_second_order {
    use super::*;

    #[test]
    fn by_convergence_order() {
        Order::of_halvings(&errors_on_a_gaussian(Method::Heun)).assert_is(2.0);
    }

    #[test]
    fn on_the_swiss_roll() {
        Order::of_halvings(&gains_on_the_roll(Method::Heun)).assert_is(2.0);
    }
}

mod euler_is_of_first_order {
    use super::*;

    #[test]
    fn by_convergence_order() {
        Order::of_halvings(&errors_on_a_gaussian(Method::Euler)).assert_is(1.0);
    }

    #[test]
    fn on_the_swiss_roll() {
        Order::of_halvings(&gains_on_the_roll(Method::Euler)).assert_is(1.0);
    }
}

mod heun_looks_twice_but_at_the_last_step {
    use super::*;

    /// `2n − 1` evaluations in n steps to clean data, at both ends of every step but the last, which is Euler's; one a step
    /// for the methods of first order.
    #[test]
    fn by_iterating_the_chain() {
        let mut levels = triple_descent::<Exact>();
        levels.push(NoiseLevel::clean());
        let looks = |method: Method<Exact>| {
            let plan = method.plan(&levels).unwrap();
            let seen = RefCell::new(Vec::new());
            let denoiser = Coordinatewise {
                dim: 1,
                f: |x, level| {
                    seen.borrow_mut().push(level);
                    x
                },
            };
            let noise = vec![
                Exact::zero();
                if matches!(method, Method::Ddim { .. }) {
                    4
                } else {
                    0
                }
            ];
            walk(&plan, &denoiser, Exact::one(), &noise);
            let seen = seen.into_inner();
            let announced: usize = plan.iter().map(Move::evaluations).sum();
            assert_eq!(seen.len(), announced);
            seen
        };
        let starts = &levels[..5];
        let both: Vec<_> = (0..5)
            .flat_map(|i| [levels[i], levels[i + 1]])
            .take(9)
            .collect();
        assert_eq!(looks(Method::Euler), starts);
        assert_eq!(looks(Method::Ddim { eta: Exact::one() }), starts);
        assert_eq!(looks(Method::Heun), both);

        let (euler_plan, heun_plan) = (
            Method::Euler.plan(&levels).unwrap(),
            Method::Heun.plan(&levels).unwrap(),
        );
        assert_eq!(heun_plan.last(), euler_plan.last());
        for (euler_move, heun_move) in euler_plan.iter().zip(&heun_plan) {
            assert_eq!(euler_move.predict, heun_move.predict);
        }
    }
}

mod steps_need_signal_and_noise {
    use super::*;

    /// Where x̂ or the slope is not defined, the step is refused by name.
    #[test]
    fn by_bad_input() {
        let level = |alpha: f64, sigma: f64| NoiseLevel::new(alpha, sigma).unwrap();
        let (noise, clean, middle) = (level(0.0, 1.0), level(1.0, 0.0), level(0.8, 0.6));
        for (from, to, name) in [
            (noise, middle, "alpha_t"),
            (middle, noise, "alpha_s"),
            (clean, middle, "sigma_t"),
        ] {
            let message = format!("{name} is 0.0: give a finite number > 0");
            assert_eq!(euler(from, to).unwrap_err().to_string(), message);
            assert_eq!(heun(from, to).unwrap_err().to_string(), message);
        }
        assert!(euler(middle, clean).is_ok());
        assert_eq!(
            heun(middle, clean).unwrap_err().to_string(),
            "sigma_s is 0.0: give a finite number > 0"
        );
    }
}

mod methods_need_levels_that_get_cleaner {
    use super::*;

    #[test]
    fn by_bad_input() {
        let level = |sigma: f64| NoiseLevel::unscaled(sigma).unwrap();
        let methods = [
            Method::Ancestral(ReverseVar::Forward),
            Method::Ddim { eta: 0.5 },
            Method::Euler,
            Method::Heun,
            Method::Stochastic(everywhere(1.0)),
        ];
        for method in methods {
            for few in [&[][..], &[level(1.0)]] {
                assert_eq!(
                    method.plan(few).unwrap_err().to_string(),
                    format!(
                        "number of levels is {}: give two or more: one to start from and one to reach",
                        few.len()
                    )
                );
            }
            for (middle, last) in [(1.0, 1.0), (1.0, 1.5)] {
                assert_eq!(
                    method
                        .plan(&[level(2.0), level(middle), level(last)])
                        .unwrap_err()
                        .to_string(),
                    format!(
                        "pair of levels (s, t) is ((1.0, {last:?}), (1.0, {middle:?})): the earlier level s must have \
                         the higher signal-to-noise ratio α/σ; swap them, or drop the step between equal levels"
                    )
                );
            }
        }
    }
}

mod churn_raises_the_noise_to_its_level {
    use super::*;

    /// Signal stays, and the variances add up to σ'², `σ' = (1 + γ) σ`.
    #[test]
    fn by_exact_arithmetic() {
        // γ (2 + γ) is the square of a rational
        for (gamma, level) in [(1, 4), (2, 3), (1, 24), (1, 40)]
            .into_iter()
            .zip(triple_descent::<Exact>())
        {
            let gamma = Exact::ratio(gamma.0, gamma.1);
            let churned = churn(level, gamma, Exact::one()).unwrap();
            assert_eq!(churned.level.alpha(), level.alpha());
            assert_eq!(churned.level.sigma(), level.sigma() + gamma * level.sigma());
            assert_eq!(
                level.sigma().squared() + churned.on_noise.squared(),
                churned.level.sigma().squared()
            );
            assert!(churned.on_noise > Exact::zero());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

        /// For any γ, within the running error, and for a tiny one without loss of digits.
        #[test]
        fn by_property(pair in any_pair(), log_gamma in -12.0..1.0f64) {
            let gamma = 10f64.powf(log_gamma);
            let level = lifted::<Running>(pair).s();
            let churned = churn(level, Running::exact(gamma), Running::one()).unwrap();
            assert_vanishes(
                level.sigma().squared() + churned.on_noise.squared() - churned.level.sigma().squared(),
            );
            assert_within(churned.on_noise.error / churned.on_noise.value, 0.0, 8.0);
        }
    }

    /// S_noise multiplies the standard deviation of what is added, and not the level.
    #[test]
    fn by_scaling() {
        let level: NoiseLevel<Exact> = triple_descent()[1];
        let gamma = Exact::ratio(2, 3);
        let plain = churn(level, gamma, Exact::one()).unwrap();
        for factor in [(0, 1), (1, 2), (1003, 1000), (3, 1)] {
            let factor = Exact::ratio(factor.0, factor.1);
            let scaled = churn(level, gamma, factor).unwrap();
            assert_eq!(scaled.level, plain.level);
            assert_eq!(scaled.on_noise, factor * plain.on_noise);
        }
    }

    /// γ = 0 changes nothing, in any number system.
    #[test]
    fn by_limit() {
        for level in triple_descent::<Exact>() {
            let untouched = Churned {
                level,
                on_noise: Exact::zero(),
            };
            assert_eq!(
                churn(level, Exact::zero(), Exact::ratio(3, 2)),
                Ok(untouched)
            );
        }
    }

    #[test]
    fn by_bad_input() {
        let level = NoiseLevel::unscaled(2.0).unwrap();
        for (bad, shown) in [(-0.1, "-0.1"), (f64::NAN, "NaN"), (f64::INFINITY, "inf")] {
            for (result, name) in [
                (churn(level, bad, 1.0), "gamma"),
                (churn(level, 0.0, bad), "s_noise"),
            ] {
                assert_eq!(
                    result.unwrap_err().to_string(),
                    format!("{name} is {shown}: give a finite number ≥ 0")
                );
            }
        }
        assert_eq!(
            churn(level, f64::MAX, 1.0).unwrap_err().to_string(),
            "sigma is inf: give a finite number ≥ 0"
        );
    }
}

mod churn_is_given_inside_its_window {
    use super::*;

    /// Levels with `S_tmin ≤ σ̂ ≤ S_tmax`, both included, get γ = S_churn/n; others are left alone. The window is in σ̂,
    /// whatever the scaling.
    #[test]
    fn by_exact_arithmetic() {
        let levels = triple_descent::<Exact>(); // σ̂ = 2, 6/5, 18/25, 54/125, 162/625
        let window = Churn {
            amount: Exact::one(), // over 4 steps
            from: Exact::ratio(18, 25),
            to: Exact::ratio(6, 5),
            noise: Exact::ratio(3, 2),
        };
        let plan = Method::Stochastic(window).plan(&levels).unwrap();
        let quarter = Exact::ratio(1, 4);
        for (i, step) in plan.iter().enumerate() {
            let gamma = if i == 1 || i == 2 {
                quarter
            } else {
                Exact::zero()
            };
            let churned = churn(levels[i], gamma, Exact::ratio(3, 2)).unwrap();
            assert_eq!(step.churn, Some(churned));
            assert_eq!(step.at, churned.level);
            assert_eq!(step.to, levels[i + 1]);
            assert_eq!(step.predict, euler(churned.level, levels[i + 1]).unwrap());
        }
    }

    /// γ is at most √2 − 1, at which as much noise is added as there was.
    #[test]
    fn by_limit() {
        let one = Certified::one();
        let levels = [2, 1].map(|sigma| NoiseLevel::unscaled(Certified::int(sigma)).unwrap());
        let sigma_hat = |amount: (i64, i64)| {
            let amount = Certified::ratio(amount.0, amount.1);
            let plan = Method::Stochastic(everywhere(amount))
                .plan(&levels)
                .unwrap();
            let churned = plan[0].churn.unwrap();
            let raised = churned.level.sigma().squared() - churned.on_noise.squared();
            let defect = raised - levels[0].sigma().squared();
            assert!(defect.contains(0.0) && defect.width() < 1e-60, "{defect:?}");
            churned.level.sigma() / levels[0].sigma()
        };
        for (amount, squared) in [((2, 5), (49, 25)), ((5, 12), (2, 1)), ((40, 1), (2, 1))] {
            let defect = sigma_hat(amount).squared() - Certified::ratio(squared.0, squared.1) * one;
            assert!(defect.contains(0.0) && defect.width() < 1e-60, "{defect:?}");
        }
    }

    /// An amount that is no number is not taken for a large one, nor a window for all or none.
    #[test]
    fn by_bad_input() {
        let levels = [2.0, 1.0].map(|sigma| NoiseLevel::unscaled(sigma).unwrap());
        let refusal = |churn| {
            let error = Method::Stochastic(churn).plan(&levels).unwrap_err();
            error.to_string()
        };
        for (amount, shown) in [(f64::NAN, "NaN"), (-0.25, "-0.25")] {
            assert_eq!(
                refusal(everywhere(amount)),
                format!("gamma is {shown}: give a finite number ≥ 0")
            );
        }
        for (from, to, shown) in [
            (f64::NAN, 1.0, "(NaN, 1.0)"),
            (0.0, f64::NAN, "(0.0, NaN)"),
            (2.0, 1.0, "(2.0, 1.0)"),
            (-1.0, 1.0, "(-1.0, 1.0)"),
        ] {
            let window = Churn {
                from,
                to,
                ..everywhere(0.1)
            };
            assert_eq!(
                refusal(window),
                format!(
                    "churn window (S_tmin, S_tmax) is {shown}: give numbers ≥ 0, the smaller first"
                )
            );
        }
        let unbounded = Churn {
            to: f64::INFINITY,
            ..everywhere(0.1)
        };
        assert!(Method::Stochastic(unbounded).plan(&levels).is_ok());
        let one_level = Churn {
            from: 2.0,
            to: 2.0,
            ..everywhere(0.1)
        };
        assert!(Method::Stochastic(one_level).plan(&levels).is_ok());
    }
}

mod without_churn_the_stochastic_sampler_is_heuns {
    use super::*;

    /// The same steps, and no noise asked for.
    #[test]
    fn by_exact_arithmetic() {
        let mut levels = triple_descent::<Exact>();
        levels.push(NoiseLevel::clean());
        let stochastic = Method::Stochastic(everywhere(Exact::zero()))
            .plan(&levels)
            .unwrap();
        let plain = Method::Heun.plan(&levels).unwrap();
        for (a, b) in stochastic.iter().zip(&plain) {
            assert_eq!((a.at, a.to), (b.at, b.to));
            assert_eq!(a.predict, b.predict);
            assert_eq!(a.correct, b.correct);
        }
        let denoiser = gaussian_denoiser(Exact::ratio(1, 3), Exact::ratio(4, 9));
        let start = Exact::ratio(8, 3);
        assert_eq!(
            walk(&stochastic, &denoiser, start, &[]),
            walk(&plain, &denoiser, start, &[])
        );
    }
}

mod stochastic_law_on_gaussian_data {
    use super::*;

    /// Algorithm 2, lines 4–11, as printed for `s(t) = 1`, on Gaussian data, whose denoiser is affine: noise of variance
    /// `t̂² − t²`, then Algorithm 1 from t̂.
    fn algorithm_2(t: Exact, t_next: Exact, gamma: Exact, data: Gaussian<Exact>) -> Kernel<Exact> {
        let t_hat = t + gamma * t;
        let denoise = |x: Exact, sigma: Exact| {
            let gain = data.var() / (data.var() + sigma.squared());
            data.mean() + gain * (x - data.mean())
        };
        let step = |x| algorithm_1(x, t_hat, t_next, &denoise);
        let shift = step(Exact::zero());
        let slope = step(Exact::one()) - shift;
        let noise = t_hat.squared() - t.squared();
        let raised = Kernel::new(Exact::one(), Exact::zero(), noise).unwrap();
        raised.then(Kernel::new(slope, shift, Exact::zero()).unwrap())
    }

    /// The loop at γ = 0, 1/4 and 1/24, on scaled levels, from its responses to every single noise.
    #[test]
    fn by_exact_law() {
        let (mean, var) = (Exact::ratio(5, 6), Exact::ratio(4, 9));
        let data = Gaussian::new(mean, var).unwrap();
        let mut levels = triple_descent::<Exact>();
        levels.push(NoiseLevel::clean());
        for gamma in [(0, 1), (1, 4), (1, 24)] {
            let gamma = Exact::ratio(gamma.0, gamma.1);
            let plan = Method::Stochastic(everywhere(Exact::int(5) * gamma))
                .plan(&levels)
                .unwrap();
            let start = merging::marginal(levels[0]).unwrap().push(data).unwrap();
            let got = law(
                &plan,
                &gaussian_denoiser(mean, var),
                start.mean(),
                start.var(),
            );
            let unscaled = Kernel::new(
                Exact::one() / levels[0].alpha(),
                Exact::zero(),
                Exact::zero(),
            );
            let truth = levels
                .windows(2)
                .map(|pair| algorithm_2(pair[0].edm_sigma(), pair[1].edm_sigma(), gamma, data))
                .fold(unscaled.unwrap(), Kernel::then)
                .push(start)
                .unwrap();
            assert_eq!(got.mean, truth.mean());
            assert_eq!(got.var, truth.var());
        }
    }

    /// Ten thousand samples of 8 steps have that mean and variance, with S_noise other than 1.
    #[test]
    fn by_monte_carlo() {
        let data = Mixture::gaussian(array![0.7], 0.3).unwrap();
        let mut levels = geometric(5.0, 0.1, 7);
        levels.push(NoiseLevel::clean());
        let stochasticity = Churn {
            noise: 1.25,
            ..everywhere(2.0)
        };
        let plan = Method::Stochastic(stochasticity).plan(&levels).unwrap();
        let mut rng = rng(41);
        let start = standard_normal(&mut rng)((10_000, 1)) * 5.0;
        let mut noise = standard_normal(&mut rng);
        let end = run(&plan, &data, start, &mut noise, |_, _| ()).unwrap();
        let truth = law(&plan, &gaussian_denoiser(0.7, 0.3), 0.0, 25.0);
        let squares = end.mapv(|x| (x - truth.mean).powi(2));
        assert_five_standard_errors(end.as_slice().unwrap(), truth.mean);
        assert_five_standard_errors(squares.as_slice().unwrap(), truth.var);
    }
}

mod stochastic_sampler_keeps_gaussian_marginals_to_second_order {
    use super::*;

    /// Churn keeps the marginals exactly and Heun's step to second order, so that the variance at the end is right to second
    /// order, with noise or without.
    #[test]
    fn by_convergence_order() {
        let var: f64 = 0.25;
        for amount in [0.0, 2.0] {
            let errors: Vec<f64> = [16, 32, 64, 128, 256]
                .iter()
                .map(|&n| {
                    let plan = Method::Stochastic(everywhere(amount))
                        .plan(&geometric(10.0, 0.1, n))
                        .unwrap();
                    let got = law(&plan, &gaussian_denoiser(0.0, var), 0.0, var + 100.0);
                    (got.var - (var + 0.01)).abs()
                })
                .collect();
            Order::of_halvings(&errors).assert_is(2.0);
        }
    }
}
