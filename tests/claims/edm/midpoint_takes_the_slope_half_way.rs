use super::*;

/// By way of any level between, as programs write it for unscaled data: the slope there, for the whole step.
#[test]
fn by_exact_arithmetic() {
    let levels = triple_descent::<Exact>();
    let crooked = |x: Exact, t: NoiseLevel<Exact>| {
        x * t.alpha() / (Exact::int(2) + t.sigma()) + Exact::ratio(1, 3) * t.sigma()
    };
    let denoiser = Coordinatewise { dim: 1, f: crooked };
    let x_hat = Exact::ratio(5, 7);
    for three in levels.windows(3) {
        let [t, m, s] = [three[0], three[1], three[2]];
        let slope = |x_hat: Exact, at: NoiseLevel<Exact>| {
            (x_hat - crooked(at.alpha() * x_hat, at)) / at.edm_sigma()
        };
        let half_way = x_hat + slope(x_hat, t) * (m.edm_sigma() - t.edm_sigma());
        let end = x_hat + slope(half_way, m) * (s.edm_sigma() - t.edm_sigma());

        let rows = midpoint_rows(LevelPair::new(s, t).unwrap(), m).unwrap();
        let plan = Plan::new(t, rows).unwrap();
        let got = walk(&plan, &denoiser, t.alpha() * x_hat, &[]);
        assert_eq!(got, s.alpha() * end);
    }
}

/// Half-way in λ: `σ̂_m² = σ̂_t σ̂_s`, on the curve of the path.
#[test]
fn by_certified_enclosure() {
    let sigmas = [(7, 2), (1, 1), (1, 5)].map(|(p, q)| Certified::ratio(p, q));
    for curve in [Curve::Flow, Curve::VariancePreserving, Curve::Unscaled] {
        let levels = sigmas.map(|sigma| curve.level(sigma).unwrap());
        let plan = Method::Midpoint
            .plan(&Path::new(curve, levels.to_vec()).unwrap())
            .unwrap();
        for (rows, pair) in plan.rows().chunks(2).zip(sigmas.windows(2)) {
            let middle = rows[0].to();
            let whole = match curve {
                Curve::VariancePreserving => {
                    middle.alpha().squared() + middle.sigma().squared() - Certified::one()
                }
                Curve::Unscaled => middle.alpha() - Certified::one(),
                Curve::Flow => middle.alpha() + middle.sigma() - Certified::one(),
            };
            let product = middle.edm_sigma().squared() - pair[0] * pair[1];
            for defect in [whole, product] {
                assert!(defect.contains(0.0) && defect.width() < 1e-70, "{defect:?}");
            }
        }
    }
}
