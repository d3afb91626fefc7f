use super::*;

const SLOPES: [Slope; 2] = [Slope::Midpoint, Slope::Heun];

/// One step errs by O(h³) and by O(h⁴).
#[test]
fn by_local_order() {
    for slope in SLOPES {
        let second = |path: &Path<f64>| second_singlestep_plan(path, slope, 0.5, 0.0);
        assert_local_order(2, one_step(second));
        let third = |path: &Path<Certified>| third_singlestep_plan(path, slope, Certified::zero());
        assert_local_order(3, one_step(third));
    }
}

/// A run errs by O(1/n²) and by O(1/n³).
#[test]
fn by_convergence_order() {
    for slope in SLOPES {
        let second = |path: &Path<f64>| second_singlestep_plan(path, slope, 0.5, 0.0);
        assert_global_order(2, whole_run(second));
        let third = |path: &Path<f64>| third_singlestep_plan(path, slope, 0.0);
        assert_global_order(3, whole_run(third));
    }
}
