use super::*;

#[test]
fn by_certified_enclosure() {
    for eta in [(0, 1), (1, 2)].map(|(p, q)| Certified::ratio(p, q)) {
        for orders in [(1, 1), (1, 2), (2, 1), (3, 4)] {
            for asks_again in [false, true] {
                let method = sa_solver(orders, asks_again, eta);
                assert_keeps_marginals(|path| method.plan(path), true);
            }
        }
    }
}
