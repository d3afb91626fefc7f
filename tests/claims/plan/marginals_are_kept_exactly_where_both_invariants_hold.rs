use super::*;

/// Mean and variance of the state that a row makes of the noised point 1: numbers carried through the loop, its responses to the
/// start and to each draw.
fn carried(plan: &Plan<Exact>, row: usize) -> Law<Exact> {
    let certain = Coordinatewise {
        dim: 1,
        f: |_, _| Exact::one(),
    };
    let start = plan.start();
    law(
        &up_to(plan, row),
        &certain,
        start.alpha(),
        start.sigma().squared(),
    )
}

fn marginal(level: NoiseLevel<Exact>) -> Law<Exact> {
    Law {
        mean: level.alpha(),
        var: level.sigma().squared(),
    }
}

/// Up to which row a list is all zeros.
fn good(defects: &[Exact]) -> usize {
    let good = defects
        .iter()
        .take_while(|&&defect| defect == Exact::zero());
    good.count()
}

/// The marginals of a point are kept up to the first row that misses its signal or its noise, and not there.
fn assert_agree(name: &str, plan: &Plan<Exact>) -> usize {
    let (signal, noise) = (signal_defects(plan), noise_defects(plan).unwrap());
    let kept = plan.rows().iter().enumerate();
    let kept = kept.take_while(|&(i, row)| carried(plan, i) == marginal(row.to()));
    let kept = kept.count();
    assert_eq!(kept, good(&signal).min(good(&noise)), "{name}");
    kept
}

/// Both ways: of plans that keep them to the end, and of those that by construction do not.
#[test]
fn by_exact_arithmetic() {
    for (name, plan) in plans() {
        let kept = assert_agree(&name, &plan);
        let whole = plan.rows().len();
        let keeps = !name.starts_with("Langevin") && name != "Ancestral(Forward)";
        assert_eq!(kept == whole, keeps, "{name}");
        // the forms of the law are those that numbers respond with
        for (i, state) in point_law(&plan).unwrap().iter().enumerate() {
            let law = Law {
                mean: state.shift,
                var: state.var(),
            };
            assert_eq!(law, carried(&plan, i), "{name}");
        }
    }
}

/// A single weight changed: an invariant breaks at its row, and so does the marginal.
#[test]
fn by_counterexample() {
    for (name, plan) in plans() {
        let kept = assert_agree(&name, &plan);
        for row in 0..kept {
            for term in 0..plan.rows()[row].sum().len() {
                let broken = broken(&plan, row, term);
                assert_eq!(assert_agree(&name, &broken), row, "{name}, {row}, {term}");
            }
        }
    }
}
