//! Claims of guidance: two conventions of one weight, what the guided law is not, and how values are held in range.

use ndarray::{Array2, array};
use proptest::prelude::*;
use tweedie::array::combine;
use tweedie::data::Mixture;
use tweedie::gaussian::Gaussian;
use tweedie::guidance::{
    Weights, classifier_on_gradient, dynamic_threshold, rescale, static_threshold,
};
use tweedie::level::NoiseLevel;
use tweedie::scalar::{Dual, Exact, Field, Real, Running};
use tweedie::score::Prediction;

use crate::support::{
    LEVELS, U, assert_within, exact_levels, gradient, labelled_roll, level, numbers, random_state,
    rng,
};

/// Rational numbers, from eighths.
fn eighths(numerators: &[i64]) -> Vec<Exact> {
    numerators.iter().map(|&n| Exact::ratio(n, 8)).collect()
}

mod scale_is_strength_plus_one {
    use super::*;

    /// `scale(1 + w) = strength(w)`, inside the range; taken for one another they differ by the whole of `cond − uncond`.
    #[test]
    fn by_exact_arithmetic() {
        let (cond, uncond) = (Exact::ratio(-7, 5), Exact::ratio(3, 11));
        for (numerator, denominator) in [(1, 3), (5, 2), (15, 2), (-1, 4)] {
            let w = Exact::ratio(numerator, denominator);
            assert_eq!(Weights::scale(Exact::one() + w), Weights::strength(w));
            let mistaken = Weights::strength(w).apply(cond, uncond);
            let meant = Weights::scale(w).apply(cond, uncond);
            assert_eq!(mistaken - meant, cond - uncond);
        }
    }

    /// One number each: `(1 − 3½)·1 + 3½·3` and `(1 + 3½)·3 − 3½·1`.
    #[test]
    fn by_reference_values() {
        assert_eq!(Weights::scale(3.5).apply(3.0, 1.0), 8.0);
        assert_eq!(Weights::strength(3.5).apply(3.0, 1.0), 10.0);
        assert_eq!(Weights::scale(1.0).apply(3.0, 1.0), 3.0);
        assert_eq!(Weights::strength(0.0).apply(3.0, 1.0), 3.0);
    }
}

mod same_weights_serve_every_prediction {
    use super::*;

    /// Guiding ε, v, the score or the velocity and converting to x₀ is guiding x₀: the weights sum to one.
    #[test]
    fn by_exact_arithmetic() {
        let weights = [
            Weights::scale(Exact::ratio(15, 2)),
            Weights::strength(Exact::ratio(2, 3)),
        ];
        for guide in weights {
            assert_eq!(guide.on_cond + guide.on_uncond, Exact::one());
            for t in exact_levels() {
                let x_t = Exact::ratio(13, 9);
                let [cond, uncond] = [Exact::ratio(-7, 5), Exact::ratio(3, 11)];
                let eps = |x0| (x_t - t.alpha() * x0) / t.sigma();
                for kind in [
                    Prediction::eps(),
                    Prediction::v(t),
                    Prediction::score(t).unwrap(),
                    Prediction::velocity(),
                ] {
                    let [on_cond, on_uncond] = [cond, uncond].map(|x0| kind.value(x0, eps(x0)));
                    let guided = guide.apply(on_cond, on_uncond);
                    let back = Prediction::x0().from(kind, t).unwrap();
                    assert_eq!(back.apply(x_t, guided), guide.apply(cond, uncond));
                }
            }
        }
    }
}

mod every_coordinate_is_guided_alike {
    use super::*;

    /// `guided − uncond = w (cond − uncond)` in each entry of an array of samples.
    #[test]
    fn by_exact_arithmetic() {
        let entry = |(i, j): (usize, usize), c: i64| {
            let place = i64::try_from(4 * i + j).unwrap();
            Exact::ratio(place * place - c, 7)
        };
        let cond = Array2::from_shape_fn((3, 4), |place| entry(place, 5));
        let uncond = Array2::from_shape_fn((3, 4), |(i, j)| entry((2 - i, 3 - j), 11));
        let w = Exact::ratio(15, 2);
        let guide = Weights::scale(w);
        let guided = combine(&[
            (guide.on_cond, cond.view()),
            (guide.on_uncond, uncond.view()),
        ])
        .unwrap();
        for (place, &guided) in guided.indexed_iter() {
            assert_eq!(guided - uncond[place], w * (cond[place] - uncond[place]));
            assert_eq!(guided, guide.apply(cond[place], uncond[place]));
        }
    }
}

