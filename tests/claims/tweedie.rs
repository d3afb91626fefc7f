//! Claims of Tweedie's formula: the mean, the covariance, and what a denoiser can and cannot know.

use ndarray::{Array2, array};
use ndarray_rand::rand::Rng;
use ndarray_rand::rand_distr::{Distribution, StandardNormal};
use proptest::prelude::*;
use tweedie::data::{Denoiser, Mixture};
use tweedie::gaussian::Gaussian;
use tweedie::level::NoiseLevel;
use tweedie::merging;
use tweedie::scalar::{Certified, Dual, Exact, Field, Real, Running};
use tweedie::tweedie::{Covariance, Mean, covariance, mean};

use crate::support::{
    COMPONENTS, Integral, LEVELS, Order, U, assert_five_standard_errors, assert_within, data,
    exact_levels, expect_joint, gradient, hessian, integrate_running, level, line, numbers,
    random_mixture, random_state, rng, roll, weighted_points,
};

/// The mean that Tweedie's formula makes of a score.
fn from_score<T: Field>(t: NoiseLevel<T>, x: T, score: T) -> T {
    let Mean { on_x_t, on_score } = mean(t).unwrap();
    on_x_t * x + on_score * score
}

/// The covariance, one entry of it, that the formula makes of a Hessian.
fn from_hessian<T: Field>(t: NoiseLevel<T>, (i, j): (usize, usize), hessian: T) -> T {
    let Covariance {
        on_identity,
        on_hessian,
    } = covariance(t).unwrap();
    let identity = if i == j { on_identity } else { T::zero() };
    identity + on_hessian * hessian
}

/// States in the signal's units, as states.
fn states(states: &[Vec<f64>], scales: (f64, f64)) -> impl Iterator<Item = Vec<f64>> {
    states
        .iter()
        .map(move |state| state.iter().map(|s| scales.0 * s).collect())
}

/// Moments of x₀ given x_t on the line, by Bayes' rule: quotients of integrals over x₀. 13 standard deviations to both
/// sides; what is cut off is below e^-80.
fn bayes(t: NoiseLevel<Running>, x_t: Running, f: impl Fn(Running) -> Running) -> Integral {
    let joint = |x0: Running| {
        let prior = COMPONENTS.iter().fold(Running::zero(), |sum, &(w, m, v)| {
            let law = Gaussian::new(Running::exact(m), Running::exact(v)).unwrap();
            sum + Running::exact(w) * law.log_density(x0).exp()
        });
        let likelihood = merging::marginal(t).unwrap().at(x0).unwrap();
        prior * likelihood.log_density(x_t).exp()
    };
    let mass = integrate_running(joint, -14, 14);
    integrate_running(|x0| joint(x0) * f(x0), -14, 14).over(mass)
}

/// `∫ p(x_t) f(x_t)` on the line, where f is made of the noisy law.
fn average(t: NoiseLevel<Running>, f: impl Fn(Running, Running) -> Running) -> Integral {
    let law = line().at(t).unwrap();
    integrate_running(
        |x| {
            let mean = law.posterior_mean(&[x]).unwrap()[0];
            let var = law.posterior_covariance(&[x]).unwrap()[[0, 0]];
            law.log_density(&[x]).unwrap().exp() * f(mean, var)
        },
        -40,
        40,
    )
}

/// The least mean squared error, `E Var[x₀|x_t]`.
fn mmse(t: NoiseLevel<Running>) -> Integral {
    average(t, |_, var| var)
}

mod mean_is_the_posterior_mean {
    use super::*;

    fn assert_mean(data: &Mixture, scales: (f64, f64), x: &[f64]) {
        let got = data.at(level(scales)).unwrap().posterior_mean(x).unwrap();
        let dual = data.at(level::<Dual<Running>>(scales)).unwrap();
        let x = numbers::<Running>(x);
        let score = gradient(|y| dual.log_density(y).unwrap(), &x);
        let bound = data.at(level(scales)).unwrap().posterior_mean(&x).unwrap();
        for j in 0..x.len() {
            let mean = from_score(level(scales), x[j], score[j]);
            assert_within(
                got[j],
                mean.value,
                mean.tolerance(U) + bound[j].tolerance(U),
            );
        }
    }

