use super::*;

/// With β̃ a point's marginals are kept; with β those of unit-variance data, on variance-preserving levels.
#[test]
fn by_exact_law() {
    let levels: Vec<NoiseLevel<Certified>> = [(8, 9), (5, 8), (3, 7), (2, 7), (1, 9)]
        .map(|(p, q)| pythagorean(p, q))
        .into();
    let plan = |choice| Method::Ancestral(choice).plan(&levels).unwrap();
    let vanishes = |defect: Certified| {
        assert!(defect.contains(0.0) && defect.width() < 1e-60, "{defect:?}");
    };

    let x0 = Certified::ratio(5, 4);
    let mut walked = marginal(levels[0], x0);
    for step in plan(ReverseVar::Posterior) {
        walked = walked.then(kernel(step.predict, x0));
        vanishes(walked.shift() - step.to.alpha() * x0);
        vanishes(walked.var() - step.to.sigma().squared());
    }

    let (zero, one) = (Certified::zero(), Certified::one());
    for step in plan(ReverseVar::Forward) {
        let got = law(&[step], &gaussian_denoiser(zero, one), zero, one);
        vanishes(got.var - one);
    }
}

/// The last step, to clean data, adds no noise: not even the forward step's.
#[test]
fn by_limit() {
    let levels = [pythagorean(2, 7), NoiseLevel::<Exact>::clean()];
    for choice in [ReverseVar::Forward, ReverseVar::Posterior] {
        let plan = Method::Ancestral(choice).plan(&levels).unwrap();
        assert_eq!(
            plan[0].predict,
            Step {
                on_x_t: Exact::zero(),
                on_x0: Exact::one(),
                on_noise: Exact::zero()
            }
        );
    }
}
