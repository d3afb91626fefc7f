//! The exact denoiser, score and log density against the CPU's in `f64`.

use super::{exactly, gpu, in_both_formats};
use ndarray::{Array1, Array2};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use tweedie::data::{Mixture, NoisyMixture};
use tweedie::level::NoiseLevel;
use tweedie::scalar::Running;
use tweedie_gpu::{Array, Data, Gpu, Question, Scalar};

/// Every number of the data is one of the format, so that both sides see the same.
#[derive(Debug, Clone)]
pub(super) struct Case<T> {
    pub(super) data: Mixture,
    pub(super) t: (f64, f64),
    pub(super) x: Vec<T>,
}

pub(super) const QUESTIONS: [Question; 3] = [
    Question::LogDensity,
    Question::PosteriorMean,
    Question::Score,
];

fn on_cpu(law: &NoisyMixture<Running>, question: Question, x: &[Running]) -> Vec<Running> {
    match question {
        Question::LogDensity => law.log_density(x).map(|one| vec![one]),
        Question::PosteriorMean => law.posterior_mean(x),
        Question::Score => law.score(x),
    }
    .unwrap()
}

/// The largest share of the budget that an answer uses, E the running error of the CPU's streaming sum.
pub(super) fn rho<T: Scalar>(gpu: &Gpu, case: &Case<T>, question: Question) -> f64 {
    let data = Data::upload(gpu, &case.data).unwrap();
    let x = Array::upload(gpu, &case.x).unwrap();
    let level = NoiseLevel::new(case.t.0, case.t.1).unwrap();
    let got = data.ask(question, &x, level).unwrap().download().unwrap();
    let exact = |x: f64| Running::exact(x);
    let law = case
        .data
        .at(NoiseLevel::new(exact(case.t.0), exact(case.t.1)).unwrap())
        .unwrap();
    let mut want = Vec::new();
    for row in case.x.chunks(case.data.dim()) {
        let row: Vec<Running> = row.iter().copied().map(exactly).collect();
        want.extend(on_cpu(&law, question, &row));
    }
    super::rho(&got, &want)
}

/// A number of the format, as `f64`.
pub(super) fn held<T: Scalar>(x: f64) -> f64 {
    T::FORMAT.round(x)
}

/// A mixture of any size, a level between nearly clean and nearly noise, and samples of it.
fn cases<T: Scalar>() -> impl Strategy<Value = Case<T>> {
    let sizes = (
        prop_oneof![
            Just(1_usize),
            Just(2),
            Just(63),
            Just(64),
            Just(65),
            Just(131)
        ],
        1..11_usize,
    );
    let rows = prop_oneof![Just(0_usize), Just(1), Just(61), Just(64), Just(257)];
    let level = (0.0_f64..1.0, -3.0_f64..1.0);
    (sizes, rows, level, any::<bool>(), any::<u64>()).prop_map(
        |((k, d), rows, (alpha, log_sigma), points, seed)| {
            let mut state = seed;
            let mut uniform = move || {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                T::ratio(i64::try_from(state >> 12).unwrap(), 1 << 52).to_f64()
            };
            let means = Array2::from_shape_simple_fn((k, d), || held::<T>(4.0 * uniform() - 2.0));
            let of =
                |f: &mut dyn FnMut() -> f64| Array1::from_shape_simple_fn(k, || held::<T>(f()));
            let data = if points {
                Mixture::points(means.clone()).unwrap()
            } else {
                let weights = of(&mut || 0.1 + uniform());
                Mixture::new(weights, means.clone(), of(&mut || uniform() * uniform())).unwrap()
            };
            let (alpha, sigma) = (held::<T>(alpha), held::<T>(10_f64.powf(log_sigma)));
            let mut near = |mean: f64| alpha * mean + sigma * 3.0 * (uniform() - 0.5);
            let x = (0..rows * d).map(|i| T::from_f64(near(means[[i / d % k, i % d]])));
            let x = x.collect();
            Case {
                data,
                t: (alpha, sigma),
                x,
            }
        },
    )
}

