//! Claims of the schedules.

use half::bf16;
use proptest::prelude::*;
use tweedie::level::NoiseLevel;
use tweedie::scalar::{Certified, Dual, Exact, Field, Real, Running};
use tweedie::schedule::lint::{Finding, Format, lint};
use tweedie::schedule::{
    Continuous, Discrete, Spacing, cosine, karras, linear, scaled_linear, sigmoid,
};

use crate::support::{U, assert_within, integrate};

fn ddpm() -> Discrete<f64> {
    Discrete::from_betas(&linear(1e-4, 0.02, 1000).unwrap()).unwrap()
}

mod linear_beta_rises_in_equal_steps {
    use super::*;

    #[test]
    fn by_exact_arithmetic() {
        let betas = linear(Exact::ratio(1, 10_000), Exact::ratio(2, 100), 200).unwrap();
        assert_eq!(betas.len(), 200);
        assert_eq!(
            (betas[0], betas[199]),
            (Exact::ratio(1, 10_000), Exact::ratio(2, 100))
        );
        let stride = Exact::ratio(199, 10_000) / Exact::int(199);
        assert!(betas.windows(2).all(|pair| pair[1] - pair[0] == stride));
        assert_eq!(
            linear(Exact::ratio(1, 3), Exact::one(), 1).unwrap(),
            [Exact::ratio(1, 3)]
        );
    }

    /// ᾱ of DDPM at T: the value that every port should reach.
    #[test]
    fn by_certified_enclosure() {
        let betas = linear(Certified::ratio(1, 10_000), Certified::ratio(2, 100), 1000).unwrap();
        let end = Discrete::from_betas(&betas).unwrap().squares()[1000].alpha_bar();
        assert!(end.width() < 1e-70);
        // the product in logarithms is another road
        let log = betas.iter().fold(Certified::zero(), |sum, &b| {
            sum + (Certified::one() - b).ln()
        });
        assert!((log.exp() - end).contains(0.0));
        assert!(end.distance(ddpm().squares()[1000].alpha_bar()) < 2000.0 * U * end.to_f64());
        assert!(end > Certified::from_f64(4.0358e-5) && end < Certified::from_f64(4.0359e-5));
    }

    #[test]
    fn by_bad_input() {
        for steps in [
            linear(1e-4, 0.02, 0).map(drop),
            scaled_linear(1e-4, 0.02, 0).map(drop),
            cosine::<f64>(0).map(drop),
            sigmoid(1e-4, 0.02, 0).map(drop),
        ] {
            assert_eq!(
                steps.unwrap_err().to_string(),
                "number of steps T is 0: give 1 or more"
            );
        }
        let none = Discrete::<f64>::from_betas(&[]).unwrap_err();
        assert_eq!(none.to_string(), "number of steps T is 0: give 1 or more");
        for beta in [0.0, 1.0, -0.5, f64::NAN] {
            let error = Discrete::from_betas(&[0.1, beta]).unwrap_err();
            assert_eq!(
                error.to_string(),
                format!("beta_2 is {beta:?}: the variance of a forward step lies in (0, 1)")
            );
        }
        let late = ddpm().descent(&[1001]).unwrap_err();
        assert_eq!(late.to_string(), "time t is 1001: it lies in 0 ..= 1000");
    }
}

mod scaled_linear_rises_in_the_root {
    use super::*;

    #[test]
    fn by_exact_arithmetic() {
        let betas = scaled_linear(Exact::ratio(1, 400), Exact::ratio(9, 400), 5).unwrap();
        let roots: Vec<Exact> = betas.iter().map(|beta| beta.sqrt()).collect();
        let expected: Vec<Exact> = (0..5).map(|i| Exact::ratio(2 + i, 40)).collect();
        assert_eq!(roots, expected);
    }
}

mod sigmoid_is_a_logistic_curve {
    use super::*;

