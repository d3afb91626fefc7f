use super::*;

/// Every step that keeps the marginals is one by way of the level with `α_s σ̂_d = √(σ²_s − std²)`, and the other way round.
#[test]
fn by_exact_arithmetic() {
    let levels = triple_descent::<Exact>();
    for three in levels.windows(3) {
        let [t, s, down] = [three[0], three[1], three[2]];
        let pair = LevelPair::new(s, t).unwrap();
        let kept = s.alpha() * down.edm_sigma();
        let std = ((s.sigma() - kept) * (s.sigma() + kept)).sqrt();
        assert!(std > Exact::zero());
        assert_eq!(step(pair, down), step_with_std(pair, std, Branch::Aligned));
    }
}

/// By way of s itself nothing is fresh; by way of clean data everything is.
#[test]
fn by_limit() {
    for two in triple_descent::<Exact>().windows(2) {
        let pair = LevelPair::new(two[1], two[0]).unwrap();
        let (none, all) = (Exact::zero(), two[1].sigma());
        for (down, std) in [(two[1], none), (NoiseLevel::clean(), all)] {
            assert_eq!(step(pair, down), step_with_std(pair, std, Branch::Aligned));
        }
    }
}
