use super::*;

/// On data N(m, s²), whose noisy law is N(αm, V), the law that a step leaves as it is has the variance `V/(1 − τ/2V)`.
#[test]
fn by_exact_law() {
    let data = Gaussian::new(Exact::ratio(5, 3), Exact::ratio(7, 4)).unwrap();
    for t in triple_descent::<Exact>() {
        let var = t.alpha().squared() * data.var() + t.sigma().squared();
        // 2τ is a square, and all steps are stable: τ < 2V
        let tau = Exact::ratio(1, 8);
        let plan = staying(t, step(t, tau).unwrap());
        let end = |start: Affine<Exact>| gaussian_law(&plan, data, start).unwrap().pop().unwrap();
        // any square root will do: the variance is affine in that of the start
        let mean = t.alpha() * data.mean();
        let [none, one] = [0, 1].map(|std| end(Affine::of(mean, Exact::int(std), 0)));
        assert_eq!([none.shift, one.shift], [mean; 2]);
        let wide = var / (Exact::one() - tau / (Exact::int(2) * var));
        assert_eq!(none.var() + wide * (one.var() - none.var()), wide);
    }
}

/// And repeated steps lead there from anywhere.
#[test]
fn by_iterating_the_chain() {
    let (mean, s2) = (0.75, 0.5);
    let data = Gaussian::new(mean, s2).unwrap();
    let t = NoiseLevel::new(0.8, 0.6).unwrap();
    let var = 0.64 * s2 + 0.36;
    let tau = 0.25;
    let rows = vec![Row::stepping(t, t, step(t, tau).unwrap()); 200];
    let plan = Plan::new(t, rows).unwrap();
    let end = gaussian_law(&plan, data, Affine::of(-3.0, 5.0, 0))
        .unwrap()
        .pop()
        .unwrap();
    // what is left of the start is (1 − τ/V)²⁰⁰ < 1e-30; two hundred draws, each with a few roundings
    let wide = var / (1.0 - tau / (2.0 * var));
    assert_within(end.var(), wide, 1000.0 * U * wide);
    assert_within(end.shift, 0.8 * mean, 1000.0 * U);
}