    /// A Gaussian: the slope of its noisy exponent against Bayes' rule in closed form.
    #[test]
    fn by_exact_arithmetic() {
        let data = Gaussian::new(Exact::ratio(1, 3), Exact::ratio(5, 7)).unwrap();
        for t in exact_levels() {
            let kernel = merging::marginal(t).unwrap();
            let noisy = kernel.push(data).unwrap();
            let lifted = [noisy.mean(), noisy.var()].map(Dual::constant);
            let lifted = Gaussian::new(lifted[0], lifted[1]).unwrap();
            let posterior = kernel.invert(data).unwrap();
            for x in [(0, 1), (-7, 3), (9, 2)] {
                let x = Exact::ratio(x.0, x.1);
                let exponent = -Dual::ratio(1, 2) * lifted.squared_distance(Dual::variable(x));
                assert_eq!(
                    from_score(t, x, exponent.slope),
                    posterior.scale() * x + posterior.shift()
                );
            }
        }
    }

    /// Data of every kind: the slope of the log density against the streamed mean.
    #[test]
    fn by_derivative() {
        for (data, places) in data() {
            for scales in LEVELS {
                for x in states(&places, scales) {
                    assert_mean(&data, scales, &x);
                }
            }
        }
    }

    /// Against Bayes' rule by integration.
    #[test]
    fn by_quadrature() {
        for scales in LEVELS {
            let t = level::<Running>(scales);
            let dual = line().at(level::<Dual<Running>>(scales)).unwrap();
            for state in [-2.0, 0.3, 2.5] {
                let x = Running::exact(scales.0 * state);
                let score = gradient(|y| dual.log_density(y).unwrap(), &[x])[0];
                let mean = from_score(t, x, score);
                bayes(t, x, |x0| x0).assert_is(mean.value, mean.tolerance(U));
            }
        }
    }

    /// Against Bayes' rule by counting: every point weighed by its likelihood, in enclosures.
    #[test]
    fn on_the_swiss_roll() {
        let (roll, mut rng) = (roll(), rng(200));
        for scales in &LEVELS[1..2] {
            let t = level::<Certified>(*scales);
            let x = random_state(2, level(*scales), &mut rng);
            let dual = roll.at(level::<Dual<Certified>>(*scales)).unwrap();
            let score = gradient(|y| dual.log_density(y).unwrap(), &numbers(&x));
            let kernel = merging::marginal(t).unwrap();
            let mut sums = [Certified::zero(); 3];
            for point in roll.means().rows() {
                let likelihood = point
                    .iter()
                    .zip(&x)
                    .fold(Certified::zero(), |sum, (&m, &x)| {
                        let law = kernel.at(Certified::from_f64(m)).unwrap();
                        sum + law.log_density(Certified::from_f64(x))
                    });
                let weight = likelihood.exp();
                sums[2] = sums[2] + weight;
                for j in 0..2 {
                    sums[j] = sums[j] + weight * Certified::from_f64(point[j]);
                }
            }
            for j in 0..2 {
                let mean = from_score(t, Certified::from_f64(x[j]), score[j]);
                let defect = mean - sums[j] / sums[2];
                assert!(defect.contains(0.0) && defect.width() < 1e-60, "{defect:?}");
            }
            assert_mean(&roll, *scales, &x);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        /// Any mixture in any number of coordinates, at any level.
        #[test]
        fn by_property(dim in 1_usize..=64, alpha in 0.05..1.5, sigma in 0.05..3.0, seed: u64) {
            let mut rng = rng(seed);
            let data = random_mixture(dim, &mut rng);
            let x = random_state(dim, level((alpha, sigma)), &mut rng);
            assert_mean(&data, (alpha, sigma), &x);
        }
    }
}

mod covariance_is_the_posterior_covariance {
    use super::*;