    /// The logit of the place between the ends rises in equal steps from −6 to 6.
    #[test]
    fn by_certified_enclosure() {
        let (first, last) = (Certified::ratio(1, 10_000), Certified::ratio(2, 100));
        let betas = sigmoid(first, last, 13).unwrap();
        for (i, &beta) in betas.iter().enumerate() {
            let place = (beta - first) / (last - first);
            let logit = (place / (Certified::one() - place)).ln();
            let defect = logit - Certified::int(i64::try_from(i).unwrap() - 6);
            assert!(
                defect.contains(0.0) && defect.width() < 1e-60,
                "{i}: {defect:?}"
            );
        }
    }
}

mod cosine_alpha_bar_is_a_squared_cosine {
    use super::*;

    /// ᾱ_t = f(t)/f(0) with f in the paper's letters, wherever β is not capped.
    #[test]
    fn by_certified_enclosure() {
        let steps = 60;
        let s = Certified::ratio(8, 1000);
        let f = |t: i64| {
            let angle = (Certified::ratio(t, steps) + s) / (Certified::one() + s);
            (angle * Certified::pi() / Certified::int(2))
                .cos()
                .squared()
        };
        let betas = cosine::<Certified>(60).unwrap();
        let schedule = Discrete::from_betas(&betas).unwrap();
        for t in 1..steps {
            let got = schedule.squares()[usize::try_from(t).unwrap()].alpha_bar();
            let defect = got - f(t) / f(0);
            assert!(
                defect.contains(0.0) && defect.width() < 1e-60,
                "{t}: {defect:?}"
            );
        }
        assert!(betas[59].distance(0.999) < 1e-16); // capped
    }

    /// The published middle of the curve, `ᾱ_500 = 0.494` at T = 1000: the square is there.
    #[test]
    fn by_reference_values() {
        let betas = cosine::<f64>(1000).unwrap();
        let schedule = Discrete::from_betas(&betas).unwrap();
        assert_within(schedule.squares()[500].alpha_bar(), 0.4938, 5e-5);
        assert_eq!(betas[999], 0.999);
        assert!(betas[..999].iter().all(|&beta| beta < 0.999));
    }

    /// β₁ keeps its digits: four roundings of the angle and of each function of it.
    #[test]
    fn by_scaling() {
        let truth = cosine::<Certified>(1000).unwrap();
        let got = cosine::<f64>(1000).unwrap();
        for t in 0..500 {
            assert!(
                truth[t].distance(got[t]) < 30.0 * U * got[t],
                "beta_{}",
                t + 1
            );
        }
    }
}

mod continuous_processes_solve_their_equations {
    use super::*;

    /// The moments of dx = −½βx dt + √β dw (VP) obey α' = −½βα and (σ²)' = β(1 − σ²), with β linear in time.
    #[test]
    fn by_derivative() {
        for t in [0.1, 0.5, 0.9] {
            let time = Dual::variable(t);
            let (low, high) = (Dual::constant(0.1), Dual::constant(20.0));
            let beta = 0.1 + t * 19.9;
            let vp = Continuous::Vp {
                beta_min: low,
                beta_max: high,
            }
            .level(time)
            .unwrap();
            let (alpha, var) = (vp.alpha(), vp.sigma().squared());
            assert_within(alpha.slope, -0.5 * beta * alpha.value, 50.0 * U * beta);
            assert_within(var.slope, beta * (1.0 - var.value), 50.0 * U * beta);

            // sub-VP: (σ²)' = β(1 − e^{−2∫β}) − βσ², so σ = 1 − α²
            let sub = Continuous::SubVp {
                beta_min: low,
                beta_max: high,
            }
            .level(time)
            .unwrap();
            let var = sub.sigma().squared();
            let drive = 1.0 - alpha.value.powi(4);
            assert_within(var.slope, beta * (drive - var.value), 50.0 * U * beta);
            assert_eq!(sub.alpha().value, alpha.value);

            // VE: σ grows at the constant rate ln(σ_max/σ_min)
            let ve = Continuous::Ve {
                sigma_min: Dual::constant(0.01),
                sigma_max: Dual::constant(50.0),
            }
            .level(time)
            .unwrap();
            let rate = Real::ln(5000.0_f64);
            assert_within(
                ve.sigma().slope,
                rate * ve.sigma().value,
                100.0 * U * rate * ve.sigma().value,
            );

            // rectified flow: a straight line
            let flow = Continuous::RectifiedFlow.level(time).unwrap();
            assert_eq!((flow.alpha().slope, flow.sigma().slope), (-1.0, 1.0));
        }
    }

