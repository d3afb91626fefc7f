use super::*;

/// `dx̂/dσ̂ = 3 − 2σ̂` leads to `x̂ + 3σ̂ − σ̂²`, in one step or many: the second look is at the level and the state of
/// the end.
#[test]
fn by_exact_arithmetic() {
    let levels = triple_descent::<Exact>();
    let denoiser = Coordinatewise { dim: 1, f: sloping };
    let integral = |l: NoiseLevel<Exact>| Exact::int(3) * l.edm_sigma() - l.edm_sigma().squared();
    let x_hat = Exact::ratio(5, 7);
    let (first, last) = (levels[0], levels[4]);
    let truth = last.alpha() * (x_hat + integral(last) - integral(first));
    for visited in [&levels[..], &[first, last]] {
        let plan = Method::Heun.plan(&path(visited)).unwrap();
        assert_eq!(walk(&plan, &denoiser, first.alpha() * x_hat, &[]), truth);
    }
}

/// Euler is not.
#[test]
fn by_counterexample() {
    let levels = [2, 1].map(|sigma| NoiseLevel::unscaled(Exact::int(sigma)).unwrap());
    let denoiser = Coordinatewise { dim: 1, f: sloping };
    let plan = Method::Euler.plan(&path(&levels)).unwrap();
    // the slope at 2 is −1, on average 0
    assert_eq!(walk(&plan, &denoiser, Exact::zero(), &[]), Exact::one());
}