    fn assert_covariance(data: &Mixture, scales: (f64, f64), x: &[f64]) {
        let got = data.at(level(scales)).unwrap();
        let got = got.posterior_covariance(x).unwrap();
        let dual = data.at(level::<Dual<Dual<Running>>>(scales)).unwrap();
        let x = numbers::<Running>(x);
        let hessian = hessian(|y| dual.log_density(y).unwrap(), &x);
        let bound = data.at(level(scales)).unwrap();
        let bound = bound.posterior_covariance(&x).unwrap();
        for (place, hessian) in hessian.indexed_iter() {
            let truth = from_hessian(level(scales), place, *hessian);
            let roundings = truth.tolerance(U) + bound[place].tolerance(U);
            assert_within(got[place], truth.value, roundings);
        }
    }

    /// A Gaussian: the curvature of its noisy exponent against Bayes' rule in closed form.
    #[test]
    fn by_exact_arithmetic() {
        let data = Gaussian::new(Exact::ratio(1, 3), Exact::ratio(5, 7)).unwrap();
        for t in exact_levels() {
            let kernel = merging::marginal(t).unwrap();
            let noisy = kernel.push(data).unwrap();
            let lifted = [noisy.mean(), noisy.var()].map(|x| Dual::constant(Dual::constant(x)));
            let lifted = Gaussian::new(lifted[0], lifted[1]).unwrap();
            let x = Dual::variable(Dual::variable(Exact::ratio(-7, 3)));
            let exponent = -Dual::ratio(1, 2) * lifted.squared_distance(x);
            assert_eq!(
                from_hessian(t, (0, 0), exponent.slope.slope),
                kernel.invert(data).unwrap().var()
            );
        }
    }

    /// Data of every kind: the Hessian of the log density against the streamed covariance.
    #[test]
    fn by_derivative() {
        for (data, places) in data() {
            for scales in LEVELS {
                for x in states(&places, scales) {
                    assert_covariance(&data, scales, &x);
                }
            }
        }
    }

    /// Against Bayes' rule by integration of the second central moment.
    #[test]
    fn by_quadrature() {
        for scales in LEVELS {
            let t = level::<Running>(scales);
            let dual = line().at(level::<Dual<Dual<Running>>>(scales)).unwrap();
            for state in [-2.0, 0.3, 2.5] {
                let x = Running::exact(scales.0 * state);
                let curvature = hessian(|y| dual.log_density(y).unwrap(), &[x])[[0, 0]];
                let var = from_hessian(t, (0, 0), curvature);
                let centre = Running::exact(bayes(t, x, |x0| x0).value);
                bayes(t, x, |x0| (x0 - centre).squared()).assert_is(var.value, var.tolerance(U));
            }
        }
    }

    /// At samples noised from the roll.
    #[test]
    fn on_the_swiss_roll() {
        let (roll, mut rng) = (roll(), rng(201));
        for scales in LEVELS {
            let x = random_state(2, level(scales), &mut rng);
            assert_covariance(&roll, scales, &x);
        }
    }
}

mod covariance_is_the_slope_of_the_mean {
    use super::*;

    fn assert_slope(data: &Mixture, scales: (f64, f64), x: &[f64]) {
        let got = data.at(level(scales)).unwrap();
        let got = got.posterior_covariance(x).unwrap();
        let dual = data.at(level::<Dual<Running>>(scales)).unwrap();
        let x = numbers::<Running>(x);
        let bound = data.at(level(scales)).unwrap();
        let bound = bound.posterior_covariance(&x).unwrap();
        let t = level::<Running>(scales);
        let ratio = t.sigma().squared() / t.alpha();
        for i in [0, x.len() - 1] {
            let row = gradient(|y| dual.posterior_mean(y).unwrap()[i], &x);
            for (j, slope) in row.into_iter().enumerate() {
                let truth = ratio * slope;
                let roundings = truth.tolerance(U) + bound[[i, j]].tolerance(U);
                assert_within(got[[i, j]], truth.value, roundings);
            }
        }
    }

