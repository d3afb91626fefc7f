use super::*;

/// Euler and Heun keep `α x₀ + σ ε`, however long the step: the slope ε is constant.
#[test]
fn by_exact_law() {
    let (x0, eps) = (Exact::ratio(9, 4), Exact::ratio(-1, 6));
    let on_line = |l: NoiseLevel<Exact>| l.alpha() * x0 + l.sigma() * eps;
    let point = Coordinatewise {
        dim: 1,
        f: |_, _| x0,
    };
    for pair in pairs::<Exact>() {
        let (s, t) = (pair.s(), pair.t());
        if t.alpha() == Exact::zero() {
            continue;
        }
        for method in [Method::Euler, Method::Heun] {
            let plan = method.plan(&path(&[t, s])).unwrap();
            assert_eq!(walk(&plan, &point, on_line(t), &[]), on_line(s));
        }
    }
}
