use super::*;

/// On the roll, `x_s − mean(x₀, x_t)` has mean 0, the law's variance, and no correlation with x₀ or x_t.
#[test]
fn on_the_swiss_roll() {
    use ndarray_rand::rand::Rng;
    use ndarray_rand::rand_distr::{Distribution, StandardNormal};
    let roll = crate::support::roll();
    let schedule = Discrete::from_betas(&linear(1e-4, 0.02, 1000).unwrap()).unwrap();
    let pair = LevelPair::new(schedule.level(150).unwrap(), schedule.level(400).unwrap()).unwrap();
    let (s, forward, law) = (
        pair.s(),
        merging::between(pair).unwrap(),
        posterior(pair).unwrap(),
    );
    let mut rng = rng(2);
    let draws: Vec<[f64; 3]> = (0..50_000)
        .map(|_| {
            let x0 = roll.means()[[
                rng.random_range(0..roll.components()),
                rng.random_range(0..2),
            ]];
            let mut z = || -> f64 { StandardNormal.sample(&mut rng) };
            let x_s = s.alpha() * x0 + s.sigma() * z();
            let x_t = forward.scale() * x_s + forward.var().sqrt() * z();
            [x_s - law.mean(x0, x_t), x0, x_t]
        })
        .collect();
    let column = |f: &dyn Fn(&[f64; 3]) -> f64| draws.iter().map(f).collect::<Vec<f64>>();
    assert_five_standard_errors(&column(&|d| d[0]), 0.0);
    assert_five_standard_errors(&column(&|d| d[0] * d[0]), law.var);
    assert_five_standard_errors(&column(&|d| d[0] * d[1]), 0.0);
    assert_five_standard_errors(&column(&|d| d[0] * d[2]), 0.0);
}