    /// `Cov = (σ²/α) ∂E[x₀|x_t]/∂x_t` for data of every kind.
    #[test]
    fn by_derivative() {
        for (data, places) in data() {
            for scales in LEVELS {
                for x in states(&places, scales) {
                    assert_slope(&data, scales, &x);
                }
            }
        }
    }

    /// At samples noised from the roll.
    #[test]
    fn on_the_swiss_roll() {
        let (roll, mut rng) = (roll(), rng(202));
        for scales in LEVELS {
            let x = random_state(2, level(scales), &mut rng);
            assert_slope(&roll, scales, &x);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        /// Any mixture in any number of coordinates, at any level: the first row and the last.
        #[test]
        fn by_property(dim in 1_usize..=64, alpha in 0.05..1.5, sigma in 0.05..3.0, seed: u64) {
            let mut rng = rng(seed);
            let data = random_mixture(dim, &mut rng);
            let x = random_state(dim, level((alpha, sigma)), &mut rng);
            assert_slope(&data, (alpha, sigma), &x);
        }
    }
}

mod variance_splits_into_known_and_unknown {
    use super::*;

    /// `E Var[x₀|x_t] + Var E[x₀|x_t] = Var x₀`, and the mean of the means is the mean, at every level.
    #[test]
    fn by_quadrature() {
        let (centre, var) = (line().mean()[0], line().covariance()[[0, 0]]);
        // mean and variance of the data: three products and their sum, each of numbers below 4
        let rounding = 24.0 * U;
        for scales in LEVELS {
            let t = level(scales);
            average(t, |mean, _| mean).assert_is(centre, rounding);
            average(t, |mean, var| {
                var + (mean - Running::exact(centre)).squared()
            })
            .assert_is(var, 2.0 * rounding);
        }
    }

    /// For a Gaussian: what is left plus `gain² Var x_t`.
    #[test]
    fn by_exact_arithmetic() {
        let data = Gaussian::new(Exact::ratio(1, 3), Exact::ratio(5, 7)).unwrap();
        for t in exact_levels() {
            let kernel = merging::marginal(t).unwrap();
            let posterior = kernel.invert(data).unwrap();
            let known = posterior.scale().squared() * kernel.push(data).unwrap().var();
            assert_eq!(posterior.var() + known, data.var());
        }
    }

    /// `E (Cov + E Eᵀ) = E x₀x₀ᵀ` over noisy samples of the roll.
    #[test]
    fn on_the_swiss_roll() {
        let (roll, mut rng) = (roll(), rng(203));
        let t = level((0.6, 0.8));
        let law = roll.at(t).unwrap();
        let draws: Vec<Array2<f64>> = (0..4000)
            .map(|_| {
                let x0 = roll
                    .means()
                    .row(rng.random_range(0..roll.components()))
                    .to_vec();
                let mut z = || -> f64 { StandardNormal.sample(&mut rng) };
                let x = [0, 1].map(|j| t.alpha() * x0[j] + t.sigma() * z());
                let mean = law.posterior_mean(&x).unwrap();
                law.posterior_covariance(&x).unwrap()
                    + Array2::from_shape_fn((2, 2), |(i, j)| mean[i] * mean[j])
            })
            .collect();
        // the roll's mean is 0
        for (place, &truth) in roll.covariance().indexed_iter() {
            let entries: Vec<f64> = draws.iter().map(|m| m[place]).collect();
            assert_five_standard_errors(&entries, truth);
        }
    }
}

mod information_grows_by_half_the_mmse {
    use super::*;

