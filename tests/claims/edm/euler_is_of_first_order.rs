use super::*;

/// One step errs by O(h²).
#[test]
fn by_local_order() {
    assert_local_order::<f64>(1, one_step(|path| Method::Euler.plan(path)));
}

/// A run errs by O(1/n).
#[test]
fn by_convergence_order() {
    assert_global_order::<f64>(1, whole_run(|path| Method::Euler.plan(path)));
}

#[test]
fn on_the_swiss_roll() {
    assert_order(1, &gains_on_the_roll(Method::Euler));
}
