use super::*;

/// One number, whose denoiser answers with what it is asked.
struct One;

impl Place<f64> for One {
    type Array = f64;
    type Error = DomainError;

    fn combine(&mut self, terms: &[(f64, &f64)]) -> Result<f64> {
        Ok(terms.iter().map(|(weight, x)| weight * *x).sum())
    }

    fn denoise(&mut self, x: &f64, _: NoiseLevel<f64>) -> Result<f64> {
        Ok(*x)
    }

    fn noise(&mut self, _: &f64) -> Result<f64> {
        Ok(1.0)
    }
}

#[test]
fn by_bad_input() {
    let [t, s] = [(0.6, 0.8), (0.8, 0.6)].map(|(a, b)| NoiseLevel::new(a, b).unwrap());
    let clean = NoiseLevel::clean();
    let said = |rows: Vec<Row<f64>>| Plan::new(t, rows).unwrap_err().to_string();
    let looking = |past| Row::looking(t, s, [(1.0, past)]);

    // each names one more than there is
    for past in [
        Past::State(1),
        Past::X0(1),
        Past::Eps(1),
        Past::Drawn(0),
        Past::State(usize::MAX),
    ] {
        assert_eq!(
            said(vec![looking(past)]),
            format!("term of row 0 is {past:?}: no row before it made one")
        );
    }
    // a row that does not look has no answer of its own, and a row's own draw is fresh
    assert_eq!(
        said(vec![Row::silent(s, [(1.0, Past::X0(0))])]),
        "term of row 0 is X0(0): no row before it made one"
    );
    let both = [(1.0, Past::Fresh), (1.0, Past::Drawn(0))];
    assert_eq!(
        said(vec![Row::looking(t, s, both)]),
        "term of row 0 is Drawn(0): no row before it made one"
    );
    // the denoiser is told the level of the state that it is shown
    let second = Row::looking(t, clean, [(1.0, Past::X0(0))]);
    assert_eq!(
        said(vec![looking(Past::X0(0)), second]),
        "look of row 1 is (0.6, 0.8): the state it is shown lies at (0.8, 0.6)"
    );

    // carried out with too short a memory
    let plan = Plan::new(
        t,
        vec![
            looking(Past::X0(0)),
            Row::looking(s, clean, [(1.0, Past::X0(1)), (1.0, Past::State(1))]),
        ],
    )
    .unwrap();
    let carry = |reach| carry_out(&mut One, plan.rows(), reach, 3.0, |_, _| Ok(()));
    assert_eq!(carry(plan.reach()), Ok(6.0));
    for (reach, forgotten) in [
        (
            Reach {
                answers: 1,
                ..plan.reach()
            },
            "X0(1)",
        ),
        (
            Reach {
                states: 1,
                ..plan.reach()
            },
            "State(1)",
        ),
    ] {
        assert_eq!(
            carry(reach).unwrap_err().to_string(),
            format!("term of a row is {forgotten}: it is not remembered")
        );
    }

    // noise is not told by an estimate of clean data
    let inversion = Path::new(Curve::VariancePreserving, vec![t, clean])
        .and_then(|path| Method::Inversion.plan(&path))
        .unwrap();
    let message = "sigma at a look is 0.0: no estimate of clean data tells their noise: start the method from a noisy level";
    assert_eq!(inversion.in_x0().unwrap_err().to_string(), message);
    let carried = carry_out(
        &mut One,
        inversion.rows(),
        inversion.reach(),
        3.0,
        |_, _| Ok(()),
    );
    assert_eq!(carried.unwrap_err().to_string(), message);
}