    /// ln α = −½ ∫ β dt.
    #[test]
    fn by_quadrature() {
        // the substitution t = 0.7 e^{−e^{−s}} turns the interval into a line
        let (low, high) = (0.1, 20.0);
        let integrand = |s: f64| {
            let outer = Real::exp(-s);
            let t = 0.7 * Real::exp(-outer);
            (low + t * (high - low)) * t * outer
        };
        let alpha = Continuous::Vp {
            beta_min: low,
            beta_max: high,
        }
        .level(0.7)
        .unwrap()
        .alpha();
        let integral = integrate(integrand, -4.0, 42.0);
        assert_within(
            -2.0 * Real::ln(alpha),
            integral.value,
            integral.error + 100.0 * U,
        );
    }

    /// Clean data at t = 0, pure noise at t = 1 for the flow; VE starts at σ_min and ends at σ_max.
    #[test]
    fn by_limit() {
        let vp = Continuous::Vp {
            beta_min: 0.1,
            beta_max: 20.0,
        };
        let sub = Continuous::SubVp {
            beta_min: 0.1,
            beta_max: 20.0,
        };
        for process in [vp, sub, Continuous::RectifiedFlow] {
            assert_eq!(process.level(0.0).unwrap(), NoiseLevel::clean());
        }
        let flow_end = Continuous::RectifiedFlow.level(1.0).unwrap();
        assert_eq!((flow_end.alpha(), flow_end.sigma()), (0.0, 1.0));
        let ve = Continuous::Ve {
            sigma_min: 0.01,
            sigma_max: 50.0,
        };
        assert_eq!(ve.level(0.0).unwrap().sigma(), 0.01);
        assert_within(ve.level(1.0).unwrap().sigma(), 50.0, 200.0 * U * 50.0);
    }

    /// σ² of VP keeps its digits where it is 1e-9.
    #[test]
    fn by_certified_enclosure() {
        fn var<T: Real>(t: T) -> T {
            let vp = Continuous::Vp {
                beta_min: T::ratio(1, 10),
                beta_max: T::int(20),
            };
            vp.level(t).unwrap().sigma().squared()
        }
        for t in [1e-8, 1e-4, 0.3] {
            let bound = var(Running::exact(t));
            assert!(bound.error < 30.0 * bound.value);
            assert!(var(Certified::from_f64(t)).distance(var(t)) <= bound.tolerance(U));
        }
    }

    #[test]
    fn by_bad_input() {
        for t in [-0.1, 1.1, f64::NAN] {
            let error = Continuous::RectifiedFlow.level(t).unwrap_err();
            assert_eq!(
                error.to_string(),
                format!("time t is {t:?}: it lies in [0, 1]")
            );
        }
        let swapped = [
            Continuous::Vp {
                beta_min: 2.0,
                beta_max: 1.0,
            }
            .level(0.5),
            Continuous::SubVp {
                beta_min: 2.0,
                beta_max: 1.0,
            }
            .level(0.5),
        ];
        for error in swapped {
            assert_eq!(
                error.unwrap_err().to_string(),
                "(beta_min, beta_max) is (2.0, 1.0): give positive numbers, the smaller first"
            );
        }
        for (sigma_min, sigma_max) in [
            (0.0, 1.0),
            (-1.0, 1.0),
            (1.0, f64::INFINITY),
            (f64::NAN, 1.0),
        ] {
            assert!(
                Continuous::Ve {
                    sigma_min,
                    sigma_max
                }
                .level(0.5)
                .is_err()
            );
        }
        assert!(
            Continuous::Ve {
                sigma_min: 1.0,
                sigma_max: 1.0
            }
            .level(0.5)
            .is_ok()
        );
    }
}

mod karras_grid_is_even_in_the_root {
    use super::*;

