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
