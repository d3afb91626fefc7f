use super::*;

/// With `δ = 2τ/σ²` the fresh noise is the same, and the weights differ by no more than `δ²/4` and `α δ²/4`.
#[test]
fn by_limit() {
    for t in triple_descent::<Certified>() {
        for halvings in [2, 10, 20] {
            let delta = Certified::ratio(1, 1 << halvings);
            let tau = delta * t.sigma().squared() / Certified::int(2);
            let (kept, moved) = (exchange(t, delta).unwrap(), step(t, tau).unwrap());
            let noise = kept.on_noise.squared() - moved.on_noise.squared();
            assert!(noise.contains(0.0) && noise.width() < 1e-70);
            let bound = delta.squared() / Certified::int(4);
            assert!((kept.on_x_t - moved.on_x_t).abs() < bound);
            assert!((kept.on_x0 - moved.on_x0).abs() < t.alpha() * bound);
            // the second order is there: √(1 − δ) = 1 − δ/2 − δ²/8 − …
            assert!((kept.on_x_t - moved.on_x_t).abs() > bound / Certified::int(2));
        }
    }
}
