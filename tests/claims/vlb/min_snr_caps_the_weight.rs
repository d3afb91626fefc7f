use super::*;

/// In the paper's letters: min(snr, γ) on x₀, min(1, γ/snr) on ε, min(snr, γ)/(snr + 1) on v.
#[test]
fn by_exact_arithmetic() {
    let gamma = Exact::int(5);
    for level in [
        pythagorean::<Exact>(1, 9),
        pythagorean(1, 3),
        pythagorean(5, 8),
    ] {
        let snr = level.snr();
        let capped = if snr < gamma { snr } else { gamma };
        let weight = min_snr_weight(level, gamma);
        assert_eq!(weight, capped);
        assert_eq!(
            weight_of(Prediction::eps(), level, weight).unwrap(),
            capped / snr
        );
        let on_v = weight_of(Prediction::v(level), level, weight).unwrap();
        assert_eq!(on_v, capped / (snr + Exact::one()));
    }
}
