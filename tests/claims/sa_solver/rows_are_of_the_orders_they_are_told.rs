use super::*;

/// A predictor's row is of order p, a corrector's of order q, as far as there are answers; asked again or not.
#[test]
fn by_certified_enclosure() {
    let half = Certified::ratio(1, 2);
    for (orders, asks_again, eta, told) in [
        (
            (1, 2),
            false,
            Certified::zero(),
            [1, 2, 1, 2, 1, 2, 1, 2, 1],
        ),
        ((2, 1), true, half, [1, 1, 2, 1, 2, 1, 2, 1, 2]),
        ((3, 3), true, half, [1, 2, 2, 3, 3, 3, 3, 3, 3]),
        ((3, 4), false, half, [1, 2, 2, 3, 3, 4, 3, 4, 3]),
    ] {
        let method = sa_solver(orders, asks_again, eta);
        assert_eq!(row_orders(|path| method.plan(path), eta), told);
    }
}

/// A run without noise is of the corrector's order.
#[test]
fn by_convergence_order() {
    for asks_again in [false, true] {
        let run = |orders| whole_run(move |path| sa_solver(orders, asks_again, 0.0).plan(path));
        assert_global_order::<f64>(1, run((3, 1)));
        assert_global_order::<f64>(2, run((1, 2)));
    }
}
