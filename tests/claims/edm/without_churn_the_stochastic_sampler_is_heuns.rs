use super::*;

/// The same steps, and no noise asked for.
#[test]
fn by_exact_arithmetic() {
    let mut levels = triple_descent::<Exact>();
    levels.push(NoiseLevel::clean());
    let stochastic = Method::Stochastic(everywhere(Exact::zero()))
        .plan(&path(&levels))
        .unwrap();
    let plain = Method::Heun.plan(&path(&levels)).unwrap();
    assert_eq!(stochastic, plain);
    let denoiser = gaussian_denoiser(Exact::ratio(1, 3), Exact::ratio(4, 9));
    let start = Exact::ratio(8, 3);
    assert_eq!(
        walk(&stochastic, &denoiser, start, &[]),
        walk(&plain, &denoiser, start, &[])
    );
}