    /// At `x_t = √γ x₀ + ε` the information is `h(x_t) − h(ε)`: the slope of that integral in γ is half another integral.
    #[test]
    fn by_quadrature() {
        for gamma in [0.25, 1.0, 2.25, 9.0] {
            let snr = Dual::variable(Running::exact(gamma));
            let t = NoiseLevel::new(snr.sqrt(), Dual::one()).unwrap();
            let law = line().at(t).unwrap();
            let slope = integrate_running(
                |x| {
                    let log_density = law.log_density(&[Dual::constant(x)]).unwrap();
                    (-log_density.exp() * log_density).slope
                },
                -40,
                40,
            );
            let mmse = mmse(level((gamma.sqrt(), 1.0)));
            assert_within(
                slope.value,
                mmse.value / 2.0,
                slope.error + mmse.error / 2.0,
            );
        }
    }

    /// For a Gaussian the information is `½ ln(1 + γ c²)`, in certified arithmetic: its slope, and the value itself.
    #[test]
    fn by_derivative() {
        let var = Certified::ratio(5, 7);
        let data = Gaussian::new(Certified::ratio(1, 3), var).unwrap();
        let lifted = Gaussian::new(Dual::constant(data.mean()), Dual::constant(var)).unwrap();
        for (numerator, denominator) in [(1, 4), (1, 1), (13, 3)] {
            let snr = Dual::variable(Certified::ratio(numerator, denominator));
            let t = NoiseLevel::new(snr.sqrt(), Dual::one()).unwrap();
            let noisy = merging::marginal(t).unwrap().push(lifted).unwrap();
            let information = noisy.entropy() - Gaussian::standard().entropy();
            let t = NoiseLevel::new(t.alpha().value, Certified::one()).unwrap();
            let mmse = merging::marginal(t).unwrap().invert(data).unwrap().var();
            let closed = (Certified::one() + snr.value * var).ln() / Certified::int(2);
            for defect in [
                information.slope - mmse / Certified::int(2),
                information.value - closed,
            ] {
                assert!(defect.contains(0.0) && defect.width() < 1e-60, "{defect:?}");
            }
        }
    }
}

mod mmse_falls_as_snr_rises {
    use super::*;

    /// From level to level by more than the errors of the integrals.
    #[test]
    fn by_quadrature() {
        let errors = [
            (0.125, 3.0),
            (0.6, 0.8),
            (1.0, 0.5),
            (0.96, 0.28),
            (1.5, 0.125),
        ]
        .map(|scales| mmse(level(scales)));
        let var = line().covariance()[[0, 0]];
        assert!(errors[0].value + errors[0].error < var);
        for pair in errors.windows(2) {
            assert!(pair[0].value - pair[1].value > pair[0].error + pair[1].error);
        }
        assert!(errors[4].value > errors[4].error);
    }

    /// At the rate `−E Var[x₀|x_t]²`.
    #[test]
    fn by_derivative() {
        for gamma in [0.25, 1.0, 2.25, 9.0] {
            let snr = Dual::variable(Running::exact(gamma));
            let t = NoiseLevel::new(snr.sqrt(), Dual::one()).unwrap();
            let law = line().at(t).unwrap();
            let slope = integrate_running(
                |x| {
                    let x = [Dual::constant(x)];
                    let var = law.posterior_covariance(&x).unwrap()[[0, 0]];
                    (law.log_density(&x).unwrap().exp() * var).slope
                },
                -40,
                40,
            );
            let rate = average(level((gamma.sqrt(), 1.0)), |_, var| var.squared());
            assert_within(slope.value, -rate.value, slope.error + rate.error);
        }
    }
}

mod no_estimator_is_better {
    use super::*;

