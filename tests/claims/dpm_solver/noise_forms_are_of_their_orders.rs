use super::*;

#[test]
fn by_certified_enclosure() {
    let eta = Certified::zero();
    for slope in SLOPES {
        let second = row_orders(|path| noise_multistep(2, slope).plan(path), eta);
        assert_eq!(second, [1, 2, 2, 2, 2]);
    }
    let third = row_orders(|path| noise_multistep(3, Slope::Heun).plan(path), eta);
    assert_eq!(third, [1, 2, 3, 3, 3]);
    let stages = |order| row_orders(|path| noise_singlestep(order).plan(path), eta);
    assert_eq!(stages(2), [1, 2].repeat(5));
    assert_eq!(stages(3), [1, 2, 3].repeat(5));
}

/// One step on the flow, its stages its own.
#[test]
fn by_local_order() {
    for slope in SLOPES {
        let method = noise_multistep(2, slope);
        assert_local_order::<f64>(2, one_step(|path| method.plan(path)));
    }
    assert_local_order::<f64>(2, one_step(|path| noise_singlestep(2).plan(path)));
    assert_local_order::<f64>(3, one_step(|path| noise_singlestep(3).plan(path)));
}

#[test]
fn by_convergence_order() {
    for slope in SLOPES {
        // e^h weighs the error of each step anew: the limit is far
        let run = whole_run(|path| noise_multistep(2, slope).plan(path));
        assert_global_order_from::<f64>(256, 2, run);
    }
    assert_global_order::<f64>(2, whole_run(|path| noise_singlestep(2).plan(path)));
    assert_global_order::<f64>(3, whole_run(|path| noise_singlestep(3).plan(path)));
}

/// DPM-Solver-2 in its own letters: `−σ_s (e^h − 1) ε̂_t − (σ_s/2r) (e^h − 1)(ε̂_m − ε̂_t)`, r = ½; and the last line of
/// DPM-Solver-3, `−σ_s (e^h − 1) ε̂_t − (σ_s/r₂)((e^h − 1)/h − 1)(ε̂_n − ε̂_t)`, r₂ = ⅔.
#[test]
fn by_reference_values() {
    let path = uneven_path(Curve::Flow, Certified::int(-1), Certified::ratio(1, 2));
    assert_between(noise_singlestep(2), 2);
    assert_between(noise_singlestep(3), 3);
    let second = noise_singlestep(2).plan(&path).unwrap();
    let third = noise_singlestep(3).plan(&path).unwrap();
    for (i, pair) in path.steps().enumerate() {
        let (s, t) = (pair.s(), pair.t());
        let h = rise(t, s);
        let grown = h.exp_m1();
        let (half, part) = (Certified::ratio(1, 2), Certified::ratio(2, 3));
        for (row, slope, looks) in [
            (&second.rows()[2 * i + 1], grown * half / half, 1),
            (
                &third.rows()[3 * i + 2],
                (grown / h - Certified::one()) / part,
                2,
            ),
        ] {
            let terms = [
                (s.alpha() / t.alpha(), Past::State(looks)),
                (-(s.sigma() * (grown - slope)), Past::Eps(looks)),
                (-(s.sigma() * slope), Past::Eps(0)),
            ];
            assert_same_row(row, &Row::looking(t, s, terms));
        }
    }
}
