//! The exact denoiser, score and log density against the CPU's in `f64`.

use super::{gpu, on_both};
use ndarray::{Array1, Array2};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use tweedie::data::{Mixture, NoisyMixture};
use tweedie::gpu::{Array, Data, Gpu, Question};
use tweedie::level::NoiseLevel;
use tweedie::scalar::{Format, Running};

/// Every number of the data is one of `f32`, so that both sides see the same.
#[derive(Debug, Clone)]
struct Case {
    data: Mixture,
    t: (f64, f64),
    x: Vec<f32>,
}

const QUESTIONS: [Question; 3] = [
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

/// The largest share of the budget that an answer uses: `2 u E`, E the running error of the CPU's streaming sum.
fn rho(gpu: &Gpu, case: &Case, question: Question) -> f64 {
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
        let row: Vec<Running> = row.iter().map(|&x| exact(f64::from(x))).collect();
        want.extend(on_cpu(&law, question, &row));
    }
    assert_eq!(got.len(), want.len());
    let used = got.iter().zip(&want).map(|(&got, want)| {
        (f64::from(got) - want.value).abs() / (2.0 * want.tolerance(Format::F32))
    });
    used.fold(0.0, f64::max)
}

fn short(x: f64) -> f64 {
    Format::F32.round(x)
}

/// Numbers in [−1, 1] without a pattern that a kernel could fall for.
fn place(i: usize, j: usize) -> f64 {
    short(f64::from(u32::try_from((i * 37 + j * 11) % 101).unwrap()) / 50.0 - 1.0)
}

/// A mixture of any size, a level between nearly clean and nearly noise, and samples of it.
fn cases() -> impl Strategy<Value = Case> {
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
                f64::from(u32::try_from(state >> 40).unwrap()) / f64::from(1 << 24)
            };
            let means = Array2::from_shape_simple_fn((k, d), || short(4.0 * uniform() - 2.0));
            let of = |f: &mut dyn FnMut() -> f64| Array1::from_shape_simple_fn(k, || short(f()));
            let data = if points {
                Mixture::points(means.clone()).unwrap()
            } else {
                let weights = of(&mut || 0.1 + uniform());
                Mixture::new(weights, means.clone(), of(&mut || uniform() * uniform())).unwrap()
            };
            let (alpha, sigma) = (short(alpha), short(10_f64.powf(log_sigma)));
            #[allow(clippy::cast_possible_truncation)]
            let x = (0..rows * d)
                .map(|i| {
                    (alpha * means[[i / d % k, i % d]] + sigma * 3.0 * (uniform() - 0.5)) as f32
                })
                .collect();
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
    on_both(|gpu| {
        for question in QUESTIONS {
            let mut runner = TestRunner::new(ProptestConfig {
                cases: 24,
                failure_persistence: None,
                ..ProptestConfig::default()
            });
            let worst = std::cell::Cell::new(0.0_f64);
            runner
                .run(&cases(), |case| {
                    let rho = rho(gpu, &case, question);
                    worst.set(worst.get().max(rho));
                    prop_assert!(rho <= 1.0, "rho = {rho}");
                    Ok(())
                })
                .unwrap();
            println!("{question:?}: rho {:.4}", worst.get());
        }
    });
}

/// Two points at distances that differ by far less than `f32` could tell from the squares.
#[test]
fn holds_where_sigma_squared_underflows() {
    on_both(|gpu| {
        for exponent in [-1_i32, -5, -10, -15, -19, -23, -27] {
            let sigma = short(10_f64.powi(exponent));
            let near = short(0.5 * sigma);
            let data =
                Mixture::points(ndarray::array![[near, 0.0], [0.0, -near], [1.0, 1.0]]).unwrap();
            #[allow(clippy::cast_possible_truncation)]
            let x = vec![(0.3 * sigma) as f32, (-0.4 * sigma) as f32, 1.0, 1.0];
            let case = Case {
                data,
                t: (1.0, sigma),
                x,
            };
            for question in [Question::LogDensity, Question::PosteriorMean] {
                let rho = rho(gpu, &case, question);
                assert!(rho <= 1.0, "σ = {sigma:e}, {question:?}: rho = {rho}");
            }
        }
    });
}

#[test]
fn the_nearest_point_wins_when_every_term_underflows() {
    on_both(|gpu| {
        let data = Mixture::points(ndarray::array![[-3.0], [1.0], [5.0]]).unwrap();
        let data = Data::upload(gpu, &data).unwrap();
        let x = Array::upload(gpu, &[-1e4, 0.0, 2.9, 3.1, 1e15]).unwrap();
        for sigma in [1e-5, 1e-20, 1e-40, 1e-100] {
            let level = NoiseLevel::new(1.0, sigma).unwrap();
            let got = data
                .ask(Question::PosteriorMean, &x, level)
                .unwrap()
                .download()
                .unwrap();
            assert_eq!(got[..4], [-3.0, 1.0, 1.0, 5.0], "σ = {sigma:e}");
            assert!((-3.0..=5.0).contains(&got[4]));
        }
    });
}

#[test]
fn more_samples_than_one_dispatch_takes() {
    on_both(|gpu| {
        let (n, d) = (9001, 3);
        let means = Array2::from_shape_fn((70, d), |(i, j)| place(i, j));
        #[allow(clippy::cast_possible_truncation)]
        let x = (0..n * d).map(|i| place(i, i / 101) as f32).collect();
        let data = Mixture::points(means).unwrap();
        let t = (0.5, 0.25);
        for question in QUESTIONS {
            let rho = rho(
                gpu,
                &Case {
                    data: data.clone(),
                    t,
                    x: Vec::clone(&x),
                },
                question,
            );
            assert!(rho <= 1.0, "{question:?}: rho = {rho}");
        }
    });
}

#[test]
fn many_coordinates_are_answered_in_turns() {
    let Some(gpu) = gpu() else { return };
    let (k, d) = (70, 100);
    let means = Array2::from_shape_fn((k, d), |(i, j)| place(i, j));
    #[allow(clippy::cast_possible_truncation)]
    let x: Vec<f32> = (0..5 * d)
        .map(|i| (place(i / d, i % d) + 0.3 * place(i, 3)) as f32)
        .collect();
    let case = Case {
        data: Mixture::points(means).unwrap(),
        t: (0.75, 0.5),
        x,
    };
    for question in QUESTIONS {
        let rho = rho(&gpu, &case, question);
        assert!(rho <= 1.0, "{question:?}: rho = {rho}");
    }
}

#[test]
fn what_is_outside_the_domain_is_refused() {
    let Some(gpu) = gpu() else { return };
    let data = Data::upload(&gpu, &Mixture::points(ndarray::array![[0.0, 1.0]]).unwrap()).unwrap();
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