    /// `E(x₀ − D)² = E(x₀ − E[x₀|x_t])² + E(D − E[x₀|x_t])²` for every estimator D, also for those one might take by mistake.
    #[test]
    fn by_quadrature() {
        for scales in LEVELS {
            let t = level::<Running>(scales);
            let law = weighted_points().at(t).unwrap();
            let best = |x: Running| law.posterior_mean(&[x]).unwrap()[0];
            let score = |x: Running| law.score(&[x]).unwrap()[0];
            let centre = Running::exact(weighted_points().mean()[0]);
            let estimators: [&dyn Fn(Running) -> Running; 5] = [
                &|x| x / t.alpha(),
                &|_| centre,
                &|x| x / (t.alpha() + t.sigma()),
                &|x| (x + t.sigma() * score(x)) / t.alpha(), // σ for σ²
                &|x| x + t.sigma().squared() * score(x),     // not divided by α
            ];
            let risk =
                |d: &dyn Fn(Running) -> Running| expect_joint(t, |x, x0, _| (x0 - d(x)).squared());
            let least = risk(&best);
            for estimator in estimators {
                let risk = risk(estimator);
                let excess = expect_joint(t, |x, _, _| (estimator(x) - best(x)).squared());
                let errors = risk.error + least.error + excess.error + U * risk.value;
                assert_within(risk.value - least.value, excess.value, errors);
            }
        }
    }

    /// The nearest point is an estimator too, and so is the best straight line: both pay just their distance from the mean.
    #[test]
    fn on_the_swiss_roll() {
        let (roll, mut rng) = (roll(), rng(204));
        let t = level((0.6, 0.8));
        let law = roll.at(t).unwrap();
        let square = |a: &[f64], b: &[f64]| (a[0] - b[0]).powi(2) + (a[1] - b[1]).powi(2);
        let mut gains = [vec![], vec![]];
        let mut excess = [0.0; 2];
        for _ in 0..10_000 {
            let x0 = roll
                .means()
                .row(rng.random_range(0..roll.components()))
                .to_vec();
            let mut z = || -> f64 { StandardNormal.sample(&mut rng) };
            let x = [0, 1].map(|j| t.alpha() * x0[j] + t.sigma() * z());
            let best = law.posterior_mean(&x).unwrap();
            let unscaled = x.map(|x| x / t.alpha());
            let near = roll
                .means()
                .rows()
                .into_iter()
                .map(|row| row.to_vec())
                .min_by(|a, b| square(a, &unscaled).total_cmp(&square(b, &unscaled)))
                .unwrap();
            let straight = x.map(|x| t.alpha() * x); // for data of variance 1
            for (i, d) in [&near[..], &straight].into_iter().enumerate() {
                gains[i].push(square(&x0, d) - square(&x0, &best) - square(d, &best));
                excess[i] += square(d, &best) / 10_000.0;
            }
        }
        for i in 0..2 {
            assert_five_standard_errors(&gains[i], 0.0);
            assert!(excess[i] > 0.01);
        }
    }
}

mod ends_are_the_sample_and_the_data_mean {
    use super::*;

    fn posterior_mean(scales: (f64, f64), x: f64) -> f64 {
        line()
            .at(level(scales))
            .unwrap()
            .posterior_mean(&[x])
            .unwrap()[0]
    }

    /// As σ → 0 the mean goes to `x_t/α` by order 2, as α → 0 to the mean of the data by order 1.
    #[test]
    fn by_convergence_order() {
        let halvings = |f: &dyn Fn(f64) -> f64| -> Vec<f64> {
            (0..8).map(|k| f(0.5f64.powi(k + 6)).abs()).collect()
        };
        let to_sample = halvings(&|sigma| posterior_mean((0.75, sigma), 0.6) - 0.6 / 0.75);
        Order::of_halvings(&to_sample).assert_is(2.0);
        let centre = line().mean()[0];
        let to_centre = halvings(&|alpha| posterior_mean((alpha, 1.5), 0.6) - centre);
        Order::of_halvings(&to_centre).assert_is(1.0);
    }