    /// σ^{1/ρ} falls in equal steps between the ends, and the clean level follows.
    #[test]
    fn by_certified_enclosure() {
        let (low, high, rho) = (
            Certified::ratio(2, 1000),
            Certified::int(80),
            Certified::int(7),
        );
        let levels = karras(5, low, high, rho).unwrap();
        assert_eq!(levels.len(), 6);
        let root = |i: usize| (levels[i].sigma().ln() / rho).exp();
        for i in 1..4 {
            let bend = root(i - 1) - root(i) - (root(i) - root(i + 1));
            assert!(bend.contains(0.0) && bend.width() < 1e-60);
            assert!(root(i) < root(i - 1));
        }
        assert!(
            (levels[0].sigma() - high).contains(0.0) && (levels[4].sigma() - low).contains(0.0)
        );
        assert_eq!(levels[5].sigma(), Certified::zero());
        assert!(levels.iter().all(|level| level.alpha() == Certified::one()));
    }

    /// The grid of five that the BUGS of ports miss: 80 … 0.002, its fourth level 0.170.
    #[test]
    fn by_reference_values() {
        let levels = karras(5, 0.0292, 14.6146, 7.0).unwrap();
        assert_within(levels[0].sigma(), 14.6146, 100.0 * U * 14.6);
        assert_within(levels[4].sigma(), 0.0292, 200.0 * U);
        assert_eq!(karras(1, 0.1, 2.0, 7.0).unwrap().len(), 2);
        assert_within(karras(1, 0.1, 2.0, 7.0).unwrap()[0].sigma(), 2.0, 100.0 * U);
        // ρ = 1 is even in σ itself
        let even: Vec<f64> = karras(3, 1.0, 2.0, 1.0)
            .unwrap()
            .iter()
            .map(|l| l.sigma())
            .collect();
        assert_eq!(even, [2.0, 1.5, 1.0, 0.0]);
    }

    #[test]
    fn by_bad_input() {
        let error = |n, low, high, rho| karras(n, low, high, rho).unwrap_err().to_string();
        assert_eq!(
            error(0, 0.1, 1.0, 7.0),
            "number of levels n is 0: give 1 or more"
        );
        let ends = "give positive numbers, the smaller first";
        for (low, high) in [
            (1.0, 0.1),
            (0.0, 1.0),
            (1.0, 1.0),
            (0.1, f64::INFINITY),
            (f64::NAN, 1.0),
        ] {
            assert_eq!(
                error(5, low, high, 7.0),
                format!("(sigma_min, sigma_max) is ({low:?}, {high:?}): {ends}")
            );
        }
        for rho in [0.0, -7.0, f64::NAN, f64::INFINITY] {
            assert_eq!(
                error(5, 0.1, 1.0, rho),
                format!("rho is {rho:?}: give a finite number > 0")
            );
        }
    }
}

mod zero_terminal_snr_keeps_the_start_and_loses_the_end {
    use super::*;

    /// Every level is variance-preserving, α₁ stays, α_T = 0, and in between √ᾱ is shifted and scaled.
    #[test]
    fn by_certified_enclosure() {
        let betas = linear(Certified::ratio(1, 100), Certified::ratio(2, 10), 40).unwrap();
        let schedule = Discrete::from_betas(&betas).unwrap();
        let (old, new) = (
            schedule.levels(),
            schedule.with_zero_terminal_snr().unwrap(),
        );
        assert_eq!(new.len(), 41);
        assert_eq!(new[0], NoiseLevel::clean());
        assert!(
            new[40].alpha().contains(0.0) && (new[40].sigma() - Certified::one()).contains(0.0)
        );
        for t in 1..=40 {
            let unit = new[t].alpha().squared() + new[t].sigma().squared() - Certified::one();
            assert!(unit.contains(0.0) && unit.width() < 1e-60);
            // shifted and scaled: cross ratios with the ends survive
            let cross = (new[t].alpha() - new[40].alpha()) * (old[1].alpha() - old[40].alpha())
                - (old[t].alpha() - old[40].alpha()) * (new[1].alpha() - new[40].alpha());
            assert!(cross.contains(0.0) && cross.width() < 1e-60);
        }
        assert!((new[1].alpha() - old[1].alpha()).contains(0.0));
        assert!((new[1].sigma() - old[1].sigma()).contains(0.0));
    }

