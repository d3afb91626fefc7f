use super::*;

/// k-diffusion's step as printed: down by Euler, and up again by fresh noise. `root` is `√(σ²_s (σ²_t − σ²_s)/σ²_t)`.
fn as_printed<T: Field>([sigma_t, sigma_s, eta, root]: [T; 4], [x, x0, noise]: [T; 3]) -> T {
    let up = (eta * root).min(sigma_s);
    let down = (sigma_s.squared() - up.squared()).sqrt();
    let d = (x - x0) / sigma_t;
    x + d * (down - sigma_t) + noise * up
}

fn ours<T: Field>(sigma_t: T, sigma_s: T, eta: T, [x, x0, noise]: [T; 3]) -> T {
    let level = |sigma| NoiseLevel::unscaled(sigma).unwrap();
    let pair = LevelPair::new(level(sigma_s), level(sigma_t)).unwrap();
    step(pair, eta).unwrap().apply(x, x0, noise)
}

/// At η = 1, on triangles whose roots are rational.
#[test]
fn by_exact_arithmetic() {
    for (a, b, c) in [(3, 4, 5), (5, 12, 13), (15, 8, 17), (20, 21, 29)] {
        let [sigma_s, leg, sigma_t] = [a, b, c].map(|side| Exact::ratio(side, 7));
        let root = sigma_s * leg / sigma_t;
        let values = [(5, 2), (-1, 3), (7, 5)].map(|(p, q)| Exact::ratio(p, q));
        assert_eq!(
            ours(sigma_t, sigma_s, Exact::one(), values),
            as_printed([sigma_t, sigma_s, Exact::one(), root], values)
        );
    }
}

/// At every η, the roots enclosed.
#[test]
fn by_certified_enclosure() {
    for eta in [(0, 1), (1, 4), (2, 3), (1, 1)].map(|(p, q)| Certified::ratio(p, q)) {
        for (s, t) in [(1, 2), (6, 7), (1, 80)] {
            let (sigma_s, sigma_t) = (Certified::int(s), Certified::int(t));
            let (var_s, var_t) = (sigma_s.squared(), sigma_t.squared());
            let root = (var_s * (var_t - var_s) / var_t).sqrt();
            let values = [(5, 2), (-1, 3), (7, 5)].map(|(p, q)| Certified::ratio(p, q));
            let defect = ours(sigma_t, sigma_s, eta, values)
                - as_printed([sigma_t, sigma_s, eta, root], values);
            assert!(defect.contains(0.0) && defect.width() < 1e-60, "{defect:?}");
        }
    }
}
