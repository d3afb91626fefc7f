use super::*;

/// `b_j = (1 + η) α_s ∫ e^{(1+η)(l−λ_s)} ℓ_j(l) dl`, ℓ_j the Lagrange polynomials on the levels before.
#[test]
fn by_quadrature() {
    let path = uneven_path(Curve::Flow, -1.0, 0.5);
    let lambdas: Vec<f64> = path
        .levels()
        .iter()
        .map(|level| Real::ln(level.alpha() / level.sigma()))
        .collect();
    for eta in [0.0, 0.5, 1.0] {
        for order in 2..=4 {
            let plan = adams(order, Running::exact(eta)).plan(&in_numbers(&path));
            for (i, row) in plan.unwrap().rows().iter().enumerate().skip(order - 1) {
                let looks: Vec<f64> = lambdas[..=i].iter().rev().take(order).copied().collect();
                let scale = (1.0 + eta) * path.levels()[i + 1].alpha();
                for (j, node) in looks.iter().enumerate() {
                    let lagrange = |l: f64| {
                        let others = looks.iter().filter(|&other| other != node);
                        others
                            .map(|other| (l - other) / (node - other))
                            .product::<f64>()
                    };
                    let to = lambdas[i + 1];
                    let weighed = |l: f64| scale * Real::exp((1.0 + eta) * (l - to)) * lagrange(l);
                    let got = row.weight(Past::X0(j));
                    integrate_between(weighed, looks[0], to)
                        .assert_is(got.value, got.tolerance(Format::F64));
                }
            }
        }
    }
}
