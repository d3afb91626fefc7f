use super::*;

/// With the posterior's own variance; and over a chain the weights telescope.
#[test]
fn by_exact_arithmetic() {
    for pair in noisy_pairs::<Exact>() {
        let var = posterior(pair).unwrap().var;
        assert_eq!(snr_weight(pair), x0_weight(pair, var).unwrap());
    }
    let levels: Vec<NoiseLevel<Exact>> = (1..20).map(|p| pythagorean(p, 20)).collect();
    let sum = levels
        .windows(2)
        .map(|pair| snr_weight(LevelPair::new(pair[0], pair[1]).unwrap()))
        .fold(Exact::zero(), |sum, weight| sum + weight);
    assert_eq!(sum, (levels[0].snr() - levels[18].snr()) / Exact::int(2));
}