#[test]
fn any_mixture_at_any_level() {
    fn body<T: Scalar>(gpu: &Gpu) {
        for question in QUESTIONS {
            let mut runner = TestRunner::new(ProptestConfig {
                cases: 24,
                failure_persistence: None,
                ..ProptestConfig::default()
            });
            let worst = std::cell::Cell::new(0.0_f64);
            runner
                .run(&cases::<T>(), |case| {
                    let rho = rho(gpu, &case, question);
                    worst.set(worst.get().max(rho));
                    prop_assert!(rho <= 1.0, "rho = {rho}");
                    Ok(())
                })
                .unwrap();
            println!("{question:?} in {}: rho {:.4}", T::FORMAT, worst.get());
        }
    }
    in_both_formats!(body);
}

/// Two points at distances that differ by far less than `f32` could tell from the squares.
#[test]
fn holds_where_sigma_squared_underflows() {
    fn body<T: Scalar>(gpu: &Gpu) {
        for exponent in [-1_i32, -5, -10, -15, -19, -23, -27] {
            let sigma = held::<T>(10_f64.powi(exponent));
            let near = held::<T>(0.5 * sigma);
            let data =
                Mixture::points(ndarray::array![[near, 0.0], [0.0, -near], [1.0, 1.0]]).unwrap();
            let x = [0.3 * sigma, -0.4 * sigma, 1.0, 1.0].map(T::from_f64);
            let case = Case {
                data,
                t: (1.0, sigma),
                x: x.to_vec(),
            };
            for question in [Question::LogDensity, Question::PosteriorMean] {
                let rho = rho(gpu, &case, question);
                assert!(rho <= 1.0, "σ = {sigma:e}, {question:?}: rho = {rho}");
            }
        }
    }
    in_both_formats!(body);
}

#[test]
fn the_nearest_point_wins_when_every_term_underflows() {
    fn body<T: Scalar>(gpu: &Gpu) {
        let data = Mixture::points(ndarray::array![[-3.0], [1.0], [5.0]]).unwrap();
        let data = Data::upload(gpu, &data).unwrap();
        let x = [-1e4, 0.0, 2.9, 3.1, 1e15].map(T::from_f64);
        let x = Array::upload(gpu, &x).unwrap();
        for sigma in [1e-5, 1e-20, 1e-40, 1e-100] {
            let level = NoiseLevel::new(1.0, sigma).unwrap();
            let got = data
                .ask(Question::PosteriorMean, &x, level)
                .unwrap()
                .download()
                .unwrap();
            let got: Vec<f64> = got.into_iter().map(T::to_f64).collect();
            assert_eq!(got[..4], [-3.0, 1.0, 1.0, 5.0], "σ = {sigma:e}");
            assert!((-3.0..=5.0).contains(&got[4]));
        }
    }
    in_both_formats!(body);
}

#[test]
fn what_is_outside_the_domain_is_refused() {
    let Some(gpu) = gpu() else { return };
    let data = Mixture::points(ndarray::array![[0.0, 1.0]]).unwrap();
    let data = Data::<f32>::upload(&gpu, &data).unwrap();
    let x = Array::upload(&gpu, &[1.0, 2.0, 3.0]).unwrap();
    let level = NoiseLevel::new(1.0, 1.0).unwrap();
    let odd = data
        .ask(Question::Score, &x, level)
        .unwrap_err()
        .to_string();
    assert_eq!(
        odd,
        "number of coordinates of the samples is 3: give a multiple of 2"
    );
    let x = Array::upload(&gpu, &[1.0, 2.0]).unwrap();
    let clean = data
        .ask(Question::Score, &x, NoiseLevel::clean())
        .unwrap_err()
        .to_string();
    assert!(
        clean.contains("points have a density at σ > 0 only"),
        "{clean}"
    );
}
