use super::*;

/// The series and the recursion are the same function: `f64` is within its bound of the enclosure, and the bound is a few
/// roundings, from |z| = 30 down to 1e-12 and at the cut.
#[test]
fn by_certified_enclosure() {
    let powers = (0..13).flat_map(|e| [3.0, 1.0, 0.25].map(|m| m * 0.1f64.powi(e)));
    for size in powers.chain([30.0, 1.0 + f64::EPSILON, 1.0 - f64::EPSILON / 2.0]) {
        for z in [-size, size] {
            for k in 1..=3 {
                let got = phi(k, Running::exact(z));
                let truth = phi(k, Certified::from_f64(z));
                let off = truth.distance(got.value);
                assert!(off <= got.tolerance(Format::F64), "φ_{k}({z:e})");
                assert!(got.error <= 64.0 * got.value, "φ_{k}({z:e}): {got:?}");
                assert!(truth.width() < 1e-36 * got.value, "φ_{k}({z:e}): {truth:?}");
            }
        }
    }
}

/// The recursion alone has no digit of φ_3 left where z = 1e-8.
#[test]
fn by_counterexample() {
    let z = -1e-8;
    let recursion = ((Real::exp_m1(z) / z - 1.0) / z - 0.5) / z;
    assert!((recursion - 1.0 / 6.0).abs() > 0.1, "{recursion}");
    assert!((phi(3, z) - 1.0 / 6.0).abs() < 1e-8);
}
