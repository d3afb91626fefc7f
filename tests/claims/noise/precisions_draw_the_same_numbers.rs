use super::*;

/// f32 and f64 draw the same noise, each within its running-error bound.
#[test]
fn by_property() {
    let (count, seed) = (20_000, 8);
    let truth: Vec<Running> = normals(seed, 0, count);
    let short: Vec<f32> = normals(seed, 0, count);
    let wide: Vec<f64> = normals(seed, 0, count);
    for ((truth, short), wide) in truth.iter().zip(short).zip(wide) {
        let off = (f64::from(short) - truth.value).abs();
        assert!(off <= truth.tolerance(Format::F32), "{short} {truth:?}");
        assert_eq!(wide, truth.value);
        // a bound that says something: relative, at the zeros of cosine and sine too
        assert!(truth.error <= 16.0 * truth.value.abs());
    }
}
