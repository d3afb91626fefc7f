use super::*;

/// One step errs by O(h³).
#[test]
fn by_local_order() {
    assert_local_order::<f64>(2, one_step(|path| Method::Midpoint.plan(path)));
}

/// A run errs by O(1/n²).
#[test]
fn by_convergence_order() {
    assert_global_order::<f64>(2, whole_run(|path| Method::Midpoint.plan(path)));
}