    /// In f64 the end is exactly zero, and σ keeps its digits at the start.
    #[test]
    fn by_limit() {
        let levels = ddpm().with_zero_terminal_snr().unwrap();
        assert_eq!((levels[1000].alpha(), levels[1000].sigma()), (0.0, 1.0));
        let exact = Discrete::from_betas(
            &linear(1e-4, 0.02, 1000)
                .unwrap()
                .iter()
                .map(|&b| Certified::from_f64(b))
                .collect::<Vec<_>>(),
        )
        .unwrap()
        .with_zero_terminal_snr()
        .unwrap();
        for t in [1, 2, 3, 50, 999] {
            // 3 roundings a step in ᾱ and 1 − ᾱ, doubled by the difference of nearly equal α₁ and α_t
            let bound = 8.0 * (t as f64 + 10.0) * U;
            assert!(
                exact[t].sigma().distance(levels[t].sigma()) < bound * levels[t].sigma(),
                "{t}"
            );
        }
        let one_step = Discrete::from_betas(&[0.5])
            .unwrap()
            .with_zero_terminal_snr()
            .unwrap_err();
        assert_eq!(
            one_step.to_string(),
            "number of steps T is 1: zero terminal SNR needs 2 or more"
        );
    }
}

mod spacings_visit_n_timesteps {
    use super::*;

    /// For every n and every spacing: n of them, strictly falling, inside 1 ..= T, at the ends they promise.
    #[test]
    fn by_exact_arithmetic() {
        for steps in [1, 2, 10, 97, 1000] {
            for n in 1..=steps {
                for spacing in [
                    Spacing::Leading { offset: 0 },
                    Spacing::Trailing,
                    Spacing::Linspace,
                ] {
                    let times = spacing.timesteps(steps, n).unwrap();
                    assert_eq!(times.len(), n);
                    assert!(times.windows(2).all(|pair| pair[0] > pair[1]));
                    assert!(times[n - 1] >= 1 && times[0] <= steps);
                    match spacing {
                        Spacing::Leading { .. } => assert_eq!(times[n - 1], 1),
                        Spacing::Trailing => assert_eq!(times[0], steps),
                        Spacing::Linspace => {
                            assert_eq!(times[n - 1], 1);
                            assert!(n == 1 || times[0] == steps);
                        }
                    }
                }
            }
        }
    }

    /// Table 2 of Lin et al. at T = 1000, n = 10, for timesteps from 1; and halves that round to even.
    #[test]
    fn by_reference_values() {
        let times = |spacing: Spacing| {
            let mut times = spacing.timesteps(1000, 10).unwrap();
            times.reverse();
            times
        };
        assert_eq!(
            times(Spacing::Leading { offset: 0 }),
            [1, 101, 201, 301, 401, 501, 601, 701, 801, 901]
        );
        assert_eq!(
            times(Spacing::Linspace),
            [1, 112, 223, 334, 445, 556, 667, 778, 889, 1000]
        );
        assert_eq!(
            times(Spacing::Trailing),
            [100, 200, 300, 400, 500, 600, 700, 800, 900, 1000]
        );
        assert_eq!(
            Spacing::Leading { offset: 1 }.timesteps(10, 3).unwrap(),
            [8, 5, 2]
        );
        assert_eq!(Spacing::Trailing.timesteps(10, 4).unwrap(), [10, 8, 5, 2]); // 2.5 → 2, 7.5 → 8
        assert_eq!(Spacing::Linspace.timesteps(4, 3).unwrap(), [4, 3, 1]); // 1.5 → 2
        assert_eq!(Spacing::Linspace.timesteps(6, 3).unwrap(), [6, 3, 1]); // 2.5 → 2
        assert_eq!(Spacing::Trailing.timesteps(7, 3).unwrap(), [7, 5, 2]); // 7/3 → 2, 14/3 → 5
    }

    #[test]
    fn by_bad_input() {
        let error = |spacing: Spacing, n| spacing.timesteps(1000, n).unwrap_err().to_string();
        assert_eq!(
            error(Spacing::Trailing, 0),
            "number of timesteps n is 0: give 1 or more"
        );
        assert_eq!(
            error(Spacing::Linspace, 1001),
            "number of timesteps n is 1001: the schedule has 1000"
        );
        assert_eq!(
            error(Spacing::Leading { offset: 1 }, 1000),
            "last timestep is 1001: the schedule ends at 1000; take a smaller offset"
        );
        assert_eq!(
            Spacing::Leading { offset: 1 }.timesteps(1000, 999).unwrap()[0],
            1000
        );
    }
}

