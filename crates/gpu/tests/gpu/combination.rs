//! Linear combinations against exact sums.

use super::{exactly, in_both_formats, on_both};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use tweedie::scalar::{Field, Running};
use tweedie_gpu::{Array, Gpu, Scalar};

/// The largest share of the budget that a combination uses, E of the sum in the order written, its coefficients rounded.
fn rho<T: Scalar>(gpu: &Gpu, on: &[f64], arrays: &[Vec<T>]) -> f64 {
    let sent: Vec<Array<T>> = arrays
        .iter()
        .map(|array| Array::upload(gpu, array).unwrap())
        .collect();
    let terms: Vec<(f64, &Array<T>)> = on.iter().copied().zip(&sent).collect();
    let got = gpu.combine(&terms).unwrap().download().unwrap();
    let want = (0..arrays[0].len()).map(|i| {
        let arrays = on.iter().zip(arrays);
        let terms = arrays.map(|(&on, array)| Running::rounded(on) * exactly(array[i]));
        terms
            .reduce(|sum, term| sum + term)
            .unwrap_or_else(Running::zero)
    });
    super::rho(&got, &want.collect::<Vec<_>>())
}

#[test]
fn any_number_of_terms_of_any_length() {
    fn body<T: Scalar>(gpu: &Gpu) {
        let lengths = prop_oneof![
            Just(0_usize),
            Just(1),
            Just(509),
            Just(512),
            Just(513),
            Just(20_011),
            0..3000_usize
        ];
        let numbers = |n| prop::collection::vec((-1e3..1e3).prop_map(T::from_f64), n);
        let cases = (1..17_usize, lengths).prop_flat_map(move |(terms, len)| {
            let on = prop::collection::vec(prop_oneof![3 => -2.0..2.0, 1 => Just(0.0)], terms);
            (on, prop::collection::vec(numbers(len), terms))
        });
        let mut runner = TestRunner::new(ProptestConfig {
            cases: 48,
            failure_persistence: None,
            ..ProptestConfig::default()
        });
        runner
            .run(&cases, |(on, arrays)| {
                let rho = rho(gpu, &on, &arrays);
                prop_assert!(rho <= 1.0, "rho = {rho}");
                Ok(())
            })
            .unwrap();
    }
    in_both_formats!(body);
}

#[test]
fn what_does_not_fit_is_refused() {
    on_both(|gpu| {
        let (a, b) = (
            Array::upload(gpu, &[1.0_f32, 2.0]).unwrap(),
            Array::upload(gpu, &[1.0]).unwrap(),
        );
        let said = |terms: &[(f64, &Array)]| gpu.combine(terms).unwrap_err().to_string();
        assert_eq!(
            said(&[]),
            "number of terms is 0: give one or more to combine"
        );
        assert_eq!(
            said(&[(1.0, &a), (1.0, &b)]),
            "length of a term is 1: the first term has 2"
        );
        assert_eq!(
            said(&[(1e300, &a)]),
            "coefficient is 1e300: give a number of f32"
        );
        let overflown = gpu
            .combine(&[(1e38, &a), (3e38, &a)])
            .unwrap()
            .download()
            .unwrap_err();
        assert!(
            overflown.to_string().contains("it overflows f32"),
            "{overflown}"
        );
    });
}