mod classifier_guidance_is_classifier_free_guidance {
    use super::*;

    /// The exact classifier's gradient, by dual numbers, moves ε just as the exact conditional score does.
    fn assert_same(
        all: &Mixture,
        class: &Mixture,
        members: impl Fn(usize) -> bool,
        scales: (f64, f64),
        x: &[f64],
    ) {
        let t = level::<Running>(scales);
        let w = Running::exact(2.5);
        let classifier = all.at(level::<Dual<Running>>(scales)).unwrap();
        let x = numbers::<Running>(x);
        let slope = gradient(
            |y| {
                let shares = classifier.responsibilities(y).unwrap();
                let of_class = shares.into_iter().enumerate().filter(|(k, _)| members(*k));
                of_class
                    .fold(Dual::zero(), |sum, (_, share)| sum + share)
                    .ln()
            },
            &x,
        );
        let eps = |data: &Mixture| -> Vec<Running> {
            let score = data.at(t).unwrap().score(&x).unwrap();
            score.into_iter().map(|score| -t.sigma() * score).collect()
        };
        let (cond, uncond) = (eps(class), eps(all));
        for j in 0..x.len() {
            let by_classifier = uncond[j] + classifier_on_gradient(t, w) * slope[j];
            let free = Weights::scale(w).apply(cond[j], uncond[j]);
            assert_within(
                by_classifier.value,
                free.value,
                by_classifier.tolerance(U) + free.tolerance(U),
            );
        }
    }

    /// Two Gaussian classes of unequal share and variance.
    #[test]
    fn by_derivative() {
        let means = array![[1.0, 0.0], [-1.0, 0.5]];
        let all = Mixture::new(array![1.0, 3.0], means.clone(), array![0.25, 1.0]).unwrap();
        for (label, var) in [(0, 0.25), (1, 1.0)] {
            let class = Mixture::gaussian(means.row(label).to_owned(), var).unwrap();
            for scales in LEVELS {
                for x in [[0.0, 0.0], [0.75, -1.25]] {
                    assert_same(&all, &class, |k| k == label, scales, &x);
                }
            }
        }
    }

    /// The classes of the roll, where it is not sure of them.
    #[test]
    fn on_the_swiss_roll() {
        let (roll, mut rng) = (labelled_roll(), rng(300));
        for label in 0..3 {
            let class = roll.class(label).unwrap();
            for scales in [(0.6, 0.8), (1.0, 0.5), (0.125, 3.0)] {
                let x = random_state(2, level(scales), &mut rng);
                let members = |k| roll.labels[k] == label;
                assert_same(&roll.all().unwrap(), &class, members, scales, &x);
            }
        }
    }
}

mod guided_law_is_not_the_tilted_law {
    use super::*;

    /// The condition's law N(1, ¼), the unconditional N(0, 1), and w = 2: `p(x) p(y|x)² ∝ N(1, ¼)²/N(0, 1)` has precision
    /// `2·4 − 1 = 7`.
    const W: i64 = 2;

    fn pair<T: Field>() -> [Gaussian<T>; 2] {
        [
            Gaussian::new(T::one(), T::ratio(1, 4)).unwrap(),
            Gaussian::standard(),
        ]
    }

    /// At σ = 1 the guided score has slope `−(2/(5/4) − 1/2) = −11/10`; the tilted law, noised, has `−1/(1/7 + 1) = −7/8`. Both are
    /// −7 at σ = 0, and nowhere else the same.
    #[test]
    fn by_exact_arithmetic() {
        let slope = |law: Gaussian<Exact>, noise_var: Exact| {
            let [mean, var] = [law.mean(), law.var() + noise_var].map(Dual::constant);
            let x = Dual::variable(Dual::variable(Exact::ratio(2, 3)));
            let law = Gaussian::new(Dual::constant(mean), Dual::constant(var)).unwrap();
            (-Dual::ratio(1, 2) * law.squared_distance(x)).slope.slope
        };
        let tilted = Gaussian::new(Exact::ratio(8, 7), Exact::ratio(1, 7)).unwrap();
        for ((numerator, denominator), guided, noised) in [
            ((0, 1), (-7, 1), (-7, 1)),
            ((1, 1), (-11, 10), (-7, 8)),
            ((3, 4), (-10, 7), (-28, 25)),
        ] {
            let noise_var = Exact::ratio(numerator, denominator);
            let [cond, uncond] = pair().map(|law| slope(law, noise_var));
            let weights = Weights::scale(Exact::int(W));
            assert_eq!(
                weights.apply(cond, uncond),
                Exact::ratio(guided.0, guided.1)
            );
            assert_eq!(slope(tilted, noise_var), Exact::ratio(noised.0, noised.1));
        }
    }

