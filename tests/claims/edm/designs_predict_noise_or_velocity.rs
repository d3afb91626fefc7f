use super::*;

/// VP's network (and iDDPM's) predicts ε, VE's −ε, and EDM's −v at σ_d = 1, of the variance-preserving level with the
/// same σ̂, at which its input lies.
#[test]
fn by_exact_arithmetic() {
    for (p, q) in [(3, 4), (12, 5), (20, 21), (1, 1000)] {
        // σ̂ = 2pq/(q² − p²) up to sign: rational √(σ̂² + 1)
        let sigma = Exact::ratio(2 * p * q, (q * q - p * p).abs());
        let root = (sigma.squared() + Exact::one()).sqrt();

        let vp = Preconditioning::vp(sigma).unwrap();
        assert_eq!(vp.prediction(sigma), Prediction::eps());
        assert_eq!(vp.c_in * root, Exact::one());

        let ve = Preconditioning::ve(sigma).unwrap();
        assert_eq!(ve.prediction(sigma).on_x0, Exact::zero());
        assert_eq!(ve.prediction(sigma).on_eps, -Exact::one());
        assert_eq!(ve.c_in, Exact::one());

        let edm = Preconditioning::edm(sigma, Exact::one()).unwrap();
        let level = NoiseLevel::new(Exact::one() / root, sigma / root).unwrap();
        let (v, network) = (Prediction::v(level), edm.prediction(sigma));
        assert_eq!(network.on_x0, -v.on_x0);
        assert_eq!(network.on_eps, -v.on_eps);
        assert_eq!(edm.c_in, level.alpha());
    }
}
