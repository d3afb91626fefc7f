//! Random draws at a fixed seed, judged by the standard error of the sample.

use ndarray_rand::rand::SeedableRng;
use ndarray_rand::rand::rngs::StdRng;
use statrs::distribution::Normal;
use statrs::stats_tests::NaNPolicy;
use statrs::stats_tests::ks_test::{KSOneSampleAlternativeMethod, ks_onesample};

/// The generator of a test.
pub fn rng(seed: u64) -> StdRng {
    StdRng::seed_from_u64(seed)
}

/// Asserts that the mean of `samples` is within five standard errors of `expected`.
#[track_caller]
pub fn assert_five_standard_errors(samples: &[f64], expected: f64) {
    let n = samples.len() as f64;
    let mean = samples.iter().sum::<f64>() / n;
    let var = samples.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0);
    let standard_error = (var / n).sqrt();
    assert!(
        (mean - expected).abs() <= 5.0 * standard_error,
        "mean {mean}, expected {expected}: {:.1} standard errors of {standard_error:e}",
        (mean - expected).abs() / standard_error
    );
}

/// Asserts that `samples` follow the standard normal law, by Kolmogorov and Smirnov: a normal sample lies this far off
/// no oftener than a mean lies five standard errors off.
#[track_caller]
pub fn assert_normal(samples: &[f64]) {
    let method = KSOneSampleAlternativeMethod::TwoSidedAsymptotic;
    let (distance, p) = ks_onesample(
        samples.to_vec(),
        &Normal::standard(),
        method,
        NaNPolicy::Error,
    )
    .unwrap();
    assert!(
        p > 5.7e-7,
        "distance {distance} from the normal law, p = {p:e}"
    );
}
