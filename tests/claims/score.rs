//! Claims of the score: the noisy law and its gradient, the predictions it is one of, and the exact data behind it.

use ndarray::{Array1, Array2, Axis, array};
use ndarray_rand::rand::Rng;
use ndarray_rand::rand::seq::SliceRandom;
use ndarray_rand::rand_distr::{Distribution, StandardNormal};
use proptest::prelude::*;
use tweedie::data::{Denoiser, LabelledPoints, Mixture, swiss_roll};
use tweedie::edm::Preconditioning;
use tweedie::gaussian::Gaussian;
use tweedie::level::NoiseLevel;
use tweedie::merging;
use tweedie::scalar::{Certified, Dual, Exact, Field, Real, Running};
use tweedie::score::{Conversion, Prediction};

use crate::support::{
    COMPONENTS, LEVELS, U, assert_five_standard_errors, assert_within, data, exact_levels,
    expect_joint, gradient, integrate_running, labelled_roll, level, line, numbers, random_mixture,
    random_state, rng, roll, weighted_points,
};

/// The density of [`COMPONENTS`] at a level, summed as its definition says; `(1, 0)` is the data's own.
fn direct_density<T: Real>((alpha, sigma): (f64, f64), x: T) -> T {
    let (alpha, sigma) = (T::from_f64(alpha), T::from_f64(sigma));
    COMPONENTS
        .iter()
        .map(|&(weight, mean, var)| {
            let var = alpha.squared() * T::from_f64(var) + sigma.squared();
            let law = Gaussian::new(alpha * T::from_f64(mean), var).unwrap();
            T::from_f64(weight) * law.log_density(x).exp()
        })
        .fold(T::zero(), |sum, term| sum + term)
}

/// Everything a network may predict. EDM's F is for data of deviation `4σ/3α`, whose roots are rational.
fn predictions<T: Field>(t: NoiseLevel<T>) -> [Prediction<T>; 6] {
    let sigma = t.edm_sigma();
    [
        Prediction::x0(),
        Prediction::eps(),
        Prediction::v(t),
        Prediction::score(t).unwrap(),
        Prediction::velocity(),
        Preconditioning::edm(sigma, T::ratio(4, 3) * sigma)
            .unwrap()
            .prediction(sigma),
    ]
}

mod is_the_gradient_of_the_log_density {
    use super::*;

    /// The score in `f64` and the slope of the log density, each within its own roundings.
    fn assert_gradient(data: &Mixture, scales: (f64, f64), x: &[f64]) {
        let score = data.at(level(scales)).unwrap().score(x).unwrap();
        let law = data.at(level::<Dual<Running>>(scales)).unwrap();
        let slope = gradient(|y| law.log_density(y).unwrap(), &numbers(x));
        let law = data.at(level::<Running>(scales)).unwrap();
        let bound = law.score(&numbers(x)).unwrap();
        for j in 0..x.len() {
            assert_within(
                score[j],
                slope[j].value,
                slope[j].tolerance(U) + bound[j].tolerance(U),
            );
        }
    }

    /// By dual numbers, for data of every kind, where components tie too, and at pure noise.
    #[test]
    fn by_derivative() {
        for (data, states) in data() {
            for scales in LEVELS {
                for state in &states {
                    let x: Vec<f64> = state.iter().map(|s| scales.0 * s).collect();
                    assert_gradient(&data, scales, &x);
                }
            }
            assert_gradient(&data, (0.0, 1.0), &states[0]);
        }
    }

    /// Slope and score enclose one number, to sixty places.
    #[test]
    fn by_certified_enclosure() {
        for (data, states) in data() {
            for scales in &LEVELS[1..3] {
                let law = data.at(level::<Certified>(*scales)).unwrap();
                let dual = data.at(level::<Dual<Certified>>(*scales)).unwrap();
                for state in &states {
                    let x = numbers(state);
                    let slope = gradient(|y| dual.log_density(y).unwrap(), &x);
                    for (slope, score) in slope.into_iter().zip(law.score(&x).unwrap()) {
                        let defect = slope - score;
                        assert!(defect.contains(0.0) && defect.width() < 1e-60, "{defect:?}");
                    }
                }
            }
        }
    }

