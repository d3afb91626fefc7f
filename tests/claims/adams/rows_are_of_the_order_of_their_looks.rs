use super::*;

/// One step of n looks after an exact past errs by `O(h^{n+1})` on uneven steps: LMS and DEIS alike. Here those of few looks: of four,
/// the rounding of f64 hides the error, and of three DEIS errs so little on one of the flows that its order shows late.
#[test]
fn by_local_order() {
    for order in 1..=3 {
        let fall = i64::try_from(order).unwrap();
        assert_local_order::<f64>(fall, one_step(|path| Method::Lms { order }.plan(path)));
    }
    for order in 1..=2 {
        let fall = i64::try_from(order).unwrap();
        assert_local_order::<f64>(fall, one_step(|path| deis(order).plan(path)));
    }
}

/// The steps before the last, in units of it.
const GAPS: [[(i64, i64); 4]; 2] = [
    [(1, 2), (5, 4), (2, 3), (3, 2)],
    [(4, 3), (1, 2), (5, 3), (2, 3)],
];

/// By how much the last row of a plan misses the integral of the flow.
fn missed(method: Method<Certified>, degree: usize, gaps: [(i64, i64); 4]) -> Vec<Certified> {
    let missed = |halvings: u32| {
        let h = Certified::ratio(1, 128 << halvings);
        let steps = gaps.iter().chain(&[(1, 1)]);
        let mut lambda = Certified::ratio(-1, 4);
        let mut levels = vec![lambda];
        for &(p, q) in steps {
            lambda = lambda + h * Certified::ratio(p, q);
            levels.push(lambda);
        }
        let levels: Vec<_> = levels
            .iter()
            .map(|&lambda| Curve::VariancePreserving.level((-lambda).exp()).unwrap())
            .collect();
        let plan = method.plan(&path(&levels)).unwrap();
        let defects = quadrature_defects(&plan, Certified::zero(), degree);
        defects.last().unwrap().unwrap().abs()
    };
    (0..5).map(missed).collect()
}

/// The same of answers that are powers of λ, up to four looks.
#[test]
fn by_quadrature() {
    for order in 1..=4 {
        let fall = i64::try_from(order).unwrap() + 1;
        for method in [Method::Lms { order }, deis(order)] {
            for gaps in GAPS {
                // not of the power 0: the noise of a point stays what it is, and every method is exact
                for degree in 1..=order {
                    assert_order(fall, &missed(method, degree, gaps));
                }
            }
        }
    }
}

/// Looks taken in the other order are of first order only.
#[test]
fn by_counterexample() {
    let reversed = |path: &Path<f64>| {
        let plan = Method::Lms { order: 2 }.plan(path)?;
        let other = |past| match past {
            Past::Eps(back) => Past::Eps(1 - back),
            past => past,
        };
        let rows = plan.rows().iter().enumerate().map(|(i, row)| {
            let terms = row.sum().iter();
            let turned =
                terms.map(|&(weight, past)| (weight, if i > 0 { other(past) } else { past }));
            Row::looking(row.look().unwrap(), row.to(), turned)
        });
        Plan::new(plan.start(), rows.collect())
    };
    assert!(local_order(2, one_step(reversed)).is_err());
    assert_local_order(1, one_step(reversed));
}
