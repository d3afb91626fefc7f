use super::*;

/// It keeps signal and noise, δ of the variance being fresh.
#[test]
fn by_exact_arithmetic() {
    for t in triple_descent::<Exact>() {
        // δ and 1 − δ are squares
        for (p, q) in [(0, 1), (9, 25), (16, 25), (25, 169), (1, 1)] {
            let delta = Exact::ratio(p, q);
            let step = exchange(t, delta).unwrap();
            let plan = staying(t, step);
            assert_eq!(signal_defects(&plan), [Exact::zero()]);
            assert_eq!(noise_defects(&plan).unwrap(), [Exact::zero()]);
            let fresh = step.on_noise.squared();
            assert_eq!(fresh, delta * t.sigma().squared());
        }
    }
}

/// The limit of DDIM's step with fresh noise `σ_s √δ`, as s approaches t.
#[test]
fn by_limit() {
    let delta = Exact::ratio(9, 25);
    for t in triple_descent::<Exact>() {
        let truth = exchange(t, delta).unwrap();
        for shift in [1_000, 1_000_000] {
            let close = Exact::one() - Exact::ratio(1, shift);
            let s = NoiseLevel::new(t.alpha(), close * t.sigma()).unwrap();
            let pair = LevelPair::new(s, t).unwrap();
            let std = s.sigma() * delta.sqrt();
            let near = step_with_std(pair, std, Branch::Aligned).unwrap();
            for (near, truth) in [
                (near.on_x_t, truth.on_x_t),
                (near.on_x0, truth.on_x0),
                (near.on_noise, truth.on_noise),
            ] {
                assert!((near - truth).abs() <= Exact::ratio(2, shift));
            }
        }
    }
}
