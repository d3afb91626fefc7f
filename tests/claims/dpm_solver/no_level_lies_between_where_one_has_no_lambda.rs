use super::*;

/// From pure noise and to clean data a singlestep form takes one look, and its step is of first order.
#[test]
fn by_limit() {
    for curve in [Curve::VariancePreserving, Curve::Flow] {
        let inner = uneven_path(curve, Certified::int(-2), Certified::ratio(2, 3));
        let path = with_ends(&inner);
        for eta in [Certified::zero(), Certified::one()] {
            let order = 1;
            let ending = Ending::Kept;
            let first = exponential::plan(&path, Lookback { order, eta, ending }).unwrap();
            for (method, looks) in [
                (second_singlestep(Slope::Midpoint, eta), 2),
                (third_singlestep(Slope::Heun, eta), 3),
            ] {
                let plan = method.plan(&path).unwrap();
                let ends =
                    [plan.rows(), first.rows()].map(|rows| (&rows[0], &rows[rows.len() - 1]));
                assert_same_row(ends[0].0, ends[1].0);
                assert_same_row(ends[0].1, ends[1].1);
                assert_eq!(plan.calls(), 5 * looks + 2);
            }
        }
    }
}

/// A share outside the step is no place between.
#[test]
fn by_bad_input() {
    let path = uneven_path(Curve::Flow, -1.0, 0.5);
    for r in [0.0, 1.0, 1.5, f64::NAN] {
        let (slope, eta) = (Slope::Midpoint, 0.0);
        let form = DpmSolver::SecondSinglestep { slope, r, eta };
        assert_eq!(
            Method::DpmSolver(form).plan(&path).unwrap_err().to_string(),
            format!("r is {r:?}: give a share of the step, between 0 and 1")
        );
    }
}
