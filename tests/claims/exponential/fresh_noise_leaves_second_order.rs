use super::*;

/// The variance at the end, on Gaussian data: of first order for one answer, of second for two, and no better for three.
#[test]
fn by_convergence_order() {
    for eta in [0.5, 1.0] {
        for (answers, order) in [(1, 1), (2, 2), (3, 2)] {
            assert_law_order(order, |path| adams(answers, eta).plan(path));
        }
    }
}
