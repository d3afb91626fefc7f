use super::*;

/// With β̃ a point's marginals are kept; with β those of unit-variance data, on variance-preserving levels.
#[test]
fn by_exact_law() {
    let levels: Vec<NoiseLevel<Certified>> = [(8, 9), (5, 8), (3, 7), (2, 7), (1, 9)]
        .map(|(p, q)| pythagorean(p, q))
        .into();
    let plan = |choice| Method::Ancestral(choice).plan(&path(&levels)).unwrap();
    let vanishes = |defect: Certified| {
        assert!(defect.contains(0.0) && defect.width() < 1e-60, "{defect:?}");
    };

    let x0 = Certified::ratio(5, 4);
    let mut walked = marginal(levels[0], x0);
    for row in plan(ReverseVar::Posterior).rows() {
        walked = walked.then(kernel(row, x0));
        vanishes(walked.shift() - row.to().alpha() * x0);
        vanishes(walked.var() - row.to().sigma().squared());
    }

    let (zero, one) = (Certified::zero(), Certified::one());
    for two in levels.windows(2) {
        let step = Method::Ancestral(ReverseVar::Forward)
            .plan(&path(two))
            .unwrap();
        let got = law(&step, &gaussian_denoiser(zero, one), zero, one);
        vanishes(got.var - one);
    }
}

/// The last step, to clean data, adds no noise: not even the forward step's.
#[test]
fn by_limit() {
    let levels = [pythagorean(2, 7), NoiseLevel::<Exact>::clean()];
    for choice in [ReverseVar::Forward, ReverseVar::Posterior] {
        let plan = Method::Ancestral(choice).plan(&path(&levels)).unwrap();
        assert_eq!(plan.rows()[0].sum(), [(Exact::one(), Past::X0(0))]);
    }
}