    /// At samples noised from the roll.
    #[test]
    fn on_the_swiss_roll() {
        let (roll, mut rng) = (roll(), rng(100));
        for scales in LEVELS {
            let t = level(scales);
            for _ in 0..4 {
                let x = random_state(2, t, &mut rng);
                assert_gradient(&roll, scales, &x);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        /// For any mixture in any number of coordinates, at any level.
        #[test]
        fn by_property(dim in 1_usize..=64, alpha in 0.0..1.5, sigma in 0.05..3.0, seed: u64) {
            let mut rng = rng(seed);
            let data = random_mixture(dim, &mut rng);
            let x = random_state(dim, level((alpha, sigma)), &mut rng);
            assert_gradient(&data, (alpha, sigma), &x);
        }
    }
}

mod is_minus_the_expected_noise_over_sigma {
    use super::*;

    /// `E[ε|x_t]` by Bayes' rule, as a quotient of integrals over x₀.
    #[test]
    fn by_quadrature() {
        for scales in LEVELS {
            let t = level::<Running>(scales);
            let law = line().at(t).unwrap();
            for state in [-2.0, 0.3, 2.5] {
                let x_t = Running::exact(scales.0 * state);
                let joint = |x0: Running| {
                    let likelihood = merging::marginal(t).unwrap().at(x0).unwrap();
                    direct_density((1.0, 0.0), x0) * likelihood.log_density(x_t).exp()
                };
                // 13 standard deviations to both sides: what is cut off is below e^-80
                let mass = integrate_running(joint, -14, 14);
                let noise =
                    integrate_running(|x0| joint(x0) * (x_t - t.alpha() * x0) / t.sigma(), -14, 14);
                let expected = noise.over(mass);
                let score = law.score(&[x_t]).unwrap()[0];
                let minus_sigma = -scales.1;
                assert_within(
                    minus_sigma * score.value,
                    expected.value,
                    expected.error + scales.1 * (score.tolerance(U) + U * score.value.abs()),
                );
            }
        }
    }

    /// `ε + σ ∇ ln p(x_t)` is uncorrelated with every function of x_t.
    #[test]
    fn on_the_swiss_roll() {
        let (roll, mut rng) = (roll(), rng(101));
        let t = level((0.6, 0.8));
        let law = roll.at(t).unwrap();
        let draws: Vec<[f64; 3]> = (0..20_000)
            .map(|_| {
                let x0 = roll
                    .means()
                    .row(rng.random_range(0..roll.components()))
                    .to_vec();
                let mut z = || -> f64 { StandardNormal.sample(&mut rng) };
                let eps = [z(), z()];
                let x_t = [0, 1].map(|j| t.alpha() * x0[j] + t.sigma() * eps[j]);
                let score = law.score(&x_t).unwrap();
                [eps[0] + t.sigma() * score[0], x_t[0], x_t[1]]
            })
            .collect();
        let tests: [fn(&[f64; 3]) -> f64; 5] = [
            |_| 1.0,
            |d| d[1],
            |d| d[2],
            |d| (3.0 * d[1]).sin(),
            |d| d[1] * d[2].cos(),
        ];
        for test in tests {
            let products: Vec<f64> = draws.iter().map(|d| d[0] * test(d)).collect();
            assert_five_standard_errors(&products, 0.0);
        }
    }
}

mod density_integrates_to_one {
    use super::*;

    /// At every level, over the whole line.
    #[test]
    fn by_quadrature() {
        for scales in LEVELS.into_iter().chain([(1.0, 0.0), (0.0, 1.0)]) {
            let law = line().at(level::<Running>(scales)).unwrap();
            let mass = integrate_running(|x| law.log_density(&[x]).unwrap().exp(), -40, 40);
            mass.assert_is(1.0, 0.0);
        }
    }
}

mod log_density_is_the_log_of_the_sum {
    use super::*;

    /// The streamed `f64` lies within its roundings of the directly summed enclosure.
    #[test]
    fn by_certified_enclosure() {
        for scales in LEVELS {
            for x in [-6.0, -1.5, 0.0, 0.8125, 12.0] {
                let truth = direct_density(scales, Certified::from_f64(x)).ln();
                let got = line().at(level(scales)).unwrap().log_density(&[x]).unwrap();
                let bound = line().at(level::<Running>(scales)).unwrap();
                let bound = bound.log_density(&[Running::exact(x)]).unwrap();
                let error = truth.distance(got);
                assert!(error <= bound.tolerance(U), "{error:e} at {x}, {scales:?}");
            }
        }
    }

    /// Independent coordinates: the log density of a Gaussian in d of them is a sum of d.
    #[test]
    fn by_exact_law() {
        let mean = [0.5, -1.0, 2.0, 0.0, 0.125];
        let x = [1.0, 0.25, 2.5, -3.0, 0.0];
        for scales in LEVELS {
            let law = Mixture::gaussian(Array1::from(mean.to_vec()), 0.75).unwrap();
            let got = law.at(level(scales)).unwrap().log_density(&x).unwrap();
            let bound = law.at(level::<Running>(scales)).unwrap();
            let bound = bound.log_density(&numbers(&x)).unwrap();
            let t = level::<Certified>(scales);
            let sum = mean
                .iter()
                .zip(&x)
                .fold(Certified::zero(), |sum, (&m, &x)| {
                    let data =
                        Gaussian::new(Certified::from_f64(m), Certified::ratio(3, 4)).unwrap();
                    let noisy = merging::marginal(t).unwrap().push(data).unwrap();
                    sum + noisy.log_density(Certified::from_f64(x))
                });
            assert!(sum.distance(got) <= bound.tolerance(U));
        }
    }
}

mod predictions_convert_into_each_other {
    use super::*;

    /// Every ordered pair: the value is right, and the way back and the way round by a third lead to the same place.
    #[test]
    fn by_exact_arithmetic() {
        for t in exact_levels() {
            let (x0, eps) = (Exact::ratio(-7, 5), Exact::ratio(3, 11));
            let x_t = t.alpha() * x0 + t.sigma() * eps;
            for given in predictions(t) {
                for wanted in predictions(t) {
                    let there = wanted.from(given, t).unwrap();
                    let back = given.from(wanted, t).unwrap();
                    let value = there.apply(x_t, given.value(x0, eps));
                    assert_eq!(value, wanted.value(x0, eps));
                    assert_eq!(back.apply(x_t, value), given.value(x0, eps));
                    for third in predictions(t) {
                        let first = third.from(given, t).unwrap();
                        let then = wanted.from(third, t).unwrap();
                        assert_eq!(then.on_given * first.on_given, there.on_given);
                        assert_eq!(then.on_x_t + then.on_given * first.on_x_t, there.on_x_t);
                    }
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        /// In `f64`, there and back, within the roundings of the way.
        #[test]
        fn by_property(alpha in 0.01..2.0, sigma in 0.01..2.0, x0 in -3.0..3.0, eps in -3.0..3.0) {
            fn journeys<T: Field>(scales: (f64, f64), x0: f64, eps: f64) -> Vec<(T, T)> {
                let (t, x0, eps) = (level::<T>(scales), T::from_f64(x0), T::from_f64(eps));
                let x_t = t.alpha() * x0 + t.sigma() * eps;
                let all = predictions(t);
                all.iter()
                    .flat_map(|given| all.iter().map(move |wanted| (given, wanted)))
                    .map(|(given, wanted)| {
                        let value = wanted.from(*given, t).unwrap().apply(x_t, given.value(x0, eps));
                        (value, wanted.value(x0, eps))
                    })
                    .collect()
            }
            let bounds = journeys::<Running>((alpha, sigma), x0, eps);
            for ((got, truth), (a, b)) in journeys::<f64>((alpha, sigma), x0, eps).into_iter().zip(bounds) {
                assert_within(got, truth, a.tolerance(U) + b.tolerance(U));
            }
        }
    }
}

mod predictions_are_what_their_papers_define {
    use super::*;

    /// Salimans & Ho: `x̂ = α z − σ v̂` (and `ε̂ = σ z + α v̂`) where `α² + σ² = 1`. EDM: `D = c_skip x + c_out F`, whatever
    /// the scaling.
    #[test]
    fn by_exact_arithmetic() {
        let (x0, eps) = (Exact::ratio(4, 3), Exact::ratio(-5, 7));
        for t in exact_levels() {
            if t.alpha().squared() + t.sigma().squared() == Exact::one() {
                let from_v = |wanted: Prediction<Exact>| wanted.from(Prediction::v(t), t);
                let conversion = |on_x_t, on_given| Ok(Conversion { on_x_t, on_given });
                assert_eq!(from_v(Prediction::x0()), conversion(t.alpha(), -t.sigma()));
                assert_eq!(from_v(Prediction::eps()), conversion(t.sigma(), t.alpha()));
            }
            let sigma = t.edm_sigma();
            let design = Preconditioning::edm(sigma, Exact::ratio(4, 3) * sigma).unwrap();
            let f = design.prediction(sigma).value(x0, eps);
            let x = x0 + sigma * eps;
            assert_eq!(design.c_skip * x + design.c_out * f, x0);
        }
    }

    /// The score is the slope of `ln q(x_t|x₀)`; the velocity that of the path `(1 − t) x₀ + t ε`; v that of
    /// `cos φ x₀ + sin φ ε`.
    #[test]
    fn by_derivative() {
        let (x0, eps) = (Exact::ratio(4, 3), Exact::ratio(-5, 7));
        for t in exact_levels() {
            let x_t = Dual::variable(t.alpha() * x0 + t.sigma() * eps);
            let lifted = NoiseLevel::new(Dual::constant(t.alpha()), Dual::constant(t.sigma()));
            let law = merging::marginal(lifted.unwrap())
                .and_then(|kernel| kernel.at(Dual::constant(x0)))
                .unwrap();
            let log_density = -Dual::ratio(1, 2) * law.squared_distance(x_t);
            let score = Prediction::score(t).unwrap();
            assert_eq!(log_density.slope, score.value(x0, eps));
        }

        let path = |time: Dual<Exact>| {
            let level = NoiseLevel::new(Dual::one() - time, time).unwrap();
            level.alpha() * Dual::constant(x0) + level.sigma() * Dual::constant(eps)
        };
        for time in [(0, 1), (2, 9), (1, 2), (1, 1)] {
            let slope = path(Dual::variable(Exact::ratio(time.0, time.1))).slope;
            assert_eq!(slope, Prediction::velocity().value(x0, eps));
        }

        let (x0, eps) = (Certified::ratio(4, 3), Certified::ratio(-5, 7));
        for (numerator, denominator) in [(1, 10), (5, 7), (3, 2)] {
            let phi = Dual::variable(Certified::ratio(numerator, denominator));
            let z = phi.cos() * Dual::constant(x0) + phi.sin() * Dual::constant(eps);
            let t = NoiseLevel::new(phi.cos().value, phi.sin().value).unwrap();
            let defect = z.slope - Prediction::v(t).value(x0, eps);
            assert!(defect.contains(0.0) && defect.width() < 1e-60, "{defect:?}");
        }
    }
}

mod v_and_velocity_serve_both_ends {
    use super::*;

    /// Clean data and pure noise: v and velocity still give x₀ and ε, exactly.
    #[test]
    fn by_limit() {
        let (x0, eps) = (Exact::ratio(-7, 5), Exact::ratio(3, 11));
        let noise = |sigma| NoiseLevel::new(Exact::zero(), sigma).unwrap();
        for t in [
            NoiseLevel::clean(),
            NoiseLevel::unscaled(Exact::zero()).unwrap(),
            noise(Exact::one()),
            noise(Exact::ratio(5, 2)),
        ] {
            let x_t = t.alpha() * x0 + t.sigma() * eps;
            for given in [Prediction::v(t), Prediction::velocity()] {
                for wanted in [Prediction::x0(), Prediction::eps()] {
                    let conversion = wanted.from(given, t).unwrap();
                    let value = conversion.apply(x_t, given.value(x0, eps));
                    assert_eq!(value, wanted.value(x0, eps));
                }
            }
        }
    }

    /// ε says nothing of x₀ at zero signal, x₀ nothing of ε at zero noise, and clean data have no score.
    #[test]
    fn by_bad_input() {
        let (clean, noise) = (NoiseLevel::clean(), NoiseLevel::new(0.0, 1.0).unwrap());
        let refused =
            |wanted: Prediction<f64>, given, t| wanted.from(given, t).unwrap_err().to_string();
        let way_out = "the given quantity and x_t do not determine the other one here; v and velocity do at every level";
        assert_eq!(
            refused(Prediction::x0(), Prediction::eps(), noise),
            format!("noise level (alpha, sigma) is (0.0, 1.0): {way_out}")
        );
        assert_eq!(
            refused(Prediction::eps(), Prediction::x0(), clean),
            format!("noise level (alpha, sigma) is (1.0, 0.0): {way_out}")
        );
        let broken = Prediction {
            on_x0: f64::NAN,
            on_eps: 1.0,
        };
        assert_eq!(
            refused(Prediction::x0(), broken, level((0.6, 0.8))),
            format!("noise level (alpha, sigma) is (0.6, 0.8): {way_out}")
        );
        let score = Prediction::score(noise).unwrap();
        refused(Prediction::x0(), score, noise);
        assert_eq!(
            Prediction::<f64>::score(clean).unwrap_err().to_string(),
            "sigma is 0.0: the score is defined at σ > 0 only"
        );
    }
}

/// Models and directions of denoising score matching.
fn functions() -> [fn(Running) -> Running; 6] {
    [
        |_| Running::one(),
        |x| x,
        |x| -x * x,
        |x| (Running::int(3) * x).sin(),
        |x| (-x * x).exp(),
        |x| Running::one() / (Running::one() + x * x),
    ]
}

mod minimises_denoising_score_matching {
    use super::*;

    /// The loss `½ E(s(x_t) + ε/σ)²` has slope `E h(x_t)(s(x_t) + ε/σ)` in direction h: zero at the score for every h.
    #[test]
    fn by_quadrature() {
        for scales in LEVELS {
            let t = level(scales);
            let law = weighted_points().at(t).unwrap();
            for h in functions() {
                let slope = expect_joint(t, |x, _, eps| {
                    h(x) * (law.score(&[x]).unwrap()[0] + eps / t.sigma())
                });
                slope.assert_is(0.0, 0.0);
            }
        }
    }
}

mod denoising_and_explicit_matching_differ_by_a_constant {
    use super::*;

    /// `½ E(s + ε/σ)² − ½ E(s − ∇ ln p)²` is one number for every model s: the denoising loss of the score itself.
    #[test]
    fn by_quadrature() {
        let half = Running::ratio(1, 2);
        for scales in LEVELS {
            let t = level(scales);
            let law = weighted_points().at(t).unwrap();
            let score = |x| law.score(&[x]).unwrap()[0];
            let denoising = |s: &dyn Fn(Running) -> Running| {
                expect_joint(t, |x, _, eps| half * (s(x) + eps / t.sigma()).squared())
            };
            let constant = denoising(&score);
            for s in functions() {
                let explicit = integrate_running(
                    |x| law.log_density(&[x]).unwrap().exp() * half * (s(x) - score(x)).squared(),
                    -40,
                    40,
                );
                let denoising = denoising(&s);
                assert_within(
                    denoising.value - explicit.value,
                    constant.value,
                    denoising.error + explicit.error + constant.error + U * denoising.value,
                );
            }
        }
    }
}

mod nearest_point_wins_when_every_term_underflows {
    use super::*;

    /// The points in every order.
    fn orders(points: &Array2<f64>) -> Vec<Array2<f64>> {
        let n = points.nrows();
        (0..n)
            .flat_map(|first| (1..n).map(move |step| (first, step)))
            .map(|(first, step)| {
                let mut rows: Vec<usize> = (0..n).collect();
                rows.rotate_left(first);
                rows[1..].rotate_left(step - 1);
                points.select(Axis(0), &rows)
            })
            .collect()
    }

    /// σ = 2⁻¹⁰⁰, exponents near 10⁶⁰: the denoiser is the nearest point itself, and where two tie their middle.
    #[test]
    fn by_limit() {
        let sigma = 2f64.powi(-100);
        let points = array![[0.0, 0.0], [2.0, 0.0], [0.0, 2.0], [-1.0, -1.5]];
        for points in orders(&points) {
            let law = Mixture::points(points).unwrap();
            let law = law.at(NoiseLevel::unscaled(sigma).unwrap()).unwrap();
            for (x, nearest) in [
                ([0.25, 0.5], [0.0, 0.0]),
                ([1.25, 0.5], [2.0, 0.0]),
                ([-5.0, -3.0], [-1.0, -1.5]),
                ([-4.0, 30.0], [0.0, 2.0]),
                ([1.0, -1.0], [1.0, 0.0]),
                ([1.5, 1.5], [1.0, 1.0]),
            ] {
                assert_eq!(law.posterior_mean(&x).unwrap(), nearest);
                let score = [0, 1].map(|j| (nearest[j] - x[j]) / sigma / sigma);
                assert_eq!(law.score(&x).unwrap(), score);
            }
        }
    }

    /// Exponents near 10⁷: far below what `f64` can hold, but the enclosures sum them directly. Near 10⁶⁰ the log density is that of
    /// the nearest point alone, which needs no sum.
    #[test]
    fn by_certified_enclosure() {
        let scales = (1.0, 2f64.powi(-12));
        let points = [0.0, 2.0, 0.5625, 1.4375];
        let data = Array1::from(points.to_vec()).insert_axis(Axis(1));
        let data = Mixture::points(data).unwrap();
        // near a tie, where the shares are neither 0 nor 1
        for x in [1.0, 1.0 - 2f64.powi(-24), 1.0 + 2f64.powi(-22), 0.75] {
            let terms = points.map(|m| {
                let var = Certified::from_f64(scales.1).squared();
                let law = Gaussian::new(Certified::from_f64(m), var).unwrap();
                law.log_density(Certified::from_f64(x)).exp()
            });
            let total = terms
                .iter()
                .fold(Certified::zero(), |sum, &term| sum + term);
            let law = data.at(level(scales)).unwrap();
            let bounds = data.at(level::<Running>(scales)).unwrap();
            let bounds = bounds.responsibilities(&[Running::exact(x)]).unwrap();
            for (k, got) in law.responsibilities(&[x]).unwrap().into_iter().enumerate() {
                let truth = terms[k] / total;
                // a share below the smallest number is 0
                let error = truth.distance(got);
                assert!(
                    error <= bounds[k].tolerance(U) + f64::MIN_POSITIVE,
                    "{error:e}"
                );
            }
            let log_density = data.at(level::<Running>(scales)).unwrap();
            let bound = log_density.log_density(&[Running::exact(x)]).unwrap();
            let truth = (total / Certified::int(4)).ln();
            assert!(truth.distance(law.log_density(&[x]).unwrap()) <= bound.tolerance(U));
        }

        let points = array![[0.0, 0.0], [2.0, 0.0], [0.0, 2.0], [-1.0, -1.5]];
        let scales = (1.0, 2f64.powi(-100));
        let data = Mixture::points(points).unwrap();
        let x = [1.25, 0.5];
        let got = data.at(level(scales)).unwrap().log_density(&x).unwrap();
        let bound = data.at(level::<Running>(scales)).unwrap();
        let bound = bound.log_density(&numbers(&x)).unwrap();
        let var = level::<Certified>(scales).sigma().squared();
        let nearest = [2.0, 0.0]
            .iter()
            .zip(x)
            .fold(Certified::ratio(1, 4).ln(), |sum, (&m, x)| {
                let law = Gaussian::new(Certified::from_f64(m), var).unwrap();
                sum + law.log_density(Certified::from_f64(x))
            });
        assert!(nearest.distance(got) <= bound.tolerance(U));
    }

    /// In `f32` too, and where both exponents overflow: the lesser of `distance²/variance` wins, not the lesser distance.
    #[test]
    fn by_reference_values() {
        let points = array![[0.0], [2000.0]];
        let t = NoiseLevel::unscaled(2f32.powi(-60)).unwrap();
        let wide = 2f64.powi(-120);
        for (vars, x, mean) in [
            ([0.0, 0.0], 900.0, 0.0),
            ([0.0, 0.0], 1000.0, 1000.0),
            ([0.0, 0.0], 1100.0, 2000.0),
            ([0.0, wide], 900.0, 1450.0),
            ([wide, 0.0], 1100.0, 550.0),
        ] {
            let data = Mixture::new(array![1.0, 1.0], points.clone(), vars.to_vec().into());
            let law = data.unwrap().at(t).unwrap();
            assert_eq!(law.posterior_mean(&[x]), Ok(vec![mean]));
        }
    }
}

mod order_of_the_points_does_not_matter {
    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        /// Shuffled points give the same density, score and denoiser, within the roundings of both sums.
        #[test]
        fn by_property(
            dim in 1_usize..=64,
            n in 1_usize..=40,
            alpha in 0.1..1.5,
            exponent in -10.0..2.0,
            seed: u64,
        ) {
            let mut rng = rng(seed);
            let sigma = f64::powf(2.0, exponent);
            let points = Array2::from_shape_simple_fn((n, dim), || StandardNormal.sample(&mut rng));
            let x = random_state(dim, level((alpha, sigma)), &mut rng);
            let mut rows: Vec<usize> = (0..n).collect();
            rows.shuffle(&mut rng);
            let shuffled = points.select(Axis(0), &rows);
            let results = [points, shuffled].map(|points| {
                let data = Mixture::points(points).unwrap();
                let law = data.at(level::<Running>((alpha, sigma))).unwrap();
                let x = numbers(&x);
                let mut all = law.score(&x).unwrap();
                all.extend(law.posterior_mean(&x).unwrap());
                all.push(law.log_density(&x).unwrap());
                all
            });
            for (a, b) in results[0].iter().zip(&results[1]) {
                assert_within(a.value, b.value, a.tolerance(U) + b.tolerance(U));
            }
        }
    }
}

mod responsibilities_are_bayes_rule {
    use super::*;

    /// `r_k p(x) = w_k p_k(x)` with every density summed directly, and `Σ r_k = 1`.
    #[test]
    fn by_certified_enclosure() {
        for scales in LEVELS {
            let t = level::<Certified>(scales);
            for x in [-2.0, 0.5, 0.8125, 3.0] {
                let got = line().at(level(scales)).unwrap();
                let got = got.responsibilities(&[x]).unwrap();
                let bounds = line().at(level::<Running>(scales)).unwrap();
                let bounds = bounds.responsibilities(&[Running::exact(x)]).unwrap();
                let total = direct_density(scales, Certified::from_f64(x));
                for (k, &(weight, mean, var)) in COMPONENTS.iter().enumerate() {
                    let [weight, mean, var, x] = [weight, mean, var, x].map(Certified::from_f64);
                    let component = merging::marginal(t)
                        .and_then(|kernel| kernel.push(Gaussian::new(mean, var)?))
                        .unwrap();
                    let truth = weight * component.log_density(x).exp() / total;
                    assert!(truth.distance(got[k]) <= bounds[k].tolerance(U));
                }
                let sum = bounds.iter().fold(Running::zero(), |sum, &r| sum + r);
                assert_within(sum.value, 1.0, sum.tolerance(U));
            }
        }
    }

    /// The classifier is calibrated: on average it gives a class its share.
    #[test]
    fn by_quadrature() {
        for scales in LEVELS {
            let law = line().at(level::<Running>(scales)).unwrap();
            for (k, &(weight, _, _)) in COMPONENTS.iter().enumerate() {
                let share = integrate_running(
                    |x| {
                        law.log_density(&[x]).unwrap().exp()
                            * law.responsibilities(&[x]).unwrap()[k]
                    },
                    -40,
                    40,
                );
                share.assert_is(weight, 0.0);
            }
        }
    }
}

mod data_moments_are_sums {
    use super::*;

    /// Mean `Σ w m` and covariance `Σ w (m − M)(m − M)ᵀ + Σ w v I`, on numbers for which `f64` rounds nothing. The weights are
    /// normalised: only their ratios count.
    #[test]
    fn by_exact_arithmetic() {
        let means = array![[1.0, 0.0], [-3.0, 2.0], [5.0, -4.0]];
        let vars = array![0.25, 4.0, 0.0];
        for scale in [1.0, 16.0, 0.0625] {
            let weights = array![1.0, 1.0, 2.0] * scale;
            let data = Mixture::new(weights, means.clone(), vars.clone()).unwrap();
            assert_eq!(data.mean(), array![2.0, -1.5]);
            assert_eq!(
                data.covariance(),
                array![[11.0 + 1.0625, -8.5], [-8.5, 6.75 + 1.0625]]
            );
            assert_eq!((data.components(), Denoiser::<f64>::dim(&data)), (3, 2));
            assert_eq!(data.means(), means);
        }
        let alone = Mixture::gaussian(array![0.5, 2.0, -1.0], 0.75).unwrap();
        assert_eq!(alone.mean(), array![0.5, 2.0, -1.0]);
        assert_eq!(alone.covariance(), Array2::<f64>::eye(3) * 0.75);
    }

    /// The same two as integrals of the density.
    #[test]
    fn by_quadrature() {
        let law = line().at(level::<Running>((1.0, 0.0))).unwrap();
        let moment = |f: &dyn Fn(Running) -> Running| {
            integrate_running(|x| f(x) * law.log_density(&[x]).unwrap().exp(), -14, 14)
        };
        // three products and their sum, each of numbers below 4
        let rounding = 24.0 * U;
        let mean = line().mean()[0];
        moment(&|x| x).assert_is(mean, rounding);
        moment(&|x| (x - Running::exact(mean)).squared())
            .assert_is(line().covariance()[[0, 0]], 2.0 * rounding);
    }
}

mod data_are_refused_outside_their_domain {
    use super::*;

    /// Every bad mixture, level and sample, with the way out.
    #[test]
    fn by_bad_input() {
        let refused = |weights: &[f64], means: Array2<f64>, vars: &[f64]| {
            let (weights, vars) = (weights.to_vec().into(), vars.to_vec().into());
            Mixture::new(weights, means, vars).unwrap_err().to_string()
        };
        let means = array![[0.0, 1.0], [2.0, 3.0]];
        for (shape, printed) in [((0, 2), "(0, 2)"), ((3, 0), "(3, 0)")] {
            assert_eq!(
                Mixture::points(Array2::zeros(shape))
                    .unwrap_err()
                    .to_string(),
                format!(
                    "shape of the means is {printed}: give one component and one coordinate or more"
                )
            );
        }
        for (weights, vars, printed) in [
            (&[1.0][..], &[0.0, 0.0][..], "(1, 2, 2)"),
            (&[1.0, 1.0], &[0.0], "(2, 2, 1)"),
        ] {
            assert_eq!(
                refused(weights, means.clone(), vars),
                format!(
                    "numbers of weights, means and variances is {printed}: give one of each for every component"
                )
            );
        }
        for bad in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(
                refused(&[1.0, bad], means.clone(), &[0.0, 0.0]),
                format!("weight 1 is {bad:?}: give finite numbers > 0")
            );
        }
        for weights in [[1e308, 1e308], [1e-300, 1e300]] {
            assert_eq!(
                refused(&weights, means.clone(), &[0.0, 0.0]),
                "normalised weight 0 is 0.0: neither the sum of the weights may overflow nor a share of it underflow"
            );
        }
        for bad in [-0.5, f64::NAN, f64::INFINITY] {
            assert_eq!(
                refused(&[1.0, 1.0], means.clone(), &[bad, 0.0]),
                format!("variance 0 is {bad:?}: give finite numbers ≥ 0")
            );
            let broken = array![[0.0, 1.0], [2.0, if bad < 0.0 { f64::NAN } else { bad }]];
            assert!(
                refused(&[1.0, 1.0], broken, &[0.0, 0.0])
                    .starts_with("coordinate 1 of point 1 is ")
            );
        }

        let points = Mixture::points(means).unwrap();
        let way_out = "points have a density at σ > 0 only, and neither σ² nor a weight may underflow or overflow the number format";
        for sigma in [0.0, 1e-200, 1e200] {
            let error = points.at(NoiseLevel::unscaled(sigma).unwrap()).unwrap_err();
            assert_eq!(
                error.to_string(),
                format!("noise level (alpha, sigma) is (1.0, {sigma:?}): {way_out}")
            );
        }
        let error = points
            .at(NoiseLevel::unscaled(1e-30_f32).unwrap())
            .unwrap_err();
        assert!(error.to_string().ends_with(way_out));

        let law = points.at(level((0.6, 0.8))).unwrap();
        let refusals = |x: &[f64]| {
            [
                law.log_density(x).map(|_| ()),
                law.score(x).map(|_| ()),
                law.posterior_mean(x).map(|_| ()),
                law.posterior_covariance(x).map(|_| ()),
                law.responsibilities(x).map(|_| ()),
            ]
            .map(|result| result.unwrap_err().to_string())
        };
        for (x, message) in [
            (
                &[0.0, 1.0, 2.0][..],
                "number of coordinates is 3: the data have 2",
            ),
            (&[], "number of coordinates is 0: the data have 2"),
            (&[0.0, f64::NAN], "sample is NaN: give finite numbers"),
            (
                &[f64::NEG_INFINITY, 0.0],
                "sample is -inf: give finite numbers",
            ),
            (
                &[1e200, 0.0],
                "squared distance from the sample to the data is inf: it overflows the number format; give a sample nearer to the data",
            ),
        ] {
            assert_eq!(refusals(x), [message; 5]);
        }
    }
}

mod class_is_its_points {
    use super::*;

    /// The classes share out the points, in their order, and together are all of them.
    #[test]
    fn on_the_swiss_roll() {
        let roll = labelled_roll();
        let mut members = 0;
        for label in 0..3 {
            let class = roll.class(label).unwrap();
            let expected: Vec<_> = roll
                .points
                .rows()
                .into_iter()
                .zip(&roll.labels)
                .filter(|(_, l)| **l == label)
                .map(|(row, _)| row)
                .collect();
            assert_eq!(
                class.means().rows().into_iter().collect::<Vec<_>>(),
                expected
            );
            members += class.components();
        }
        assert_eq!(members, roll.points.nrows());
        assert_eq!(roll.all().unwrap().means(), roll.points);
    }

    /// A label that no point has.
    #[test]
    fn by_bad_input() {
        assert_eq!(
            labelled_roll().class(3).unwrap_err().to_string(),
            "label is 3: no point has it"
        );
        let none = LabelledPoints {
            points: Array2::zeros((0, 2)),
            labels: vec![],
        };
        assert!(none.all().is_err());
    }
}

mod roll_winds_as_it_says {
    use super::*;

    /// With this many classes a label is `u · 2⁵³`: the draw itself.
    const ALL: usize = 1 << 53;

    /// A roll, and the draws u behind it.
    fn roll_and_draws(n: usize, noise: f64) -> (Array2<f64>, Vec<f64>) {
        let roll = swiss_roll(n, ALL, noise, &mut rng(7)).unwrap();
        let draws = roll.labels.iter().map(|&l| l as f64 / ALL as f64).collect();
        (roll.points, draws)
    }

    /// The spiral `r = θ` at `θ = (3π/2)(1 + 2u)`.
    fn spiral(u: f64) -> [Running; 2] {
        let one = Running::one();
        let theta =
            Running::ratio(3, 2) * Running::pi() * (one + Running::int(2) * Running::exact(u));
        [theta * theta.cos(), theta * theta.sin()]
    }

    /// Without noise the cloud is the spiral, moved and shrunk but not turned: in the complex plane,
    /// `(p_i − p_0)/(c_i − c_0)` is one positive number.
    #[test]
    fn on_the_swiss_roll() {
        let (points, draws) = roll_and_draws(300, 0.0);
        let minus = |a: [Running; 2], b: [Running; 2]| [a[0] - b[0], a[1] - b[1]];
        let times = |a: [Running; 2], b: [Running; 2]| {
            [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]]
        };
        let curve: Vec<_> = draws.iter().map(|&u| spiral(u)).collect();
        // a point is the spiral's, less a shift and over a scale that all share: it carries the spiral's roundings over
        // the scale, which is above 5, and two more
        let place = |i: usize| {
            [0, 1].map(|j| Running {
                value: points[[i, j]],
                error: curve[i][j].error / 5.0 + 2.0 * points[[i, j]].abs(),
            })
        };
        let vanishes = |x: Running| assert_within(x.value, 0.0, x.tolerance(U));
        let far = (0..300)
            .max_by(|&i, &j| draws[i].total_cmp(&draws[j]))
            .unwrap();
        let (base_c, base_p) = (minus(curve[far], curve[0]), minus(place(far), place(0)));
        let [re, im] = times(base_p, [base_c[0], -base_c[1]]);
        vanishes(im);
        let square = base_c[0].squared() + base_c[1].squared();
        assert!(re.value > 0.0 && square.value / re.value > 5.0);
        for i in 1..300 {
            let left = times(minus(place(i), place(0)), base_c);
            let right = times(base_p, minus(curve[i], curve[0]));
            let [re, im] = minus(left, right);
            vanishes(re);
            vanishes(im);
        }
    }

    /// Arcs of equal share: a label is k where `k ≤ classes · u < k + 1`, so it rises along the roll. Noise moves the points
    /// and not the labels.
    #[test]
    fn by_exact_arithmetic() {
        let fine = swiss_roll(500, ALL, 0.0, &mut rng(7)).unwrap().labels;
        for classes in [1, 2, 3, 7] {
            let coarse = swiss_roll(500, classes, 0.25, &mut rng(7)).unwrap().labels;
            for (&label, &draw) in coarse.iter().zip(&fine) {
                let scaled = draw as u128 * classes as u128;
                let range = (label as u128) << 53..(label as u128 + 1) << 53;
                assert!(range.contains(&scaled));
            }
        }
    }

    /// Each class gets its share, u is uniform, and what noise adds has the deviation it says.
    #[test]
    fn by_monte_carlo() {
        let labels = swiss_roll(20_000, 3, 0.0, &mut rng(8)).unwrap().labels;
        for class in 0..3 {
            let hits: Vec<f64> = labels
                .iter()
                .map(|&l| f64::from(u8::from(l == class)))
                .collect();
            assert_five_standard_errors(&hits, 1.0 / 3.0);
        }
        let noise = 0.5;
        let (points, draws) = roll_and_draws(5000, noise);
        assert_five_standard_errors(&draws, 0.5);
        assert_five_standard_errors(&draws.iter().map(|u| u * u).collect::<Vec<_>>(), 1.0 / 3.0);
        // regression of the points on the spiral: the slope is one over the scale, the rest is noise over the scale
        for j in 0..2 {
            let c: Vec<f64> = draws.iter().map(|&u| spiral(u)[j].value).collect();
            let p: Vec<f64> = points.column(j).to_vec();
            let mean = |v: &[f64]| v.iter().sum::<f64>() / v.len() as f64;
            let (mean_c, mean_p) = (mean(&c), mean(&p));
            let cov: f64 = c
                .iter()
                .zip(&p)
                .map(|(c, p)| (c - mean_c) * (p - mean_p))
                .sum();
            let slope = cov / c.iter().map(|c| (c - mean_c).powi(2)).sum::<f64>();
            let rest: Vec<f64> = c
                .iter()
                .zip(&p)
                .map(|(c, p)| ((p - mean_p) / slope - (c - mean_c)).powi(2))
                .collect();
            assert_five_standard_errors(&rest, noise * noise);
        }
    }

    /// Too few points, no class, bad noise.
    #[test]
    fn by_bad_input() {
        let refused = |n, classes, noise| {
            let roll = swiss_roll(n, classes, noise, &mut rng(1));
            roll.unwrap_err().to_string()
        };
        for n in [0, 1] {
            assert_eq!(
                refused(n, 3, 0.0),
                format!("number of points n is {n}: give 2 or more")
            );
        }
        assert_eq!(refused(9, 0, 0.0), "number of classes is 0: give 1 or more");
        for bad in [-0.1, f64::NAN, f64::INFINITY] {
            assert_eq!(
                refused(9, 3, bad),
                format!("noise is {bad:?}: give a finite number ≥ 0")
            );
        }
        assert!(swiss_roll(2, 1, 0.0, &mut rng(1)).is_ok());
    }
}

mod roll_is_standardised {
    use super::*;

    /// Mean 0 in each coordinate and mean square 1 over both. Unscaled coordinates are below 16 and the scale above 5, so none
    /// exceeds 3.2; sums of n and of 2n of them are rounded by the code and once more here.
    #[test]
    fn on_the_swiss_roll() {
        let points = labelled_roll().points;
        let n = points.nrows() as f64;
        for column in points.columns() {
            let mean = column.iter().sum::<f64>() / n;
            assert_within(mean, 0.0, 2.0 * (n + 3.0) * 3.2 * U);
        }
        let square = points.iter().map(|x| x * x).sum::<f64>() / (2.0 * n);
        assert_within(square, 1.0, (4.0 * n + 8.0) * U);
    }
}

mod seed_determines_the_roll {
    use super::*;

    /// One seed, one roll; another seed, another.
    #[test]
    fn on_the_swiss_roll() {
        let again = swiss_roll(500, 3, 0.3, &mut rng(20)).unwrap();
        assert_eq!(labelled_roll(), again);
        assert_ne!(
            labelled_roll(),
            swiss_roll(500, 3, 0.3, &mut rng(21)).unwrap()
        );
    }
}
