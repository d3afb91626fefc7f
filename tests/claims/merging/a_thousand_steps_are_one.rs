use super::*;

/// DDPM's chain as rationals: ᾱ and 1 − ᾱ, accumulated apart, always add up to one, and ᾱ is the product.
#[test]
fn by_exact_arithmetic() {
    let betas = linear(Exact::ratio(1, 10_000), Exact::ratio(2, 100), 1000).unwrap();
    let mut square = VariancePreserving::<Exact>::clean();
    let mut product = Exact::one();
    for &beta in &betas {
        square = square.diffused(beta);
        product = product * (Exact::one() - beta);
    }
    assert_eq!(square.alpha_bar(), product);
    assert_eq!(
        square.alpha_bar() + square.one_minus_alpha_bar(),
        Exact::one()
    );
}

/// Steps with rational roots, merged one by one as kernels, are the kernel between the ends.
#[test]
fn by_iterating_the_chain() {
    let levels: Vec<NoiseLevel<Exact>> = (1..40).map(|p| pythagorean(p, 40)).collect();
    let mut walked = marginal(levels[0]).unwrap();
    for pair in levels.windows(2) {
        walked = walked.then(between(LevelPair::new(pair[0], pair[1]).unwrap()).unwrap());
        assert_eq!(walked, marginal(pair[1]).unwrap());
    }
}

/// Each forward step of a schedule is the kernel between its levels: `σ²_ts = β`, within the running error.
#[test]
fn by_certified_enclosure() {
    let betas = linear(Certified::ratio(1, 10_000), Certified::ratio(2, 100), 50).unwrap();
    let schedule = Discrete::from_betas(&betas).unwrap();
    for (t, &beta) in betas.iter().enumerate() {
        let pair =
            LevelPair::new(schedule.level(t).unwrap(), schedule.level(t + 1).unwrap()).unwrap();
        let (kernel, step) = (between(pair).unwrap(), forward_step(beta).unwrap());
        for defect in [kernel.var() - step.var(), kernel.scale() - step.scale()] {
            assert!(defect.contains(0.0) && defect.width() < 1e-70, "{defect:?}");
        }
    }
}

/// A β that is no variance of a forward step is refused.
#[test]
fn by_bad_input() {
    for beta in [0.0, 1.0, -0.1, 1.5, f64::NAN] {
        let error = forward_step(beta).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("beta is {beta:?}: the variance of a forward step lies in (0, 1)")
        );
    }
}