    /// Carried from σ = 16 to 0 by the guided flow `dx/dσ = −σ ŝ`, the tilted law's noised variance ends at 0.0627 (at 1/16 from
    /// infinity), where the tilted law has 1/7: guidance over-sharpens.
    ///
    /// The flow is linear, so a variance is multiplied by the square of its slope,
    /// `(a²/(a² + S²))^w (b²/(b² + S²))^{1−w}`; here it is integrated by Runge–Kutta, whose error the halved step shows.
    #[test]
    fn by_counterexample() {
        let start = 16.0;
        let data =
            pair::<f64>().map(|law| Mixture::gaussian(array![law.mean()], law.var()).unwrap());
        let drift = |sigma: f64, x: f64| {
            let t = NoiseLevel::unscaled(sigma).unwrap();
            let [cond, uncond] =
                [0, 1].map(|i: usize| data[i].at(t).unwrap().score(&[x]).unwrap()[0]);
            -sigma * Weights::scale(2.0).apply(cond, uncond)
        };
        let end = |steps: u32, mut x: f64| {
            let h = -start / f64::from(steps);
            for i in 0..steps {
                let sigma = start + f64::from(i) * h;
                let k1 = drift(sigma, x);
                let k2 = drift(sigma + h / 2.0, x + h / 2.0 * k1);
                let k3 = drift(sigma + h / 2.0, x + h / 2.0 * k2);
                let k4 = drift(sigma + h, x + h * k3);
                x += h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4);
            }
            x
        };
        let var = |steps: u32| {
            let slope = end(steps, 1.0) - end(steps, 0.0);
            slope.powi(2) * (1.0 / 7.0 + start.powi(2))
        };
        let (coarse, fine) = (var(1024), var(2048));
        let square = start.powi(2);
        let truth = (1.0 / 16.0) * (1.0 + square) / (0.25 + square).powi(2) * (1.0 / 7.0 + square);
        assert_within(fine, truth, (fine - coarse).abs());
        assert!((truth - 0.062_66).abs() < 1e-5 && 1.0 / 7.0 - fine > 0.08);
    }
}

mod static_threshold_takes_the_nearest_value_in_range {
    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        /// Inside the range nothing moves, outside a value goes to the end on its side; twice is once.
        #[test]
        fn by_property(before in prop::collection::vec(-9.0..9.0_f64, 0..64), bound in 0.01..12.0) {
            let mut after = before.clone();
            static_threshold(&mut after, bound).unwrap();
            for (&before, &after) in before.iter().zip(&after) {
                if (-bound..=bound).contains(&before) {
                    prop_assert_eq!(after, before);
                } else {
                    prop_assert_eq!(after, bound.copysign(before));
                }
            }
            let mut again = after.clone();
            static_threshold(&mut again, bound).unwrap();
            prop_assert_eq!(again, after);
        }
    }

    /// A bound that is none, and values that are none; the sample stays as it was.
    #[test]
    fn by_bad_input() {
        let mut sample = [3.0, -2.0];
        for bad in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            let error = static_threshold(&mut sample, bad).unwrap_err();
            assert_eq!(
                error.to_string(),
                format!("bound is {bad:?}: give a finite number > 0")
            );
        }
        assert_eq!(sample, [3.0, -2.0]);
        for bad in [f64::NAN, f64::INFINITY] {
            let mut sample = [3.0, bad];
            let error = static_threshold(&mut sample, 1.0).unwrap_err();
            assert_eq!(
                error.to_string(),
                format!("value 1 of the sample is {bad:?}: give finite numbers")
            );
            assert_eq!(sample[0], 3.0);
        }
    }
}

mod dynamic_threshold_divides_by_a_quantile {
    use super::*;

