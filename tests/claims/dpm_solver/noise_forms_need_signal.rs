use super::*;

#[test]
fn by_bad_input() {
    let inner = uneven_path(Curve::Flow, -1.0, 0.5);
    let refused = |method: Method<f64>, path| method.plan(path).unwrap_err().to_string();
    let path = with_ends(&inner);
    for method in [noise_multistep(2, Slope::Heun), noise_singlestep(2)] {
        assert_eq!(
            refused(method, &path),
            "alpha_t is 0.0: noise tells no signal there; take a form of the data prediction, or start where there is signal"
        );
    }
    for order in [0, 4] {
        assert_eq!(
            refused(noise_singlestep(order), &inner),
            format!("order is {order}: give 1, 2 or 3")
        );
    }
}

/// To clean data: `x = (x_t − σ_t ε̂)/α_t`, in one look.
#[test]
fn by_limit() {
    let inner = uneven_path(Curve::Flow, -1.0, 0.5);
    let levels = [inner.levels(), &[NoiseLevel::clean()]].concat();
    let t = inner.levels()[5];
    let path = Path::new(Curve::Flow, levels).unwrap();
    for method in [noise_multistep(3, Slope::Heun), noise_singlestep(3)] {
        let plan = method.plan(&path).unwrap();
        let last = &plan.rows()[plan.rows().len() - 1];
        let on_state = 1.0 / t.alpha();
        assert_eq!(
            last.sum(),
            [
                (on_state, Past::State(0)),
                (-(on_state * t.sigma()), Past::Eps(0))
            ]
        );
    }
}
