use super::*;

/// `exp(4 c_noise) = σ`.
#[test]
fn by_certified_enclosure() {
    for sigma in [(1, 500), (1, 2), (1, 1), (80, 1)] {
        let sigma = Certified::ratio(sigma.0, sigma.1);
        let defect = (Certified::int(4) * noise_conditioning(sigma).unwrap()).exp() - sigma;
        assert!(defect.contains(0.0) && defect.width() < 1e-60, "{defect:?}");
    }
}
