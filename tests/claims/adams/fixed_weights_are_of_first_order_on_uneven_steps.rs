use super::*;

/// From two looks on, the weights carry the noise on to where an equal step would lead.
#[test]
fn by_local_order() {
    for order in 1..=4 {
        assert_local_order::<f64>(1, one_step(|path| Method::Ipndm { order }.plan(path)));
    }
}

/// So a run whose steps are long and short by turns is of first order, PLMS too.
#[test]
fn by_convergence_order() {
    for order in 2..=4 {
        assert_order(1, &errors(Method::Ipndm { order }, by_turns));
    }
    assert_order(1, &errors(Method::Plms, by_turns));
}

/// But where neighbours become equal as steps get shorter, as on every smooth grid, it is of second order.
#[test]
fn by_limit() {
    for order in 2..=4 {
        assert_order(2, &errors(Method::Ipndm { order }, smooth));
    }
    assert_order(2, &errors(Method::Plms, smooth));
}

fn by_turns(i: i64, n: i64) -> (i64, i64) {
    (i + i / 2, n + n / 2)
}

fn smooth(i: i64, n: i64) -> (i64, i64) {
    (2 * i * n - i * i, n * n)
}

/// The errors of runs from σ̂ = 1 to ¼ on data N(0, ¼).
fn errors(method: Method<f64>, share: fn(i64, i64) -> (i64, i64)) -> Vec<f64> {
    super::runs_have_the_order_of_their_first_steps::errors(method, share, 64)
}
