use super::*;

#[test]
fn by_certified_enclosure() {
    for eta in [(0, 1), (1, 2), (1, 1)].map(|(p, q)| Certified::ratio(p, q)) {
        for order in 1..=3 {
            for ending in ENDINGS {
                let lookback = Lookback { order, eta, ending };
                assert_keeps_marginals(|path| exponential::plan(path, lookback), true);
            }
        }
    }
}
