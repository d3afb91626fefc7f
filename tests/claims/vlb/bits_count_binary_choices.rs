use super::*;

/// A uniform choice among 256 values costs 8 bits a dimension.
#[test]
fn by_reference_values() {
    let nats = 12.0 * Real::ln(256.0_f64);
    assert_within(bits_per_dim(nats, 12).unwrap(), 8.0, 6.0 * U * 8.0);
    assert_eq!(
        bits_per_dim(1.0, 0).unwrap_err().to_string(),
        "dims is 0: give 1 or more"
    );
}
