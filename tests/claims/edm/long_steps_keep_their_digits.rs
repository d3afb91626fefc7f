use super::*;

/// The weight on the state is good to 8 roundings from σ̂ = 80 down to 10⁻⁵, where the state counts for little.
#[test]
fn by_certified_enclosure() {
    for sigma_s in [0.3, 0.002, 1e-5] {
        let t = NoiseLevel::new(0.9, 72.3).unwrap();
        let s = NoiseLevel::new(1.1, sigma_s).unwrap();
        let truth = {
            let pair = lifted::<Certified>(LevelPair::new(s, t).unwrap());
            pair.s().sigma() / pair.t().sigma()
        };
        for got in [euler(t, s).unwrap().on_x_t, heun(t, s).unwrap().on_x_t] {
            assert!(truth.distance(got) <= 8.0 * U * got, "{sigma_s}: {got}");
        }
    }
}