mod a_descent_ends_clean {
    use super::*;

    #[test]
    fn by_exact_arithmetic() {
        let schedule = ddpm();
        let levels = schedule.descent(&[700, 30]).unwrap();
        assert_eq!(
            levels,
            [
                schedule.level(700).unwrap(),
                schedule.level(30).unwrap(),
                NoiseLevel::clean()
            ]
        );
        assert_eq!(
            (
                schedule.steps(),
                schedule.levels().len(),
                schedule.squares().len()
            ),
            (1000, 1001, 1001)
        );
        assert_eq!(schedule.level(0).unwrap(), NoiseLevel::clean());
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

        /// Any table of β gives levels that get strictly noisier and preserve variance to the roundings made.
        #[test]
        fn by_property(betas in prop::collection::vec(1e-6..0.9f64, 1..80)) {
            let schedule = Discrete::from_betas(&betas).unwrap();
            for (t, pair) in schedule.levels().windows(2).enumerate() {
                prop_assert!(pair[0].is_cleaner_than(pair[1]) && !pair[1].is_cleaner_than(pair[0]));
                let total = pair[1].alpha().powi(2) + pair[1].sigma().powi(2);
                prop_assert!((total - 1.0).abs() <= 4.0 * (t as f64 + 2.0) * U);
            }
        }
    }
}

mod levels_know_their_ratios {
    use super::*;

    #[test]
    fn by_exact_arithmetic() {
        let level = NoiseLevel::new(Exact::ratio(3, 5), Exact::ratio(4, 5)).unwrap();
        assert_eq!(level.edm_sigma(), Exact::ratio(4, 3));
        assert_eq!(level.snr(), Exact::ratio(9, 16));
        let f64s = NoiseLevel::new(0.6, 0.8).unwrap();
        assert_within(f64s.log_snr(), Real::ln(0.5625_f64), 6.0 * U);
    }

    #[test]
    fn by_bad_input() {
        let error = |alpha, sigma| NoiseLevel::new(alpha, sigma).unwrap_err().to_string();
        for bad in [-0.1, f64::NAN, f64::INFINITY] {
            assert_eq!(
                error(bad, 1.0),
                format!("alpha is {bad:?}: give a finite number ≥ 0")
            );
            assert_eq!(
                error(1.0, bad),
                format!("sigma is {bad:?}: give a finite number ≥ 0")
            );
        }
        assert_eq!(
            error(0.0, 0.0),
            "noise level (alpha, sigma) is (0.0, 0.0): one of the two must be positive"
        );
        assert!(NoiseLevel::new(0.0, 1.0).is_ok() && NoiseLevel::new(1.0, 0.0).is_ok());
    }
}

mod the_linter_finds_each_fault {
    use super::*;

    fn sigmas(values: &[f64]) -> Vec<NoiseLevel<f64>> {
        values
            .iter()
            .map(|&sigma| NoiseLevel::unscaled(sigma).unwrap())
            .collect()
    }

    fn flow(times: &[f64]) -> Vec<NoiseLevel<f64>> {
        times
            .iter()
            .map(|&t| Continuous::RectifiedFlow.level(t).unwrap())
            .collect()
    }

    /// A flow in quarters is clean in every respect.
    #[test]
    fn by_exact_arithmetic() {
        assert_eq!(lint(&flow(&[1.0, 0.75, 0.5, 0.25, 0.0]), 4), []);
    }

