//! What does not fit into one dispatch: samples, components and coordinates by pieces.

use super::denoiser::{Case, QUESTIONS, held, rho};
use super::in_both_formats;
use ndarray::{Array1, Array2};
use tweedie::data::Mixture;
use tweedie::level::NoiseLevel;
use tweedie_gpu::{Array, Data, Gpu, Limits, Scalar};

/// Numbers in [−1, 1] without a pattern that a kernel could fall for.
fn place<T: Scalar>(i: usize, j: usize) -> f64 {
    held::<T>(f64::from(u32::try_from((i * 37 + j * 11) % 101).unwrap()) / 50.0 - 1.0)
}

#[test]
fn more_samples_than_one_dispatch_takes() {
    fn body<T: Scalar>(gpu: &Gpu) {
        let (n, d) = (9001, 3);
        let means = Array2::from_shape_fn((70, d), |(i, j)| place::<T>(i, j));
        let x = (0..n * d).map(|i| T::from_f64(place::<T>(i, i / 101)));
        let case = Case {
            data: Mixture::points(means).unwrap(),
            t: (0.5, 0.25),
            x: x.collect(),
        };
        for question in QUESTIONS {
            let rho = rho(gpu, &case, question);
            assert!(rho <= 1.0, "{question:?}: rho = {rho}");
        }
    }
    in_both_formats!(body);
}

/// A device that binds some 100 components at a time answers right, and as one that binds all: bit by bit, since no tile is cut.
#[test]
fn more_components_than_one_binding_takes() {
    fn body<T: Scalar>(gpu: &Gpu) {
        let (k, d) = (900, 4);
        let number =
            |i: usize, j: usize| held::<T>(place::<T>(i, j) * 0.7 + place::<T>(j, i) * 0.1);
        let means = Array2::from_shape_fn((k, d), |(i, j)| number(i, j));
        let weights = Array1::from_shape_fn(k, |i| held::<T>(1.5 + place::<T>(i, 1)));
        let vars = Array1::from_shape_fn(k, |i| held::<T>(0.01 * (1.5 + place::<T>(i, 2))));
        let x = (0..300 * d).map(|i| T::from_f64(number(i / d + 7, i % d)));
        let case = Case {
            data: Mixture::new(weights, means, vars).unwrap(),
            t: (0.75, 0.25),
            x: x.collect(),
        };
        let Some(few) = super::gpu() else { return };
        let few = few.within(Limits {
            bytes: 4096,
            ..super::TIGHT
        });
        let level = NoiseLevel::new(case.t.0, case.t.1).unwrap();
        for question in QUESTIONS {
            let rho = rho(&few, &case, question);
            assert!(rho <= 1.0, "{question:?}: rho = {rho}");
            let answer = |gpu: &Gpu| {
                let data = Data::upload(gpu, &case.data).unwrap();
                let x = Array::upload(gpu, &case.x).unwrap();
                data.ask(question, &x, level).unwrap().download().unwrap()
            };
            assert_eq!(answer(&few), answer(gpu));
        }
    }
    in_both_formats!(body);
}

#[test]
fn many_coordinates_are_answered_in_turns() {
    fn body<T: Scalar>(gpu: &Gpu) {
        let (k, d) = (70, 100);
        let means = Array2::from_shape_fn((k, d), |(i, j)| place::<T>(i, j));
        let x = |i: usize| place::<T>(i / d, i % d) + 0.3 * place::<T>(i, 3);
        let case = Case {
            data: Mixture::points(means).unwrap(),
            t: (0.75, 0.5),
            x: (0..5 * d).map(|i| T::from_f64(x(i))).collect(),
        };
        for question in QUESTIONS {
            let rho = rho(gpu, &case, question);
            assert!(rho <= 1.0, "{question:?}: rho = {rho}");
        }
    }
    in_both_formats!(body);
}
