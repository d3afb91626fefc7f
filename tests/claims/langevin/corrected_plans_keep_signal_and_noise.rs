use super::*;

#[test]
fn by_exact_arithmetic() {
    let mut levels = triple_descent::<Exact>();
    levels.push(NoiseLevel::clean());
    for (p, q) in [(0, 1), (16, 25), (1, 1)] {
        let delta = Exact::ratio(p, q);
        let plan = Method::Corrected { delta }.plan(&path(&levels)).unwrap();
        // two looks a step, one where it leads to clean data
        assert_eq!(plan.calls(), 9);
        let nothing = vec![Exact::zero(); plan.rows().len()];
        assert_eq!(signal_defects(&plan), nothing);
        assert_eq!(noise_defects(&plan).unwrap(), nothing);
    }
}

/// Where nothing is exchanged, the predictor alone is left: the states are DDIM's.
#[test]
fn by_limit() {
    let levels = path(&triple_descent::<Exact>());
    let data = Gaussian::new(Exact::ratio(5, 3), Exact::ratio(7, 4)).unwrap();
    let states = |method: Method<Exact>| {
        let plan = method.plan(&levels).unwrap();
        let start = Affine::of(Exact::ratio(1, 3), Exact::ratio(2, 7), 0);
        gaussian_law(&plan, data, start).unwrap()
    };
    let none = Exact::zero();
    let corrected = states(Method::Corrected { delta: none });
    let arrived: Vec<_> = corrected.into_iter().skip(1).step_by(2).collect();
    assert_eq!(arrived, states(Method::Ddim { eta: none }));
}
