use super::*;

#[test]
fn by_bad_input() {
    let level = |alpha, sigma| NoiseLevel::new(alpha, sigma).unwrap();
    let refused = |r, t, s| multistep(r, t, s).unwrap_err().to_string();
    let (noise, late, early) = (level(0.0, 1.0), level(0.6, 0.8), level(0.8, 0.6));
    let way_out = "the logarithm of α/σ has no value there; take that step by DDIM";
    assert_eq!(
        refused(noise, late, early),
        format!("alpha_r is 0.0: {way_out}")
    );
    let clean = NoiseLevel::clean();
    assert_eq!(
        refused(late, early, clean),
        format!("sigma_s is 0.0: {way_out}")
    );
    for wrong in [refused(early, late, clean), refused(late, early, late)] {
        assert!(wrong.starts_with("pair of levels (s, t) is "), "{wrong}");
    }
}
