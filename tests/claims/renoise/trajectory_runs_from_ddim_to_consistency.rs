use super::*;

/// γ = 0 is DDIM without noise, γ = 1 consistency sampling: plan for plan.
#[test]
fn by_limit() {
    let path = chain::<Exact>();
    let plan = |method: Method<Exact>| method.plan(&path).unwrap();
    let (none, all) = (Exact::zero(), Exact::one());
    assert_eq!(
        plan(Method::Trajectory { gamma: none }),
        plan(Method::Ddim { eta: none })
    );
    assert_eq!(
        plan(Method::Trajectory { gamma: all }),
        plan(Method::Consistency(Distilled::Plainly))
    );
}
