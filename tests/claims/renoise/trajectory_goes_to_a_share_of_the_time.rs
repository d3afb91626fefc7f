use super::*;

/// With γ = ½ from the timesteps 6, 4, 3, 1 down to ⌊4/2⌋, ⌊3/2⌋, ⌊1/2⌋ and 0: the fresh variance tells how far down it went.
#[test]
fn by_exact_arithmetic() {
    let path = chain::<Certified>();
    let gamma = Certified::ratio(1, 2);
    let plan = Method::Trajectory { gamma }.plan(&path).unwrap();
    let at = |p: i64| pythagorean::<Certified>(p, 9);
    let downs = [at(2), at(1), NoiseLevel::clean(), NoiseLevel::clean()];
    for (row, down) in plan.rows().iter().zip(downs) {
        let s = row.to();
        let kept = s.alpha() * down.edm_sigma();
        let fresh = row.weight(Past::Fresh).squared();
        let defect = s.sigma().squared() - kept.squared() - fresh;
        assert!(defect.contains(0.0) && defect.width() < 1e-70, "{defect:?}");
    }
}
