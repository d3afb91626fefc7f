use super::*;

/// Polynomials of degree below n are integrated exactly, from the n-th row on; where the order falls at the end, below the
/// number of steps left.
#[test]
fn by_certified_enclosure() {
    let measured = |order, eta, ending| {
        let lookback = Lookback { order, eta, ending };
        row_orders(|path| exponential::plan(path, lookback), eta)
    };
    let half = Certified::ratio(1, 2);
    assert_eq!(measured(1, half, Ending::Kept), [1, 1, 1, 1, 1]);
    assert_eq!(measured(2, half, Ending::Kept), [1, 2, 2, 2, 2]);
    assert_eq!(measured(4, half, Ending::Kept), [1, 2, 3, 4, 4]);
    assert_eq!(measured(3, half, Ending::Falling), [1, 2, 3, 2, 1]);
    let zero = Certified::zero();
    assert_eq!(measured(3, zero, Ending::Kept), [1, 2, 3, 3, 3]);
}

/// One step on the flow after an exact past.
#[test]
fn by_local_order() {
    assert_local_order::<f64>(1, one_step(|path| adams(1, 0.0).plan(path)));
    assert_local_order::<f64>(2, one_step(|path| adams(2, 0.0).plan(path)));
    assert_local_order::<f64>(3, one_step(|path| adams(3, 0.0).plan(path)));
}

/// A run of order 1 or 2. Of order 3 it is not: its first step is of order 1, and errs by O(h²).
#[test]
fn by_convergence_order() {
    assert_global_order::<f64>(1, whole_run(|path| adams(1, 0.0).plan(path)));
    assert_global_order::<f64>(2, whole_run(|path| adams(2, 0.0).plan(path)));
}
