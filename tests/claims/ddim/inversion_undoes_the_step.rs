use super::*;

/// Exactly, where ε is held: in both orders.
#[test]
fn by_exact_arithmetic() {
    let (x0, eps) = (Exact::ratio(-2, 3), Exact::ratio(7, 5));
    let zero = Exact::zero();
    for pair in pairs::<Exact>() {
        let t = pair.t();
        let x_t = t.alpha() * x0 + t.sigma() * eps;
        let x_s = step(pair, zero).unwrap().apply(x_t, x0, zero);
        let back = inversion(pair);
        assert_eq!(back.on_x_s * x_s + back.on_eps * eps, x_t);
    }
}

/// With ε asked for again on the way back, to first order: on points of the roll.
#[test]
fn by_convergence_order() {
    let roll = roll();
    let start = Array2::from_shape_fn((4, 2), |(i, j)| 2.5 * Real::cos((2 * i + 5 * j) as f64));
    let errors: Vec<f64> = [32, 64, 128, 256, 512]
        .iter()
        .map(|&n| {
            let levels = geometric(2.0, 0.4, n);
            let plan = (Method::Ddim { eta: 0.0 }).plan(&path(&levels)).unwrap();
            let end = run(&plan, &roll, start.clone(), &mut no_noise, |_, _| ()).unwrap();
            let back = levels.windows(2).rev().fold(end, |x, neighbours| {
                let pair = pair_of(neighbours);
                let s = pair.s();
                let x0 = roll.denoise(x.view(), s).unwrap();
                let eps = (&x - &x0 * s.alpha()) / s.sigma();
                let inversion = inversion(pair);
                x * inversion.on_x_s + eps * inversion.on_eps
            });
            (back - &start).mapv(f64::abs).sum()
        })
        .collect();
    assert_order(1, &errors);
}
