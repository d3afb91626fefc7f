use super::*;

/// The variance at the end, on Gaussian data: of second order, for a predictor of order 1 with a corrector of 2, and for a
/// predictor of order 3.
#[test]
fn by_convergence_order() {
    for eta in [0.5, 1.0] {
        for orders in [(1, 2), (3, 0)] {
            assert_law_order(2, |path| sa_solver(orders, false, eta).plan(path));
        }
    }
}
