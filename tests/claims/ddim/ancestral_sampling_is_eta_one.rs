use super::*;

/// DDPM's sampler with the posterior's variance and DDIM at η = 1 are one plan.
#[test]
fn by_exact_arithmetic() {
    let mut levels = triple_descent::<Exact>();
    levels.push(NoiseLevel::clean());
    assert_eq!(
        Method::Ancestral(ReverseVar::Posterior).plan(&path(&levels)),
        (Method::Ddim { eta: Exact::one() }).plan(&path(&levels))
    );
}
