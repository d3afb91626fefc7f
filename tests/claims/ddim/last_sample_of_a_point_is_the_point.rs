use super::*;

/// To the bit, at any η, spacing and number of steps: the last level is the clean one.
#[test]
fn by_exact_law() {
    let point = array![[0.3, -1.7, 2.2]];
    let data = Mixture::points(point.clone()).unwrap();
    let schedule = linear_schedule::<f64>();
    for spacing in SPACINGS {
        for n in COUNTS {
            let levels = schedule
                .descent(&spacing.timesteps(1000, n).unwrap())
                .unwrap();
            let ancestral = [ReverseVar::Forward, ReverseVar::Posterior].map(Method::Ancestral);
            let ddim = [0.0, 0.5, 1.0].map(|eta| Method::Ddim { eta });
            for method in ancestral.into_iter().chain(ddim) {
                let plan = method.plan(&path(&levels)).unwrap();
                let mut rng = rng(32);
                let mut noise = standard_normal(&mut rng);
                let start = noise((2, 3));
                let end = run(&plan, &data, start, &mut noise, |_, _| ()).unwrap();
                for row in end.rows() {
                    assert_eq!(row, point.row(0));
                }
            }
        }
    }
}