    /// s by which a sample was divided, read off a last value that no s ≥ 1 clips.
    fn divided(sample: &[Exact], quantile: f64) -> (Vec<Exact>, Exact) {
        let mark = Exact::ratio(1, 64);
        let mut after = sample.to_vec();
        after.push(mark);
        dynamic_threshold(&mut after, quantile).unwrap();
        let s = mark / after.pop().unwrap();
        (after, s)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        /// By counting: more than `q (n − 1)` magnitudes lie at or below s, and if s was not raised to 1, no more than
        /// `⌈q (n − 1)⌉` below it. Values within s are divided by it, the others go to ±1. Order does not matter.
        #[test]
        fn by_property(numerators in prop::collection::vec(-40_i64..=40, 0..40), sixteenths in 0_u32..=16) {
            let (before, quantile) = (eighths(&numerators), f64::from(sixteenths) / 16.0);
            let (after, s) = divided(&before, quantile);
            prop_assert!(s >= Exact::one());
            for (&before, &after) in before.iter().zip(&after) {
                if before.abs() <= s {
                    prop_assert_eq!(after * s, before);
                } else {
                    prop_assert_eq!(after * before.abs(), before);
                }
            }
            let count = |f: &dyn Fn(Exact) -> bool| 1 + before.iter().filter(|x| f(x.abs())).count();
            let place = f64::from(sixteenths) * before.len() as f64 / 16.0; // n − 1 without the mark
            prop_assert!(count(&|x| x <= s) as f64 > place);
            if s > Exact::one() {
                prop_assert!(count(&|x| x < s) as f64 <= place.ceil());
            }
            if before.iter().all(|x| x.abs() <= Exact::one()) {
                prop_assert_eq!(&after, &before);
            }
            let reversed: Vec<Exact> = before.iter().rev().copied().collect();
            let (mut back, _) = divided(&reversed, quantile);
            back.reverse();
            prop_assert_eq!(back, after);
        }
    }

    /// Quantiles of 1, 2, 3, 4, 7, 10 by linear interpolation between order statistics, as NumPy documents its percentile.
    #[test]
    fn by_reference_values() {
        let sample = [10, -7, 4, 3, -2, 1].map(Exact::int);
        for (quantile, s) in [
            (0.0, (1, 1)),
            (0.125, (13, 8)),
            (0.5, (7, 2)),
            (0.75, (25, 4)),
            (0.9375, (145, 16)),
            (1.0, (10, 1)),
        ] {
            let (mut after, s) = (sample, Exact::ratio(s.0, s.1));
            dynamic_threshold(&mut after, quantile).unwrap();
            let expected = sample.map(|x| x.min(s).max(-s) / s);
            assert_eq!(after, expected, "at {quantile}");
        }
    }

    /// A quantile that is none, no values, values that are none.
    #[test]
    fn by_bad_input() {
        for bad in [-0.1, 1.1, f64::NAN] {
            let error = dynamic_threshold(&mut [1.0], bad).unwrap_err();
            assert_eq!(
                error.to_string(),
                format!("quantile is {bad:?}: it lies in [0, 1]")
            );
        }
        assert_eq!(
            dynamic_threshold::<f64>(&mut [], 0.5)
                .unwrap_err()
                .to_string(),
            "number of values of the sample is 0: give one or more"
        );
        let error = dynamic_threshold(&mut [f64::NAN, 1.0], 0.5).unwrap_err();
        assert_eq!(
            error.to_string(),
            "value 0 of the sample is NaN: give finite numbers"
        );
    }
}

mod rescale_restores_the_contrast {
    use super::*;

    /// `Σ_{i<j} (x_i − x_j)²/n²`: the variance, without a mean.
    fn variance<T: Field>(values: &[T]) -> T {
        let mut sum = T::zero();
        let mut n = T::zero();
        for (i, &x) in values.iter().enumerate() {
            sum = values[..i]
                .iter()
                .fold(sum, |sum, &y| sum + (x - y).squared());
            n = n + T::one();
        }
        sum / n.squared()
    }

    /// Standard deviations 3 and 6.
    const CFG: [i64; 4] = [7, 1, 1, -1];
    const COND: [i64; 4] = [-5, 11, -1, -1];

    fn rescaled(phi: (i64, i64)) -> [Exact; 4] {
        let mut x = CFG.map(Exact::int);
        rescale(&mut x, &COND.map(Exact::int), Exact::ratio(phi.0, phi.1)).unwrap();
        x
    }

