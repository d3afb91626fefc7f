use super::*;

/// The variance of fresh noise is η² times that of x_s given x₀ and x_t, by Bayes' rule.
#[test]
fn by_scaling() {
    let x0 = Exact::ratio(4, 9);
    for pair in triple_pairs::<Exact>() {
        let prior = merging::marginal(pair.s()).unwrap().at(x0).unwrap();
        let var = merging::between(pair).unwrap().invert(prior).unwrap().var();
        for eta in [(0, 1), (1, 4), (1, 2), (3, 4), (1, 1), (9, 8)] {
            let eta = Exact::ratio(eta.0, eta.1);
            let fresh = std(pair, eta).unwrap();
            assert_eq!(fresh.squared(), eta.squared() * var);
            assert!(fresh >= Exact::zero());
        }
        for share in shares() {
            let eta = eta_of_share(pair, share);
            let fresh = step(pair, eta).unwrap().on_noise;
            assert_eq!(fresh.squared(), eta.squared() * var);
            assert_eq!(fresh, share * pair.s().sigma());
        }
    }
}

/// DDIM eq. 16 in its own letters, where α is the square of ours.
#[test]
fn by_certified_enclosure() {
    let one = Certified::one();
    let levels: Vec<NoiseLevel<Certified>> = [(8, 9), (5, 8), (3, 7), (2, 7), (1, 9)]
        .map(|(p, q)| pythagorean(p, q))
        .into();
    for neighbours in levels.windows(2) {
        let pair = pair_of(neighbours);
        let (before, now) = (pair.s().alpha().squared(), pair.t().alpha().squared());
        for eta in [(1, 4), (1, 2), (3, 4)] {
            let eta = Certified::ratio(eta.0, eta.1);
            let printed = eta * ((one - before) / (one - now)).sqrt() * (one - now / before).sqrt();
            let defect = step(pair, eta).unwrap().on_noise - printed;
            assert!(defect.contains(0.0) && defect.width() < 1e-60, "{defect:?}");
        }
    }
}
