//! Claims of DDIM: steps that share their marginals, from the posterior to a deterministic map; and of the loop.

use std::cell::RefCell;

use ndarray::{Array2, array};
use ndarray_rand::rand::Rng;
use ndarray_rand::rand_distr::{Distribution, StandardNormal};
use proptest::prelude::*;
use tweedie::data::{Denoiser, Mixture};
use tweedie::ddim::{Branch, inversion, std, step, step_with_std};
use tweedie::edm;
use tweedie::gaussian::{Gaussian, Kernel};
use tweedie::level::{LevelPair, NoiseLevel};
use tweedie::merging;
use tweedie::posterior::posterior;
use tweedie::sampler::{Method, Move, ReverseVar, run, standard_normal};
use tweedie::scalar::{Certified, Dual, Exact, Field, Real, Running};
use tweedie::schedule::{Continuous, Discrete, Spacing, linear};
use tweedie::step::Step;

use crate::support::{
    Coordinatewise, Order, U, any_pair, assert_five_standard_errors, assert_vanishes,
    assert_within, gaussian_denoiser, geometric, law, lifted, no_noise, pairs, pythagorean, rng,
    roll, triple_descent, triple_pairs, walk,
};

const BRANCHES: [Branch; 2] = [Branch::Aligned, Branch::Reflected];

/// Shares of σ_s that leave a rational weight on the old noise: both ends, and legs of Pythagorean triangles between.
fn shares() -> [Exact; 6] {
    [(0, 1), (3, 5), (4, 5), (5, 13), (12, 13), (1, 1)].map(|(p, q)| Exact::ratio(p, q))
}

/// The η at which fresh noise is `share` of all noise, `η = share σ_t/σ_ts`; rational on triple pairs.
fn eta_of_share(pair: LevelPair<Exact>, share: Exact) -> Exact {
    let var_ts = merging::between(pair).unwrap().var();
    share * pair.t().sigma() / var_ts.sqrt()
}

/// The law of x_s given x_t, with x₀ held.
fn kernel<T: Field>(step: Step<T>, x0: T) -> Kernel<T> {
    Kernel::new(step.on_x_t, step.on_x0 * x0, step.on_noise.squared()).unwrap()
}

/// The law of x_t given x₀ and nothing else, as a kernel that forgets its argument.
fn marginal<T: Field>(t: NoiseLevel<T>, x0: T) -> Kernel<T> {
    Kernel::new(T::zero(), t.alpha() * x0, t.sigma().squared()).unwrap()
}

fn pair_of<T: Field>(levels: &[NoiseLevel<T>]) -> LevelPair<T> {
    LevelPair::new(levels[1], levels[0]).unwrap()
}

/// DDPM's schedule.
fn linear_schedule<T: Field>() -> Discrete<T> {
    Discrete::from_betas(&linear(T::ratio(1, 10_000), T::ratio(1, 50), 1000).unwrap()).unwrap()
}

const SPACINGS: [Spacing; 3] = [
    Spacing::Leading { offset: 0 },
    Spacing::Trailing,
    Spacing::Linspace,
];

/// Step counts, of which most do not divide 1000.
const COUNTS: [usize; 5] = [7, 30, 50, 150, 300];

mod coefficients_solve_the_two_marginal_equations {
    use super::*;

    /// `k + m α_t = α_s` and `m² σ²_t + std² = σ²_s`, on both branches and in the interior of std.
    #[test]
    fn by_exact_arithmetic() {
        for pair in pairs::<Exact>() {
            let (s, t) = (pair.s(), pair.t());
            for std in shares().map(|share| share * s.sigma()) {
                for branch in BRANCHES {
                    let step = step_with_std(pair, std, branch).unwrap();
                    let (k, m) = (step.on_x0, step.on_x_t);
                    assert_eq!(k + m * t.alpha(), s.alpha());
                    assert_eq!(
                        m.squared() * t.sigma().squared() + std.squared(),
                        s.sigma().squared()
                    );
                    assert_eq!(step.on_noise, std);
                }
            }
        }
    }