    /// At φ = 1 the sample has the conditional's standard deviation and its own direction; at φ = 0 it is as it was; between
    /// them it is between.
    #[test]
    fn by_exact_arithmetic() {
        let (none, all) = (rescaled((0, 1)), rescaled((1, 1)));
        assert_eq!(none, CFG.map(Exact::int));
        assert_eq!(variance(&none), Exact::int(9));
        assert_eq!(variance(&all), variance(&COND.map(Exact::int)));
        assert_eq!(all, CFG.map(|x| Exact::int(2 * x)));
        for phi in [(7, 10), (1, 3)] {
            let share = Exact::ratio(phi.0, phi.1);
            for (i, x) in rescaled(phi).into_iter().enumerate() {
                assert_eq!(x, share * all[i] + (Exact::one() - share) * none[i]);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        /// In `f64`: the standard deviation at φ = 1, within the roundings of both; and a constant, whatever its value and
        /// length, stays as it is.
        #[test]
        fn by_property(
            pairs in prop::collection::vec((-3.0..3.0, -3.0..3.0), 2..64),
            constant in -3.0..3.0_f64,
            phi in 0.0..=1.0,
        ) {
            let (cfg, cond): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
            let mut x = numbers::<Running>(&cfg);
            rescale(&mut x, &numbers::<Running>(&cond), Running::one()).unwrap();
            let (got, truth) = (variance(&x), variance(&numbers::<Running>(&cond)));
            assert_within(got.value, truth.value, got.tolerance(U) + truth.tolerance(U));

            let still = vec![constant; cond.len()];
            let mut x = still.clone();
            rescale(&mut x, &cond, phi).unwrap();
            prop_assert_eq!(x, still);
        }
    }

    /// Applied to ε it does something else: at `x_t = α` in every coordinate the x₀ that follows is one less.
    #[test]
    fn by_counterexample() {
        let t = NoiseLevel::new(Exact::ratio(3, 5), Exact::ratio(4, 5)).unwrap();
        let x_t = t.alpha();
        let [to_eps, to_x0] = [
            Prediction::eps().from(Prediction::x0(), t),
            Prediction::x0().from(Prediction::eps(), t),
        ]
        .map(Result::unwrap);
        let [mut eps, cond] = [CFG, COND].map(|x0| x0.map(|x| to_eps.apply(x_t, Exact::int(x))));
        rescale(&mut eps, &cond, Exact::one()).unwrap();
        let by_eps = eps.map(|eps| to_x0.apply(x_t, eps));
        assert_eq!(by_eps, rescaled((1, 1)).map(|x0| x0 - Exact::one()));
    }

    /// A share that is none, unequal lengths, no values, values that are none, and a ratio that the format does not hold.
    #[test]
    fn by_bad_input() {
        let refused = |cfg: &[f64], cond: &[f64], phi: f64| {
            let mut x = cfg.to_vec();
            let message = rescale(&mut x, cond, phi).unwrap_err().to_string();
            assert!(x.iter().zip(cfg).all(|(x, y)| x.to_bits() == y.to_bits()));
            message
        };
        for bad in [-0.1, 1.5, f64::NAN] {
            assert_eq!(
                refused(&[1.0, 2.0], &[1.0, 2.0], bad),
                format!("phi is {bad:?}: it lies in [0, 1]")
            );
        }
        assert_eq!(
            refused(&[1.0, 2.0], &[1.0, 2.0, 3.0], 0.5),
            "lengths of x_cfg and x_cond is (2, 3): give two predictions of one sample"
        );
        assert_eq!(
            refused(&[], &[], 0.5),
            "number of values of the sample is 0: give one or more"
        );
        for (cfg, cond) in [([1.0, f64::NAN], [1.0, 2.0]), ([1.0, 2.0], [1.0, f64::NAN])] {
            assert_eq!(
                refused(&cfg, &cond, 0.5),
                "value 1 of the sample is NaN: give finite numbers"
            );
        }
        let way_out = "this number format does not hold it; use a wider one, or do not rescale";
        assert_eq!(
            refused(&[0.0, 1.0], &[0.0, 1e200], 0.5),
            format!("std(x_cond)/std(x_cfg) is inf: {way_out}")
        );
        let mut three = [0, 1, 0].map(Exact::int);
        let error = rescale(&mut three, &[0, 1, 2].map(Exact::int), Exact::one()).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("std(x_cond)/std(x_cfg) is undefined: {way_out}")
        );
    }
}
