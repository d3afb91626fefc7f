use super::*;

/// The rows of 2S are of order 1 and 2, those of 3S of order 1, 2 and 3; with fresh noise too.
#[test]
fn by_certified_enclosure() {
    let eta = Certified::ratio(1, 2);
    for slope in SLOPES {
        let second = row_orders(|path| second_singlestep(slope, eta).plan(path), eta);
        assert_eq!(second, [1, 2].repeat(5));
        let third = row_orders(|path| third_singlestep(slope, eta).plan(path), eta);
        assert_eq!(third, [1, 2, 3].repeat(5));
    }
}

/// One step errs by O(h³) and by O(h⁴).
#[test]
fn by_local_order() {
    for slope in SLOPES {
        let second = second_singlestep(slope, 0.0);
        assert_local_order::<f64>(2, one_step(|path| second.plan(path)));
        let third = third_singlestep(slope, Certified::zero());
        assert_local_order(3, one_step(|path| third.plan(path)));
    }
}

/// A run errs by O(1/n²) and by O(1/n³).
#[test]
fn by_convergence_order() {
    for slope in SLOPES {
        let second = second_singlestep(slope, 0.0);
        assert_global_order::<f64>(2, whole_run(|path| second.plan(path)));
        let third = third_singlestep(slope, 0.0);
        assert_global_order::<f64>(3, whole_run(|path| third.plan(path)));
    }
}

/// The looks between lie where the papers have them: in the middle, and at the thirds of the step in λ.
#[test]
fn by_reference_values() {
    for slope in SLOPES {
        assert_between(second_singlestep(slope, Certified::zero()), 2);
        assert_between(third_singlestep(slope, Certified::zero()), 3);
    }
}
