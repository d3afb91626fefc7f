use super::*;

/// The programs' formula in their own letters: differences over `r₀ = h_last/h` and `r₁`, and
/// `α_s (φ₂ d₁ − φ₃ d₂)` with `φ₂ = (e^{−H} − 1)/H + 1`, `φ₃ = φ₂/H − ½`.
#[test]
fn by_reference_values() {
    let path = uneven_path(Curve::Flow, Certified::int(-1), Certified::ratio(1, 2));
    for eta in [Certified::zero(), Certified::one()] {
        let plan = third_multistep(eta).plan(&path).unwrap();
        for (row, four) in plan.rows()[2..].iter().zip(path.levels().windows(4)) {
            let (t, s) = (four[2], four[3]);
            let h = rise(t, s);
            let r_0 = rise(four[1], t) / h;
            let r_1 = rise(four[0], four[1]) / h;
            let whole = h * (Certified::one() + eta);
            let phi_2 = (-whole).exp_m1() / whole + Certified::one();
            let phi_3 = phi_2 / whole - Certified::ratio(1, 2);
            let next = |answers: [Certified; 3]| {
                let d_1_0 = (answers[0] - answers[1]) / r_0;
                let d_1_1 = (answers[1] - answers[2]) / r_1;
                let d_1 = d_1_0 + (d_1_0 - d_1_1) * r_0 / (r_0 + r_1);
                let d_2 = (d_1_0 - d_1_1) / (r_0 + r_1);
                s.alpha() * (-(-whole).exp_m1() * answers[0] + phi_2 * d_1 - phi_3 * d_2)
            };
            for i in 0..3 {
                let mut unit = [Certified::zero(); 3];
                unit[i] = Certified::one();
                let defect = row.weight(Past::X0(i)) - next(unit);
                assert!(defect.contains(0.0) && defect.width() < 1e-60, "{i}");
            }
        }
    }
}

/// Its rows miss a parabola by O(h³): half of the curvature is not there.
#[test]
fn by_certified_enclosure() {
    let eta = Certified::ratio(1, 2);
    let orders = row_orders(|path| third_multistep(eta).plan(path), eta);
    assert_eq!(orders, [1, 2, 2, 2, 2]);
}

/// One step after an exact past. It takes enclosures to see, as the next term is larger until steps are short.
#[test]
fn by_local_order() {
    let method = third_multistep(Certified::zero());
    assert_local_order(2, one_step(|path| method.plan(path)));
}

#[test]
fn by_convergence_order() {
    assert_global_order::<f64>(2, whole_run(|path| third_multistep(0.0).plan(path)));
}
