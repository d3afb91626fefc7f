use super::*;

/// η = 0 is Euler's step on the flow, `x + (σ_s − σ_t)(ε − x̂₀)`, also out of pure noise; at `η = σ_t/(σ_t − σ_s)` all noise is fresh.
#[test]
fn by_limit() {
    let path = flows::<Exact>();
    let none = Method::FlowAncestral { eta: Exact::zero() };
    let plan = none.plan(&path).unwrap();
    assert_eq!(
        plan,
        (Method::Ddim { eta: Exact::zero() }).plan(&path).unwrap()
    );
    for (row, pair) in plan.rows().iter().zip(path.steps()) {
        let (s, t) = (pair.s(), pair.t());
        let stride = s.sigma() - t.sigma();
        // ε = (x − α_t x̂₀)/σ_t
        let on_x = Exact::one() + stride / t.sigma();
        let on_x0 = -(stride * (t.alpha() / t.sigma() + Exact::one()));
        assert_eq!(row.weight(Past::State(0)), on_x);
        assert_eq!(row.weight(Past::X0(0)), on_x0);

        let all = t.sigma() / (t.sigma() - s.sigma());
        if s.sigma() > Exact::zero() {
            let down = flow_ancestral_level(pair, all).unwrap();
            assert_eq!(down, NoiseLevel::clean());
            let fresh = Step {
                on_x_t: Exact::zero(),
                on_x0: s.alpha(),
                on_noise: s.sigma(),
            };
            assert_eq!(step(pair, down), Ok(fresh));
        }
    }
}

/// From σ = ¾ to ½ at η = 1, by hand: down to ⅓, and ¾ of that.
#[test]
fn by_reference_values() {
    let pair = LevelPair::new(flow::<Certified>(1, 2), flow(3, 4)).unwrap();
    let down = flow_ancestral_level(pair, Certified::one()).unwrap();
    let Step {
        on_x_t,
        on_x0,
        on_noise,
    } = step(pair, down).unwrap();
    for (got, (p, q)) in [
        (down.sigma(), (1, 3)),
        (on_x_t, (1, 3)),
        (on_x0, (5, 12)),
        (on_noise.squared(), (3, 16)),
    ] {
        let defect = got - Certified::ratio(p, q);
        assert!(defect.contains(0.0) && defect.width() < 1e-70, "{defect:?}");
    }
}
