use super::*;

/// A predictor's row is of order p, a corrector's of order p + 1, for both kinds; p rises from 1 with the answers there are.
#[test]
fn by_certified_enclosure() {
    let measured = |order, scale| {
        let method = unipc(order, scale, true);
        row_orders(|path| method.plan(path), Certified::zero())
    };
    for scale in SCALES {
        assert_eq!(measured(1, scale), [1, 2, 1, 2, 1, 2, 1, 2, 1]);
        assert_eq!(measured(2, scale), [1, 2, 2, 3, 2, 3, 2, 3, 2]);
    }
    // of three answers or more they are one
    assert_eq!(measured(3, Scale::Bh2), [1, 2, 2, 3, 3, 4, 3, 4, 3]);
}

/// One step on the flow after an exact past, without the corrector and with it.
#[test]
fn by_local_order() {
    for scale in SCALES {
        assert_local_order::<f64>(1, one_step(|path| unipc(1, scale, false).plan(path)));
        assert_local_order::<f64>(2, one_step(|path| unipc(2, scale, false).plan(path)));
        assert_local_order::<f64>(2, one_step(|path| unipc(1, scale, true).plan(path)));
    }
}

/// A run: of order p without the corrector, and of one more with it, for p = 1 and 2.
#[test]
fn by_convergence_order() {
    for scale in SCALES {
        assert_global_order::<f64>(1, whole_run(|path| unipc(1, scale, false).plan(path)));
        assert_global_order::<f64>(2, whole_run(|path| unipc(2, scale, false).plan(path)));
        assert_law_order(2, |path| unipc(1, scale, true).plan(path));
        assert_law_order(3, |path| unipc(2, scale, true).plan(path));
    }
}
