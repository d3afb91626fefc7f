use super::*;

/// RES in its own letters: `c₂ = −h_last/h`, `b₂ = φ₂/c₂`, `b₁ = φ₁ − φ₂/c₂`, and `x_s = e^{−h} x_t + h (b₁ x̂₀(t) + b₂ x̂₀(r))` for
/// unscaled data, φ at −h by their definitions.
#[test]
fn by_reference_values() {
    let path = uneven_path(Curve::Unscaled, Certified::int(-1), Certified::ratio(1, 2));
    let plan = second_multistep(Slope::Heun, Certified::zero()).plan(&path);
    for (row, three) in plan.unwrap().rows()[1..]
        .iter()
        .zip(path.levels().windows(3))
    {
        let (h, h_last) = (rise(three[1], three[2]), rise(three[0], three[1]));
        let left = (-h).exp();
        let phi_1 = (Certified::one() - left) / h;
        let phi_2 = (left - Certified::one() + h) / (h * h);
        let c_2 = -(h_last / h);
        let terms = [
            (left, Past::State(0)),
            (h * (phi_1 - phi_2 / c_2), Past::X0(0)),
            (h * (phi_2 / c_2), Past::X0(1)),
        ];
        assert_same_row(row, &Row::looking(three[1], three[2], terms));
    }
}

/// It is exponential Adams of order 2, with fresh noise too.
#[test]
fn by_exact_arithmetic() {
    let path = with_ends(&uneven_path(Curve::Flow, -2.0, 0.75));
    for eta in [0.0, 0.5, 1.0] {
        for ending in [Ending::Falling, Ending::Kept] {
            let slope = Slope::Heun;
            let heun = Method::DpmSolver(DpmSolver::SecondMultistep { slope, eta, ending });
            let order = 2;
            let adams = exponential::plan(&path, Lookback { order, eta, ending });
            assert_eq!(heun.plan(&path).unwrap(), adams.unwrap());
        }
    }
}
