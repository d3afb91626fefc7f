use super::*;

/// The variance of the fresh noise, in units of the posterior's: η, and what is missing falls with the step.
#[test]
fn by_limit() {
    let t = flow::<Certified>(5, 8);
    for eta in [(1, 4), (1, 1), (3, 2)] {
        let eta = Certified::ratio(eta.0, eta.1);
        for halvings in [6, 10, 20, 30] {
            let h = Certified::ratio(1, 1 << halvings);
            let sigma = t.sigma() - h;
            let s = NoiseLevel::new(Certified::one() - sigma, sigma).unwrap();
            let pair = LevelPair::new(s, t).unwrap();
            let down = flow_ancestral_level(pair, eta).unwrap();
            let fresh = step(pair, down).unwrap().on_noise.squared();
            let share = fresh / posterior(pair).unwrap().var;
            assert!((share - eta).abs() <= Certified::int(8) * h, "{share:?}");
        }
    }
}

/// At a long step η = 1 is not the posterior, and ½ has neither half its variance nor half its deviation.
#[test]
fn by_counterexample() {
    let pair = LevelPair::new(flow::<Exact>(1, 2), flow(3, 4)).unwrap();
    let fresh = |eta| {
        let down = flow_ancestral_level(pair, eta).unwrap();
        pair.s().sigma().squared() - (pair.s().alpha() / down.alpha() * down.sigma()).squared()
    };
    let whole = posterior(pair).unwrap().var;
    assert_eq!(fresh(Exact::one()), Exact::ratio(3, 16));
    assert_eq!(whole, Exact::ratio(2, 9));
    let half = fresh(Exact::ratio(1, 2));
    assert_ne!(half, whole / Exact::int(2));
    assert_ne!(half, whole / Exact::int(4));
}