    /// The same where roots are irrational: the defects are enclosed in next to nothing around 0.
    #[test]
    fn by_certified_enclosure() {
        for pair in pairs::<Certified>() {
            let (s, t) = (pair.s(), pair.t());
            for share in [(1, 2), (1, 3), (7, 8)] {
                let std = Certified::ratio(share.0, share.1) * s.sigma();
                for branch in BRANCHES {
                    let step = step_with_std(pair, std, branch).unwrap();
                    let (k, m) = (step.on_x0, step.on_x_t);
                    let mean = k + m * t.alpha() - s.alpha();
                    let var =
                        m.squared() * t.sigma().squared() + std.squared() - s.sigma().squared();
                    for defect in [mean, var] {
                        assert!(defect.contains(0.0) && defect.width() < 1e-60, "{defect:?}");
                    }
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

        /// For any η up to 1, within the running error.
        #[test]
        fn by_property(pair in any_pair(), eta in 0.0..=1.0f64) {
            let pair = lifted::<Running>(pair);
            let (s, t) = (pair.s(), pair.t());
            let step = step(pair, Running::exact(eta)).unwrap();
            assert_vanishes(step.on_x0 + step.on_x_t * t.alpha() - s.alpha());
            assert_vanishes(
                step.on_x_t.squared() * t.sigma().squared() + step.on_noise.squared()
                    - s.sigma().squared(),
            );
        }
    }
}

mod marginal_equations_have_no_third_solution {
    use super::*;

    /// `m² σ²_t + std² − σ²_s = σ²_t (m − m₊)(m − m₋)` at three m, hence at all: a quadratic has two roots.
    #[test]
    fn by_exact_arithmetic() {
        for pair in pairs::<Exact>() {
            let (s, t) = (pair.s(), pair.t());
            for std in shares().map(|share| share * s.sigma()) {
                let [plus, minus] =
                    BRANCHES.map(|branch| step_with_std(pair, std, branch).unwrap().on_x_t);
                for m in [-3, 0, 5].map(|m| Exact::ratio(m, 4)) {
                    assert_eq!(
                        m.squared() * t.sigma().squared() + std.squared() - s.sigma().squared(),
                        t.sigma().squared() * (m - plus) * (m - minus)
                    );
                }
            }
        }
    }
}

mod branches_are_mirror_images {
    use super::*;

    /// Seen from the signal α_s x₀, the aligned step keeps the side on which x_t lies, the reflected one changes it.
    #[test]
    fn by_exact_arithmetic() {
        let (x0, eps) = (Exact::ratio(2, 3), Exact::ratio(-5, 7));
        for pair in pairs::<Exact>() {
            let (s, t) = (pair.s(), pair.t());
            let x_t = t.alpha() * x0 + t.sigma() * eps;
            for share in shares() {
                let [aligned, reflected] = BRANCHES.map(|branch| {
                    let step = step_with_std(pair, share * s.sigma(), branch).unwrap();
                    step.apply(x_t, x0, Exact::zero()) - s.alpha() * x0
                });
                assert_eq!(aligned, -reflected);
                assert!(aligned * eps >= Exact::zero());
            }
        }
    }
}

mod marginals_do_not_depend_on_eta {
    use super::*;

    /// With x₀ held, N(α x₀, σ²) goes to N(α x₀, σ²) at every level, whatever each step's std and branch.
    #[test]
    fn by_iterating_the_chain() {
        let x0 = Exact::ratio(7, 4);
        let levels: Vec<NoiseLevel<Exact>> = [(8, 9), (5, 8), (3, 7), (2, 7), (1, 9), (1, 20)]
            .map(|(p, q)| pythagorean(p, q))
            .into();
        for first in 0..6 {
            let mut walked = marginal(levels[0], x0);
            for (i, neighbours) in levels.windows(2).enumerate() {
                let pair = pair_of(neighbours);
                let std = shares()[(first + i) % 6] * pair.s().sigma();
                let step = step_with_std(pair, std, BRANCHES[i % 2]).unwrap();
                walked = walked.then(kernel(step, x0));
                assert_eq!(walked, marginal(pair.s(), x0));
            }
        }
    }

    /// The same by η, in the interior and up to the bound 5/4, down to the clean data.
    #[test]
    fn by_exact_arithmetic() {
        let x0 = Exact::ratio(-3, 4);
        let mut levels = triple_descent::<Exact>();
        levels.push(NoiseLevel::clean());
        for eta in [(0, 1), (25, 52), (3, 4), (1, 1), (15, 13), (5, 4)] {
            let eta = Exact::ratio(eta.0, eta.1);
            let mut walked = marginal(levels[0], x0);
            for step in (Method::Ddim { eta }).plan(&levels).unwrap() {
                walked = walked.then(kernel(step.predict, x0));
                assert_eq!(walked, marginal(step.to, x0));
            }
        }
    }

    /// Points of the roll, noised to one level and stepped at η = ½ to another, have that level's noise.
    #[test]
    fn on_the_swiss_roll() {
        let roll = roll();
        let schedule = linear_schedule::<f64>();
        let pair =
            LevelPair::new(schedule.level(150).unwrap(), schedule.level(400).unwrap()).unwrap();
        let (s, t) = (pair.s(), pair.t());
        let step = step(pair, 0.5).unwrap();
        let mut rng = rng(30);
        let draws: Vec<[f64; 2]> = (0..50_000)
            .map(|_| {
                let point = rng.random_range(0..roll.components());
                let x0 = roll.means()[[point, rng.random_range(0..2)]];
                let mut z = || -> f64 { StandardNormal.sample(&mut rng) };
                let x_t = t.alpha() * x0 + t.sigma() * z();
                [(step.apply(x_t, x0, z()) - s.alpha() * x0) / s.sigma(), x0]
            })
            .collect();
        let column = |f: &dyn Fn(&[f64; 2]) -> f64| draws.iter().map(f).collect::<Vec<f64>>();
        assert_five_standard_errors(&column(&|d| d[0]), 0.0);
        assert_five_standard_errors(&column(&|d| d[0] * d[0]), 1.0);
        assert_five_standard_errors(&column(&|d| d[0].powi(4)), 3.0);
        assert_five_standard_errors(&column(&|d| d[0] * d[1]), 0.0);
    }

    /// DDPM's schedule in 7 to 300 steps, most of which do not divide 1000: every visited level has its own variance,
    /// within the running error.
    #[test]
    fn by_exact_law() {
        let x0 = Running::exact(1.25);
        let schedule = linear_schedule::<Running>();
        for spacing in SPACINGS {
            for n in COUNTS {
                let levels = schedule
                    .descent(&spacing.timesteps(1000, n).unwrap())
                    .unwrap();
                for eta in [(0, 1), (1, 2), (1, 1)] {
                    let eta = Running::ratio(eta.0, eta.1);
                    let mut walked = marginal(levels[0], x0);
                    for step in (Method::Ddim { eta }).plan(&levels).unwrap() {
                        walked = walked.then(kernel(step.predict, x0));
                        let truth = marginal(step.to, x0);
                        assert_vanishes(walked.shift() - truth.shift());
                        assert_vanishes(walked.var() - truth.var());
                    }
                }
            }
        }
    }
}

mod fresh_noise_is_at_most_that_of_the_level {
    use super::*;

    /// All noise fresh: the step forgets x_t.
    #[test]
    fn by_limit() {
        for pair in pairs::<Exact>() {
            let s = pair.s();
            for branch in BRANCHES {
                assert_eq!(
                    step_with_std(pair, s.sigma(), branch).unwrap(),
                    Step {
                        on_x_t: Exact::zero(),
                        on_x0: s.alpha(),
                        on_noise: s.sigma()
                    }
                );
            }
        }
    }

    /// Outside [0, σ_s] the standard deviation is refused.
    #[test]
    fn by_bad_input() {
        let pair = LevelPair::new(
            NoiseLevel::new(0.8, 0.6).unwrap(),
            NoiseLevel::new(0.6, 0.8).unwrap(),
        )
        .unwrap();
        for (bad, shown) in [
            (-f64::MIN_POSITIVE, "-2.2250738585072014e-308"),
            (0.6 + f64::EPSILON, "0.6000000000000002"),
            (f64::NAN, "NaN"),
            (f64::INFINITY, "inf"),
        ] {
            for branch in BRANCHES {
                assert_eq!(
                    step_with_std(pair, bad, branch).unwrap_err().to_string(),
                    format!(
                        "standard deviation of fresh noise is {shown}: it lies between 0 and σ_s = 0.6"
                    )
                );
            }
        }
    }
}

mod eta_is_at_most_where_all_noise_is_fresh {
    use super::*;

    /// At `η = σ_t/σ_ts`, which is above 1, the step forgets x_t.
    #[test]
    fn by_exact_arithmetic() {
        for pair in triple_pairs::<Exact>() {
            let bound = eta_of_share(pair, Exact::one());
            assert!(bound > Exact::one());
            let all_fresh = step_with_std(pair, pair.s().sigma(), Branch::Aligned);
            assert_eq!(step(pair, bound), all_fresh);
        }
    }

    /// At clean data there is no noise for η to share out, and at pure noise the bound is 1.
    #[test]
    fn by_limit() {
        let t: NoiseLevel<Exact> = pythagorean(2, 7);
        let to_clean = LevelPair::new(NoiseLevel::clean(), t).unwrap();
        for eta in [0, 1, 7] {
            let step = step(to_clean, Exact::int(eta)).unwrap();
            assert_eq!(step.on_x0, Exact::one());
            assert_eq!(step.on_x_t, Exact::zero());
            assert_eq!(step.on_noise, Exact::zero());
        }
        let noise = NoiseLevel::new(Exact::zero(), Exact::one()).unwrap();
        let from_noise = LevelPair::new(t, noise).unwrap();
        assert_eq!(
            step(from_noise, Exact::one()),
            step_with_std(from_noise, t.sigma(), Branch::Aligned)
        );
        assert!(step(from_noise, Exact::ratio(1001, 1000)).is_err());
    }

    /// Just inside the bound of 5/4 a step is given, just outside it is refused, as is all that is negative or no number.
    #[test]
    fn by_bad_input() {
        let pair = LevelPair::new(
            NoiseLevel::unscaled(3.0_f64).unwrap(),
            NoiseLevel::unscaled(5.0).unwrap(),
        )
        .unwrap();
        // kept = 81/25 − (η² − 1) 144/25 falls by 72/5 times what η has above 5/4
        let inside = step(pair, 1.25 - 1e-12).unwrap();
        assert_within(
            (inside.on_x_t * 5.0).powi(2),
            14.4e-12,
            1e-23 + 100.0 * U * 9.0,
        );
        for (bad, shown) in [
            (1.25 + 1e-12, "1.250000000001"),
            (2.0, "2.0"),
            (1e200, "1e200"),
            (-0.5, "-0.5"),
            (f64::NAN, "NaN"),
            (f64::INFINITY, "inf"),
        ] {
            assert_eq!(
                step(pair, bad).unwrap_err().to_string(),
                format!(
                    "eta is {shown}: it lies between 0 and σ_t/σ_ts (1 or a little more): 0 is deterministic, 1 the posterior"
                )
            );
        }
        assert!(std(pair, -0.5).is_err() && std(pair, f64::NAN).is_err());
    }
}

mod eta_one_is_the_posterior {
    use super::*;

    /// All three coefficients, where the root of the posterior's variance is rational.
    #[test]
    fn by_exact_arithmetic() {
        for pair in triple_pairs::<Exact>() {
            let (step, law) = (step(pair, Exact::one()).unwrap(), posterior(pair).unwrap());
            assert_eq!(step.on_x0, law.on_x0);
            assert_eq!(step.on_x_t, law.on_x_t);
            assert_eq!(step.on_noise.squared(), law.var);
            assert!(step.on_noise > Exact::zero());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

        /// On any levels, in f64 within the running error; and it is refused in neither f64 nor f32, however far
        /// apart the levels are.
        #[test]
        fn by_property(pair in any_pair()) {
            step(pair, 1.0).unwrap();
            step(lifted::<f32>(pair), 1.0).unwrap();
            let pair = lifted::<Running>(pair);
            let (step, law) = (step(pair, Running::one()).unwrap(), posterior(pair).unwrap());
            assert_vanishes(step.on_x0 - law.on_x0);
            assert_vanishes(step.on_x_t - law.on_x_t);
            assert_vanishes(step.on_noise.squared() - law.var);
        }
    }

    /// A step so long that the posterior hardly looks at x_t keeps its digits: its weight is good to 16 roundings.
    #[test]
    fn by_certified_enclosure() {
        for (sigma_s, sigma_t) in [(0.002, 80.0), (1e-3, 1e3), (1e-5, 80.0)] {
            let pair = LevelPair::new(
                NoiseLevel::unscaled(sigma_s).unwrap(),
                NoiseLevel::unscaled(sigma_t).unwrap(),
            )
            .unwrap();
            let truth = posterior(lifted::<Certified>(pair)).unwrap().on_x_t;
            let got = step(pair, 1.0).unwrap().on_x_t;
            assert!(
                truth.distance(got) <= 16.0 * U * got,
                "{sigma_s}, {sigma_t}"
            );
        }
    }
}

mod eta_scales_the_standard_deviation {
    use super::*;

    /// The variance of fresh noise is η² times that of x_s given x₀ and x_t, by Bayes' rule.
    #[test]
    fn by_scaling() {
        let x0 = Exact::ratio(4, 9);
        for pair in triple_pairs::<Exact>() {
            let prior = merging::marginal(pair.s()).unwrap().at(x0).unwrap();
            let var = merging::between(pair).unwrap().invert(prior).unwrap().var();
            for eta in [(0, 1), (1, 4), (1, 2), (3, 4), (1, 1), (9, 8)] {
                let eta = Exact::ratio(eta.0, eta.1);
                let fresh = std(pair, eta).unwrap();
                assert_eq!(fresh.squared(), eta.squared() * var);
                assert!(fresh >= Exact::zero());
            }
            for share in shares() {
                let eta = eta_of_share(pair, share);
                let fresh = step(pair, eta).unwrap().on_noise;
                assert_eq!(fresh.squared(), eta.squared() * var);
                assert_eq!(fresh, share * pair.s().sigma());
            }
        }
    }

    /// DDIM eq. 16 in its own letters, where α is the square of ours.
    #[test]
    fn by_certified_enclosure() {
        let one = Certified::one();
        let levels: Vec<NoiseLevel<Certified>> = [(8, 9), (5, 8), (3, 7), (2, 7), (1, 9)]
            .map(|(p, q)| pythagorean(p, q))
            .into();
        for neighbours in levels.windows(2) {
            let pair = pair_of(neighbours);
            let (before, now) = (pair.s().alpha().squared(), pair.t().alpha().squared());
            for eta in [(1, 4), (1, 2), (3, 4)] {
                let eta = Certified::ratio(eta.0, eta.1);
                let printed =
                    eta * ((one - before) / (one - now)).sqrt() * (one - now / before).sqrt();
                let defect = step(pair, eta).unwrap().on_noise - printed;
                assert!(defect.contains(0.0) && defect.width() < 1e-60, "{defect:?}");
            }
        }
    }
}

mod deterministic_step_is_eulers_in_edm_sigma {
    use super::*;

    /// `x̂_s = x̂_t + (σ̂_s − σ̂_t) ε` with `x̂ = x/α`, `σ̂ = σ/α`, by hand; and EDM's own step.
    #[test]
    fn by_exact_arithmetic() {
        let (x0, x_t) = (Exact::ratio(3, 8), Exact::ratio(-11, 5));
        for pair in pairs::<Exact>() {
            let (s, t) = (pair.s(), pair.t());
            if t.alpha() == Exact::zero() {
                continue; // x̂ is not defined at pure noise; DDIM is
            }
            let step = step(pair, Exact::zero()).unwrap();
            let eps = (x_t - t.alpha() * x0) / t.sigma();
            let x_hat = x_t / t.alpha() + (s.edm_sigma() - t.edm_sigma()) * eps;
            assert_eq!(step.apply(x_t, x0, Exact::one()), s.alpha() * x_hat);
            assert_eq!(step, edm::euler(t, s).unwrap());
        }
    }

    /// As a function of the level it leads to, the step has slope ε: it follows `dx̂ = ε dσ̂`.
    #[test]
    fn by_derivative() {
        type D = Dual<Exact>;
        let (x0, x_t) = (D::ratio(3, 8), D::ratio(-11, 5));
        for (sigma_s, sigma_t) in [((1, 3), (1, 2)), ((2, 7), (9, 4)), ((5, 1), (80, 1))] {
            let sigma_s = Dual::variable(Exact::ratio(sigma_s.0, sigma_s.1));
            let sigma_t = D::ratio(sigma_t.0, sigma_t.1);
            let pair = LevelPair::new(
                NoiseLevel::unscaled(sigma_s).unwrap(),
                NoiseLevel::unscaled(sigma_t).unwrap(),
            )
            .unwrap();
            let x_s = step(pair, D::zero()).unwrap().apply(x_t, x0, D::zero());
            let eps = (x_t - x0) / sigma_t;
            assert_eq!(x_s.slope, eps.value);
        }
    }
}

mod any_earlier_level_may_come_next {
    use super::*;

    /// With x₀ held, t → s → r is t → r, neighbours or not.
    #[test]
    fn by_iterating_the_chain() {
        let levels: Vec<NoiseLevel<Exact>> = [(8, 9), (5, 8), (3, 7), (2, 7), (1, 9), (1, 20)]
            .map(|(p, q)| pythagorean(p, q))
            .into_iter()
            .chain([NoiseLevel::clean()])
            .collect();
        let x0 = Exact::ratio(5, 3);
        let leap = |t: usize, s: usize| {
            let pair = LevelPair::new(levels[s], levels[t]).unwrap();
            kernel(step(pair, Exact::zero()).unwrap(), x0)
        };
        for t in 0..levels.len() {
            for s in t + 1..levels.len() {
                for r in s + 1..levels.len() {
                    assert_eq!(leap(t, s).then(leap(s, r)), leap(t, r));
                }
            }
        }
    }
}

mod inversion_undoes_the_step {
    use super::*;

    /// Exactly, where ε is held: in both orders.
    #[test]
    fn by_exact_arithmetic() {
        let (x0, eps) = (Exact::ratio(-2, 3), Exact::ratio(7, 5));
        let zero = Exact::zero();
        for pair in pairs::<Exact>() {
            let t = pair.t();
            let x_t = t.alpha() * x0 + t.sigma() * eps;
            let x_s = step(pair, zero).unwrap().apply(x_t, x0, zero);
            let back = inversion(pair);
            assert_eq!(back.on_x_s * x_s + back.on_eps * eps, x_t);
        }
    }

    /// With ε asked for again on the way back, to first order: on points of the roll.
    #[test]
    fn by_convergence_order() {
        let roll = roll();
        let start = Array2::from_shape_fn((4, 2), |(i, j)| 2.5 * Real::cos((2 * i + 5 * j) as f64));
        let errors: Vec<f64> = [32, 64, 128, 256, 512]
            .iter()
            .map(|&n| {
                let levels = geometric(2.0, 0.4, n);
                let plan = (Method::Ddim { eta: 0.0 }).plan(&levels).unwrap();
                let end = run(&plan, &roll, start.clone(), &mut no_noise, |_, _| ()).unwrap();
                let back = levels.windows(2).rev().fold(end, |x, neighbours| {
                    let pair = pair_of(neighbours);
                    let s = pair.s();
                    let x0 = roll.denoise(x.view(), s).unwrap();
                    let eps = (&x - &x0 * s.alpha()) / s.sigma();
                    let inversion = inversion(pair);
                    x * inversion.on_x_s + eps * inversion.on_eps
                });
                (back - &start).mapv(f64::abs).sum()
            })
            .collect();
        Order::of_halvings(&errors).assert_is(1.0);
    }
}

mod converges_to_the_flow_at_first_order {
    use super::*;

    /// On data N(0, c²) the flow scales x̂ by `√(c² + σ̂²)`; DDIM's error halves with its steps.
    #[test]
    fn by_convergence_order() {
        let c: f64 = 0.5;
        let data = Mixture::gaussian(array![0.0], c * c).unwrap();
        let variance_preserving = Continuous::Vp {
            beta_min: 0.1,
            beta_max: 20.0,
        };
        for process in [variance_preserving, Continuous::RectifiedFlow] {
            let errors: Vec<f64> = [64, 128, 256, 512, 1024]
                .iter()
                .map(|&n: &u32| {
                    let levels: Vec<NoiseLevel<f64>> = (0..=n)
                        .map(|i| 0.9 - 0.8 * f64::from(i) / f64::from(n))
                        .map(|time| process.level(time).unwrap())
                        .collect();
                    let spread = |l: NoiseLevel<f64>| l.alpha() * c.hypot(l.edm_sigma());
                    let (first, last) = (levels[0], levels[levels.len() - 1]);
                    let plan = (Method::Ddim { eta: 0.0 }).plan(&levels).unwrap();
                    let end = walk(&plan, &data, spread(first), &[]);
                    (end - spread(last)).abs()
                })
                .collect();
            Order::of_halvings(&errors).assert_is(1.0);
        }
    }

    /// On the roll, where no closed form is known: what is gained by doubling the steps halves.
    #[test]
    fn on_the_swiss_roll() {
        let roll = roll();
        let start = Array2::from_shape_fn((4, 2), |(i, j)| 2.5 * Real::cos((3 * i + 4 * j) as f64));
        let ends: Vec<Array2<f64>> = [16, 32, 64, 128, 256, 512]
            .iter()
            .map(|&n| {
                let plan = (Method::Ddim { eta: 0.0 })
                    .plan(&geometric(2.0, 0.4, n))
                    .unwrap();
                run(&plan, &roll, start.clone(), &mut no_noise, |_, _| ()).unwrap()
            })
            .collect();
        let gains: Vec<f64> = ends
            .windows(2)
            .map(|pair| (&pair[1] - &pair[0]).mapv(f64::abs).sum())
            .collect();
        Order::of_halvings(&gains).assert_is(1.0);
    }
}

mod deterministic_step_is_exact_for_a_point {
    use super::*;

    /// However long the step, a point's noise is scaled by σ_s/σ_t and its signal by α_s/α_t.
    #[test]
    fn by_exact_law() {
        let (x0, eps) = (Exact::ratio(9, 4), Exact::ratio(-1, 6));
        for pair in pairs::<Exact>() {
            let on_line = |l: NoiseLevel<Exact>| l.alpha() * x0 + l.sigma() * eps;
            let step = step(pair, Exact::zero()).unwrap();
            let x_s = step.apply(on_line(pair.t()), x0, Exact::one());
            assert_eq!(x_s, on_line(pair.s()));
        }
    }
}

mod deterministic_step_under_disperses_gaussian_data {
    use super::*;

    /// A step on data N(μ, c²) keeps the mean, and the variance `V = α²c² + σ²` comes short by
    /// `c² (α_s σ_t − α_t σ_s)²/V_t`, however short the step: with the posterior mean for x₀ the marginals are not kept.
    #[test]
    fn by_exact_law() {
        let (mean, var) = (Exact::ratio(5, 6), Exact::ratio(4, 9));
        let data = Gaussian::new(mean, var).unwrap();
        for pair in pairs::<Exact>() {
            let (s, t) = (pair.s(), pair.t());
            let [now, then] = [t, s].map(|l| merging::marginal(l).unwrap().push(data).unwrap());
            let plan = (Method::Ddim { eta: Exact::zero() }).plan(&[t, s]).unwrap();
            let got = law(&plan, &gaussian_denoiser(mean, var), now.mean(), now.var());
            assert_eq!(got.mean, then.mean());
            let angle = s.alpha() * t.sigma() - t.alpha() * s.sigma();
            let short = then.var() - got.var;
            assert_eq!(short, var * angle.squared() / now.var());
            assert!(short > Exact::zero());
        }
    }
}

mod stochastic_law_on_gaussian_data {
    use super::*;

    /// DDIM eq. 12 term by term, with the variance of Bayes' rule: "predicted x₀", "direction pointing to x_t",
    /// "random noise".
    fn by_terms(pair: LevelPair<Exact>, eta: Exact, data: Gaussian<Exact>) -> Kernel<Exact> {
        let (s, t) = (pair.s(), pair.t());
        let predicted = merging::marginal(t).unwrap().invert(data).unwrap();
        let (a, b) = (predicted.scale(), predicted.shift());
        let fresh = if s.sigma() == Exact::zero() {
            Exact::zero()
        } else {
            let prior = merging::marginal(s).unwrap().at(Exact::zero()).unwrap();
            let bayes = merging::between(pair).unwrap().invert(prior).unwrap();
            eta.squared() * bayes.var()
        };
        let direction = (s.sigma().squared() - fresh).sqrt();
        Kernel::new(
            s.alpha() * a + direction * (Exact::one() - t.alpha() * a) / t.sigma(),
            s.alpha() * b - direction * t.alpha() * b / t.sigma(),
            fresh,
        )
        .unwrap()
    }

    /// The loop at interior η, from its responses to every single noise.
    #[test]
    fn by_exact_law() {
        let (mean, var) = (Exact::ratio(5, 6), Exact::ratio(4, 9));
        let data = Gaussian::new(mean, var).unwrap();
        let mut levels = triple_descent::<Exact>();
        levels.push(NoiseLevel::clean());
        for eta in [(0, 1), (25, 52), (3, 4), (1, 1), (15, 13)] {
            let eta = Exact::ratio(eta.0, eta.1);
            let plan = (Method::Ddim { eta }).plan(&levels).unwrap();
            let start = merging::marginal(levels[0]).unwrap().push(data).unwrap();
            let got = law(
                &plan,
                &gaussian_denoiser(mean, var),
                start.mean(),
                start.var(),
            );
            let truth = levels
                .windows(2)
                .map(|neighbours| by_terms(pair_of(neighbours), eta, data))
                .reduce(Kernel::then)
                .unwrap()
                .push(start)
                .unwrap();
            assert_eq!(got.mean, truth.mean());
            assert_eq!(got.var, truth.var());
        }
    }

    /// Ten thousand samples at η = ½ and ¾ have that mean and variance.
    #[test]
    fn by_monte_carlo() {
        let data = Mixture::gaussian(array![0.7], 0.3).unwrap();
        let schedule = linear_schedule::<f64>();
        let levels = schedule
            .descent(&Spacing::Trailing.timesteps(1000, 7).unwrap())
            .unwrap();
        for eta in [0.5, 0.75] {
            let plan = (Method::Ddim { eta }).plan(&levels).unwrap();
            let mut rng = rng(31);
            let start = standard_normal(&mut rng)((10_000, 1));
            let mut noise = standard_normal(&mut rng);
            let end = run(&plan, &data, start, &mut noise, |_, _| ()).unwrap();
            let truth = law(&plan, &gaussian_denoiser(0.7, 0.3), 0.0, 1.0);
            let squares = end.mapv(|x| (x - truth.mean).powi(2));
            assert_five_standard_errors(end.as_slice().unwrap(), truth.mean);
            assert_five_standard_errors(squares.as_slice().unwrap(), truth.var);
        }
    }
}

mod ancestral_sampling_is_eta_one {
    use super::*;

    /// DDPM's sampler with the posterior's variance and DDIM at η = 1 are one plan.
    #[test]
    fn by_exact_arithmetic() {
        let mut levels = triple_descent::<Exact>();
        levels.push(NoiseLevel::clean());
        assert_eq!(
            Method::Ancestral(ReverseVar::Posterior).plan(&levels),
            (Method::Ddim { eta: Exact::one() }).plan(&levels)
        );
    }
}

mod ancestral_variances_are_those_of_a_point_and_of_unit_variance {
    use super::*;

    /// With β̃ a point's marginals are kept; with β those of unit-variance data, on variance-preserving levels.
    #[test]
    fn by_exact_law() {
        let levels: Vec<NoiseLevel<Certified>> = [(8, 9), (5, 8), (3, 7), (2, 7), (1, 9)]
            .map(|(p, q)| pythagorean(p, q))
            .into();
        let plan = |choice| Method::Ancestral(choice).plan(&levels).unwrap();
        let vanishes = |defect: Certified| {
            assert!(defect.contains(0.0) && defect.width() < 1e-60, "{defect:?}");
        };

        let x0 = Certified::ratio(5, 4);
        let mut walked = marginal(levels[0], x0);
        for step in plan(ReverseVar::Posterior) {
            walked = walked.then(kernel(step.predict, x0));
            vanishes(walked.shift() - step.to.alpha() * x0);
            vanishes(walked.var() - step.to.sigma().squared());
        }

        let (zero, one) = (Certified::zero(), Certified::one());
        for step in plan(ReverseVar::Forward) {
            let got = law(&[step], &gaussian_denoiser(zero, one), zero, one);
            vanishes(got.var - one);
        }
    }

    /// The last step, to clean data, adds no noise: not even the forward step's.
    #[test]
    fn by_limit() {
        let levels = [pythagorean(2, 7), NoiseLevel::<Exact>::clean()];
        for choice in [ReverseVar::Forward, ReverseVar::Posterior] {
            let plan = Method::Ancestral(choice).plan(&levels).unwrap();
            assert_eq!(
                plan[0].predict,
                Step {
                    on_x_t: Exact::zero(),
                    on_x0: Exact::one(),
                    on_noise: Exact::zero()
                }
            );
        }
    }
}

mod last_sample_of_a_point_is_the_point {
    use super::*;

    /// To the bit, at any η, spacing and number of steps: the last level is the clean one.
    #[test]
    fn by_exact_law() {
        let point = array![[0.3, -1.7, 2.2]];
        let data = Mixture::points(point.clone()).unwrap();
        let schedule = linear_schedule::<f64>();
        for spacing in SPACINGS {
            for n in COUNTS {
                let levels = schedule
                    .descent(&spacing.timesteps(1000, n).unwrap())
                    .unwrap();
                let ancestral = [ReverseVar::Forward, ReverseVar::Posterior].map(Method::Ancestral);
                let ddim = [0.0, 0.5, 1.0].map(|eta| Method::Ddim { eta });
                for method in ancestral.into_iter().chain(ddim) {
                    let plan = method.plan(&levels).unwrap();
                    let mut rng = rng(32);
                    let mut noise = standard_normal(&mut rng);
                    let start = noise((2, 3));
                    let end = run(&plan, &data, start, &mut noise, |_, _| ()).unwrap();
                    for row in end.rows() {
                        assert_eq!(row, point.row(0));
                    }
                }
            }
        }
    }
}

mod a_plan_visits_the_levels_it_is_given {
    use super::*;

    /// Every number of steps out of 50: as many moves, each from its own level to the next, and the denoiser is asked
    /// at those levels.
    #[test]
    fn by_iterating_the_chain() {
        let schedule = Discrete::from_betas(&linear(1e-3, 0.2, 50).unwrap()).unwrap();
        for spacing in SPACINGS {
            for n in 1..=50 {
                let timesteps = spacing.timesteps(50, n).unwrap();
                let levels = schedule.descent(&timesteps).unwrap();
                let plan = (Method::Ddim { eta: 0.5 }).plan(&levels).unwrap();
                assert_eq!(plan.len(), n);
                let visited: Vec<_> = plan.iter().map(|step| (step.at, step.to)).collect();
                let wanted: Vec<_> = levels.windows(2).map(|pair| (pair[0], pair[1])).collect();
                assert_eq!(visited, wanted);

                let asked = RefCell::new(Vec::new());
                let denoiser = Coordinatewise {
                    dim: 1,
                    f: |x: f64, level| {
                        asked.borrow_mut().push(level);
                        0.5 * x
                    },
                };
                walk(&plan, &denoiser, 1.0, &vec![0.0; n - 1]);
                assert_eq!(asked.into_inner(), levels[..n]);
            }
        }
    }
}

/// A denoiser that is neither linear nor blind to its level.
fn crooked(x: Exact, level: NoiseLevel<Exact>) -> Exact {
    x.squared() / Exact::int(3) - level.sigma()
}

mod the_loop_applies_the_plan {
    use super::*;

    /// Coordinate by coordinate, from the definition of a step, with its own noise; and every state is shown.
    #[test]
    fn by_iterating_the_chain() {
        let levels = triple_descent::<Exact>()[..4].to_vec();
        let plan = (Method::Ddim {
            eta: Exact::ratio(3, 4),
        })
        .plan(&levels)
        .unwrap();
        let number = |seed: usize| {
            let seed = i64::try_from(seed).unwrap();
            Exact::ratio((seed * 7) % 11 - 5, 4)
        };
        let start = Array2::from_shape_fn((2, 3), |(i, j)| number(3 * i + j));
        let fresh = |call: usize| {
            Array2::from_shape_fn((2, 3), move |(i, j)| number(10 + 6 * call + 3 * i + j))
        };

        let mut calls = 0;
        let mut noise = |shape| {
            assert_eq!(shape, (2, 3));
            calls += 1;
            fresh(calls - 1)
        };
        let mut shown = Vec::new();
        let denoiser = Coordinatewise { dim: 3, f: crooked };
        let end = run(&plan, &denoiser, start.clone(), &mut noise, |i, x| {
            shown.push((i, x.clone()));
        })
        .unwrap();

        let mut x = start;
        for (i, step) in plan.iter().enumerate() {
            let z = fresh(i);
            x = Array2::from_shape_fn((2, 3), |at| {
                let x0 = crooked(x[at], levels[i]);
                step.predict.apply(x[at], x0, z[at])
            });
            assert_eq!(shown[i], (i, x.clone()));
        }
        assert_eq!(end, x);
        assert_eq!(shown.len(), 3);
        assert_eq!(calls, 3);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

        /// For any shape and seed every coordinate goes its own way, to the bit, whatever its neighbours do.
        #[test]
        fn by_property(n in 1..5usize, dim in 1..=64usize, eta in 0.0..=1.0f64, seed in 0..1000u64) {
            let levels = geometric(3.0, 0.1, 4);
            let plan = (Method::Ddim { eta }).plan(&levels).unwrap();
            let f = |x: f64, level: NoiseLevel<f64>| x / (1.0 + x * x + level.sigma());
            let mut rng = rng(seed);
            let mut normal = standard_normal(&mut rng);
            let start = normal((n, dim));
            let drawn = RefCell::new(Vec::new());
            let mut noise = |shape| {
                drawn.borrow_mut().push(normal(shape));
                drawn.borrow().last().unwrap().clone()
            };
            let end = run(&plan, &Coordinatewise { dim, f }, start.clone(), &mut noise, |_, _| ())
                .unwrap();
            let drawn = drawn.into_inner();
            for (at, &x) in start.indexed_iter() {
                let own: Vec<f64> = drawn.iter().map(|z| z[at]).collect();
                prop_assert_eq!(end[at], walk(&plan, &Coordinatewise { dim: 1, f }, x, &own));
            }
        }
    }

    /// What has the wrong number of coordinates is refused: the state, and the noise.
    #[test]
    fn by_bad_input() {
        let data = Mixture::points(array![[0.0, 1.0]]).unwrap();
        let levels = [3.0, 2.0, 1.0].map(|sigma| NoiseLevel::unscaled(sigma).unwrap());
        let plan = (Method::Ddim { eta: 0.5 }).plan(&levels).unwrap();
        let attempt = |start: (usize, usize), noise: (usize, usize)| {
            let mut fresh = |_| Array2::zeros(noise);
            let end = run(&plan, &data, Array2::zeros(start), &mut fresh, |_, _| ());
            end.map_err(|error| error.to_string())
        };
        assert_eq!(
            attempt((4, 3), (4, 3)).unwrap_err(),
            "number of coordinates of x is 3: the denoiser works in 2"
        );
        assert_eq!(
            attempt((4, 2), (4, 1)).unwrap_err(),
            "shape of a term is [4, 1]: the first term has [4, 2]"
        );
        assert!(attempt((4, 2), (4, 2)).is_ok());
    }
}

mod noise_is_asked_for_only_where_it_is_needed {
    use super::*;

    /// Not at all at η = 0; once a step otherwise, but for the step to clean data; of the state's shape.
    #[test]
    fn by_iterating_the_chain() {
        let mut levels = triple_descent::<f64>();
        levels.push(NoiseLevel::clean());
        let asked = |method: Method<f64>| {
            let plan = method.plan(&levels).unwrap();
            let denoiser = Coordinatewise {
                dim: 4,
                f: |x: f64, _| x,
            };
            let mut shapes = Vec::new();
            let mut noise = |shape| {
                shapes.push(shape);
                Array2::zeros(shape)
            };
            run(
                &plan,
                &denoiser,
                Array2::zeros((3, 4)),
                &mut noise,
                |_, _| (),
            )
            .unwrap();
            shapes
        };
        let every_step_but_the_last = vec![(3, 4); 4];
        assert_eq!(asked(Method::Ddim { eta: 0.0 }), []);
        assert_eq!(asked(Method::Euler), []);
        assert_eq!(asked(Method::Heun), []);
        assert_eq!(asked(Method::Ddim { eta: 0.5 }), every_step_but_the_last);
        assert_eq!(
            asked(Method::Ancestral(ReverseVar::Forward)),
            every_step_but_the_last
        );
    }
}

mod samples_do_not_depend_on_the_number_of_threads {
    use super::*;

    /// The same bits from 1, 2 and 5 threads.
    #[test]
    fn on_the_swiss_roll() {
        let roll = roll();
        let plan: Vec<Move<f64>> = (Method::Ddim { eta: 0.5 })
            .plan(&geometric(3.0, 0.1, 5))
            .unwrap();
        let sample = || {
            let mut rng = rng(33);
            let mut noise = standard_normal(&mut rng);
            let start = noise((37, 2));
            let end = run(&plan, &roll, start, &mut noise, |_, _| ()).unwrap();
            end.mapv(f64::to_bits)
        };
        let with_threads = |n| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(n).build();
            pool.unwrap().install(sample)
        };
        let alone = with_threads(1);
        assert_eq!(with_threads(2), alone);
        assert_eq!(with_threads(5), alone);
    }
}
