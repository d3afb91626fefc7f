use super::*;

/// Every form at every η: where noise is drawn between, what is left of it at the end is counted.
#[test]
fn by_certified_enclosure() {
    for eta in [(0, 1), (1, 2)].map(|(p, q)| Certified::ratio(p, q)) {
        for slope in SLOPES {
            for method in [
                second_multistep(slope, eta),
                second_singlestep(slope, eta),
                third_singlestep(slope, eta),
                third_multistep(eta),
            ] {
                assert_keeps_marginals(|path| method.plan(path), true);
            }
        }
    }
}