    /// At σ = 0 the formulas say `x_t/α` and certainty; at α = 0 a sample says nothing and the data's moments are left.
    #[test]
    fn by_limit() {
        let alpha = Exact::ratio(3, 4);
        let clean = NoiseLevel::new(alpha, Exact::zero()).unwrap();
        let (zero, over) = (Exact::zero(), Exact::one() / alpha);
        assert_eq!(
            mean(clean),
            Ok(Mean {
                on_x_t: over,
                on_score: zero
            })
        );
        assert_eq!(
            covariance(clean),
            Ok(Covariance {
                on_identity: zero,
                on_hessian: zero
            })
        );
        assert_eq!(posterior_mean((0.75, 0.0), 0.6), 0.6 / 0.75);

        for x in [-3.0, 0.5] {
            let law = line().at(level::<Running>((0.0, 2.0))).unwrap();
            let mean = law.posterior_mean(&[Running::exact(x)]).unwrap()[0];
            let var = law.posterior_covariance(&[Running::exact(x)]).unwrap()[[0, 0]];
            // the data's own moments carry three products and their sum, each of numbers below 4
            let rounding = 24.0 * U;
            assert_within(mean.value, line().mean()[0], mean.tolerance(U) + rounding);
            let truth = line().covariance()[[0, 0]];
            assert_within(var.value, truth, var.tolerance(U) + 2.0 * rounding);
        }
    }

    /// Pure noise has no denoiser by Tweedie's formula.
    #[test]
    fn by_bad_input() {
        let noise = NoiseLevel::new(0.0, 1.0).unwrap();
        let message = "alpha is 0.0: pure noise says nothing of x0: Tweedie's formula needs α > 0";
        assert_eq!(mean(noise).unwrap_err().to_string(), message);
        assert_eq!(covariance(noise).unwrap_err().to_string(), message);
    }
}

mod denoiser_works_row_by_row {
    use super::*;

    /// `f64` and `f32`, each within its own roundings of the enclosure, row after row; every number of the data is in both formats.
    #[test]
    fn by_certified_enclosure() {
        let scales = (0.625, 0.75);
        for (data, states) in data() {
            let dim = states[0].len();
            let x = Array2::from_shape_fn((states.len(), dim), |(i, j)| states[i][j]);
            let wide = data.denoise(x.view(), level(scales)).unwrap();
            let scales_f32 = NoiseLevel::new(0.625_f32, 0.75).unwrap();
            let x_f32 = x.mapv(f32::from_f64);
            let narrow = data.denoise(x_f32.view(), scales_f32).unwrap();
            for (i, state) in states.iter().enumerate() {
                let truth = data.at(level::<Certified>(scales)).unwrap();
                let truth = truth.posterior_mean(&numbers(state)).unwrap();
                let bound = data.at(level::<Running>(scales)).unwrap();
                let bound = bound.posterior_mean(&numbers(state)).unwrap();
                for j in 0..state.len() {
                    let [wide, narrow] = [wide[[i, j]], f64::from(narrow[[i, j]])];
                    assert!(truth[j].distance(wide) <= bound[j].tolerance(U));
                    let unit = f64::from(f32::EPSILON) / 2.0;
                    assert!(truth[j].distance(narrow) <= bound[j].tolerance(unit));
                }
            }
        }
    }

    /// Any number of rows, none included; the wrong number of columns is refused.
    #[test]
    fn by_bad_input() {
        let data = Mixture::gaussian(array![0.5, 2.0], 0.75).unwrap();
        let t = level::<f64>((0.6, 0.8));
        let rows = |n, d| data.denoise(Array2::zeros((n, d)).view(), t);
        assert_eq!(rows(0, 2).unwrap().dim(), (0, 2));
        assert_eq!(rows(3, 2).unwrap().dim(), (3, 2));
        for n in [0, 3] {
            assert_eq!(
                rows(n, 3).unwrap_err().to_string(),
                "number of coordinates of the samples is 3: the data have 2"
            );
        }
    }
}
