use super::*;

/// Levels with `S_tmin ≤ σ̂ ≤ S_tmax`, both included, get γ = S_churn/n; others are left alone. The window is in σ̂,
/// whatever the scaling.
#[test]
fn by_exact_arithmetic() {
    let levels = triple_descent::<Exact>(); // σ̂ = 2, 6/5, 18/25, 54/125, 162/625
    let window = Churn {
        amount: Exact::one(), // over 4 steps
        from: Exact::ratio(18, 25),
        to: Exact::ratio(6, 5),
        noise: Exact::ratio(3, 2),
    };
    let plan = Method::Stochastic(window).plan(&path(&levels)).unwrap();
    let quarter = Exact::ratio(1, 4);
    let mut rows = plan.rows().iter();
    for (i, two) in levels.windows(2).enumerate() {
        let (t, s) = (two[0], two[1]);
        let mut from = t;
        if i == 1 || i == 2 {
            let churned = churn(t, quarter, Exact::ratio(3, 2)).unwrap();
            let terms = [
                (Exact::one(), Past::State(0)),
                (churned.on_noise, Past::Fresh),
            ];
            assert_eq!(rows.next(), Some(&Row::silent(churned.level, terms)));
            from = churned.level;
        }
        let step = euler(from, s).unwrap();
        let predicted = Row::of_step(LevelPair::new(s, from).unwrap(), step);
        assert_eq!(rows.next(), Some(&predicted));
        assert_eq!(rows.next().and_then(Row::look), Some(s));
    }
    assert_eq!(rows.next(), None);
}

/// γ is at most √2 − 1, at which as much noise is added as there was.
#[test]
fn by_limit() {
    let one = Certified::one();
    let levels = [2, 1].map(|sigma| NoiseLevel::unscaled(Certified::int(sigma)).unwrap());
    let sigma_hat = |amount: (i64, i64)| {
        let amount = Certified::ratio(amount.0, amount.1);
        let plan = Method::Stochastic(everywhere(amount))
            .plan(&path(&levels))
            .unwrap();
        let churn = &plan.rows()[0];
        let raised = churn.to().sigma().squared() - churn.weight(Past::Fresh).squared();
        let defect = raised - levels[0].sigma().squared();
        assert!(defect.contains(0.0) && defect.width() < 1e-60, "{defect:?}");
        churn.to().sigma() / levels[0].sigma()
    };
    for (amount, squared) in [((2, 5), (49, 25)), ((5, 12), (2, 1)), ((40, 1), (2, 1))] {
        let defect = sigma_hat(amount).squared() - Certified::ratio(squared.0, squared.1) * one;
        assert!(defect.contains(0.0) && defect.width() < 1e-60, "{defect:?}");
    }
}

/// An amount that is no number is not taken for a large one, nor a window for all or none.
#[test]
fn by_bad_input() {
    let levels = [2.0, 1.0].map(|sigma| NoiseLevel::unscaled(sigma).unwrap());
    let refusal = |churn| {
        let error = Method::Stochastic(churn).plan(&path(&levels)).unwrap_err();
        error.to_string()
    };
    for (amount, shown) in [(f64::NAN, "NaN"), (-0.25, "-0.25")] {
        assert_eq!(
            refusal(everywhere(amount)),
            format!("gamma is {shown}: give a finite number ≥ 0")
        );
    }
    for (from, to, shown) in [
        (f64::NAN, 1.0, "(NaN, 1.0)"),
        (0.0, f64::NAN, "(0.0, NaN)"),
        (2.0, 1.0, "(2.0, 1.0)"),
        (-1.0, 1.0, "(-1.0, 1.0)"),
    ] {
        let window = Churn {
            from,
            to,
            ..everywhere(0.1)
        };
        assert_eq!(
            refusal(window),
            format!(
                "churn window (S_tmin, S_tmax) is {shown}: give numbers ≥ 0, the smaller first"
            )
        );
    }
    let unbounded = Churn {
        to: f64::INFINITY,
        ..everywhere(0.1)
    };
    assert!(Method::Stochastic(unbounded).plan(&path(&levels)).is_ok());
    let one_level = Churn {
        from: 2.0,
        to: 2.0,
        ..everywhere(0.1)
    };
    assert!(Method::Stochastic(one_level).plan(&path(&levels)).is_ok());
}
