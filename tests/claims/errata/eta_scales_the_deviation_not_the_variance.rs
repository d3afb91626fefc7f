use super::*;

/// W, "Speed up": σ_t² = η·β̃_t. At η = ½ the paper's step (DDIM eq. 16) adds half as much variance as that.
#[test]
fn by_failing_as_printed() {
    let eta = Exact::ratio(1, 2);
    for pair in triple_pairs::<Exact>() {
        let printed = eta * posterior(pair).unwrap().var;
        let step = ddim::step(pair, eta).unwrap();
        assert_eq!(step.on_noise.squared(), printed / Exact::int(2));
    }
}

#[test]
fn by_holding_as_corrected() {
    let eta = Exact::ratio(1, 2);
    for pair in triple_pairs::<Exact>() {
        let corrected = eta.squared() * posterior(pair).unwrap().var;
        assert_eq!(ddim::step(pair, eta).unwrap().on_noise.squared(), corrected);
    }
}
