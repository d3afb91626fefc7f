use super::*;

/// The variance at the end, on Gaussian data.
#[test]
fn by_convergence_order() {
    for eta in [0.5, 1.0] {
        for method in [
            second_multistep(Slope::Midpoint, eta),
            second_multistep(Slope::Heun, eta),
            third_multistep(eta),
        ] {
            assert_law_order(2, |path| method.plan(path));
        }
    }
}
