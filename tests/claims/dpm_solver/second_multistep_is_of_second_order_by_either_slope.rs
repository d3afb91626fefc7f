use super::*;

/// The rows, with fresh noise too.
#[test]
fn by_certified_enclosure() {
    let eta = Certified::ratio(1, 2);
    for slope in SLOPES {
        let orders = row_orders(|path| second_multistep(slope, eta).plan(path), eta);
        assert_eq!(orders, [1, 2, 2, 2, 2]);
    }
}

/// One step on the flow after an exact past.
#[test]
fn by_local_order() {
    for slope in SLOPES {
        let method = second_multistep(slope, 0.0);
        assert_local_order::<f64>(2, one_step(|path| method.plan(path)));
    }
}

#[test]
fn by_convergence_order() {
    for slope in SLOPES {
        let method = second_multistep(slope, 0.0);
        assert_global_order::<f64>(2, whole_run(|path| method.plan(path)));
    }
}

/// 2M along a path is Algorithm 2 of the paper, step by step.
#[test]
fn by_reference_values() {
    let path = uneven_path(Curve::Flow, Certified::int(-1), Certified::ratio(1, 2));
    let plan = second_multistep(Slope::Midpoint, Certified::zero()).plan(&path);
    for (row, three) in plan.unwrap().rows()[1..]
        .iter()
        .zip(path.levels().windows(3))
    {
        let step = multistep(three[0], three[1], three[2]).unwrap();
        let terms = [
            (step.on_x_t, Past::State(0)),
            (step.on_x0, Past::X0(0)),
            (step.on_x0_last, Past::X0(1)),
        ];
        assert_same_row(row, &Row::looking(three[1], three[2], terms));
    }
}
