use super::*;

/// `2n − 1` evaluations in n steps to clean data, at both ends of every step but the last, which is Euler's; one a step
/// for the methods of first order.
#[test]
fn by_iterating_the_chain() {
    let mut levels = triple_descent::<Exact>();
    levels.push(NoiseLevel::clean());
    let looks = |method: Method<Exact>| {
        let plan = method.plan(&path(&levels)).unwrap();
        let seen = RefCell::new(Vec::new());
        let denoiser = Coordinatewise {
            dim: 1,
            f: |x, level| {
                seen.borrow_mut().push(level);
                x
            },
        };
        let noise = vec![
            Exact::zero();
            if matches!(method, Method::Ddim { .. }) {
                4
            } else {
                0
            }
        ];
        walk(&plan, &denoiser, Exact::one(), &noise);
        let seen = seen.into_inner();
        assert_eq!(seen, plan.asked().collect::<Vec<_>>());
        assert_eq!(seen.len(), plan.calls());
        seen
    };
    let starts = &levels[..5];
    let both: Vec<_> = (0..5)
        .flat_map(|i| [levels[i], levels[i + 1]])
        .take(9)
        .collect();
    assert_eq!(looks(Method::Euler), starts);
    assert_eq!(looks(Method::Ddim { eta: Exact::one() }), starts);
    assert_eq!(looks(Method::Heun), both);

    let (euler_plan, heun_plan) = (
        Method::Euler.plan(&path(&levels)).unwrap(),
        Method::Heun.plan(&path(&levels)).unwrap(),
    );
    let predicted = heun_plan.rows().iter().step_by(2);
    assert!(predicted.eq(euler_plan.rows()));
}