    /// One planted fault at a time, and nothing else is reported.
    #[test]
    fn by_counterexample() {
        let clean = [1.0, 0.75, 0.5, 0.25, 0.0];
        assert_eq!(
            lint(&flow(&clean), 5),
            [Finding::Count { asked: 5, found: 4 }]
        );
        assert_eq!(
            lint(&flow(&[1.0, 0.5, 0.75, 0.0]), 3),
            [Finding::NotMonotone { at: 2 }]
        );
        assert_eq!(
            lint(&flow(&[1.0, 0.5, 0.5, 0.0]), 3),
            [Finding::Duplicate { at: 2 }]
        );
        assert_eq!(
            lint(&flow(&[0.75, 0.5, 0.0]), 2),
            [Finding::TerminalSnr { snr: 1.0 / 9.0 }]
        );
        assert_eq!(
            lint(&flow(&[1.0, 0.5, 0.25]), 2),
            [Finding::LastSigma { sigma: 0.25 }]
        );
        // unscaled levels always keep signal: that finding is expected here
        let kept = |sigma: f64| Finding::TerminalSnr {
            snr: (1.0 / sigma).powi(2),
        };
        let format = Format::F16;
        assert_eq!(
            lint(&sigmas(&[65536.0 * 2.0, 1.0, 0.0]), 2),
            [kept(131_072.0), Finding::Lost { at: 0, format }]
        );
        assert_eq!(
            lint(&sigmas(&[1.0, 1e-9, 0.0]), 2),
            [
                kept(1.0),
                Finding::Lost { at: 1, format },
                Finding::Collision { at: 2, format }
            ]
        );
        let next = 1.0 + f64::from(f32::EPSILON);
        assert_eq!(
            lint(&sigmas(&[next, 1.0, 0.0]), 2),
            [Format::F16, Format::Bf16]
                .map(|format| Finding::Collision { at: 1, format })
                .into_iter()
                .fold(vec![kept(next)], |mut all, finding| {
                    all.push(finding);
                    all
                })
        );
        let closer = 1.0 + f64::EPSILON;
        assert_eq!(lint(&sigmas(&[closer, 1.0, 0.0]), 2).len(), 4);
        assert_eq!(lint(&[], 0), []);
    }

    /// What ports have shipped: bf16 tables of a thousand steps collide, DDPM keeps signal at T.
    #[test]
    fn by_reference_values() {
        let schedule = ddpm();
        let levels: Vec<NoiseLevel<f64>> = schedule.levels().iter().rev().copied().collect();
        let findings = lint(&levels, 1000);
        let collides = |wanted: Format| {
            findings
                .iter()
                .any(|f| matches!(f, Finding::Collision { format, .. } if *format == wanted))
        };
        assert!(collides(Format::Bf16) && !collides(Format::F16) && !collides(Format::F32));
        assert!(
            matches!(findings[0], Finding::TerminalSnr { snr } if (snr - 4.036e-5).abs() < 1e-8)
        );
        assert_eq!(Format::Bf16.round(1.003), bf16::from_f64(1.003).to_f64());
        assert_eq!(Format::F16.round(65536.0), f64::INFINITY);
        assert_eq!(Format::F32.round(0.1), f64::from(0.1_f32));
    }

    /// Every finding reads as a sentence.
    #[test]
    fn by_bad_input() {
        let format = Format::Bf16;
        let sentences = [
            (
                Finding::Count { asked: 5, found: 4 },
                "5 steps asked for, 4 found",
            ),
            (
                Finding::NotMonotone { at: 2 },
                "level 2 is noisier than level 1",
            ),
            (
                Finding::Duplicate { at: 2 },
                "level 2 repeats level 1: a step that does nothing",
            ),
            (
                Finding::TerminalSnr { snr: 4.04e-5 },
                "the first level keeps signal (SNR 4.0e-5); pure noise is not its law",
            ),
            (
                Finding::LastSigma { sigma: 0.25 },
                "the last level keeps noise (σ = 2.5e-1); so does every sample",
            ),
            (
                Finding::Lost { at: 3, format },
                "level 3 overflows or underflows in bf16",
            ),
            (
                Finding::Collision {
                    at: 3,
                    format: Format::F16,
                },
                "levels 2 and 3 are the same in f16",
            ),
            (
                Finding::Collision {
                    at: 1,
                    format: Format::F32,
                },
                "levels 0 and 1 are the same in f32",
            ),
        ];
        for (finding, sentence) in sentences {
            assert_eq!(finding.to_string(), sentence);
        }
    }
}
