use super::*;

/// The condition's law N(1, ¼), the unconditional N(0, 1), and w = 2: `p(x) p(y|x)² ∝ N(1, ¼)²/N(0, 1)` has precision
/// `2·4 − 1 = 7`.
const W: i64 = 2;

fn pair<T: Field>() -> [Gaussian<T>; 2] {
    [
        Gaussian::new(T::one(), T::ratio(1, 4)).unwrap(),
        Gaussian::standard(),
    ]
}

/// At σ = 1 the guided score has slope `−(2/(5/4) − 1/2) = −11/10`; the tilted law, noised, has `−1/(1/7 + 1) = −7/8`. Both are
/// −7 at σ = 0, and nowhere else the same.
#[test]
fn by_exact_arithmetic() {
    let slope = |law: Gaussian<Exact>, noise_var: Exact| {
        let [mean, var] = [law.mean(), law.var() + noise_var].map(Dual::constant);
        let x = Dual::variable(Dual::variable(Exact::ratio(2, 3)));
        let law = Gaussian::new(Dual::constant(mean), Dual::constant(var)).unwrap();
        (-Dual::ratio(1, 2) * law.squared_distance(x)).slope.slope
    };
    let tilted = Gaussian::new(Exact::ratio(8, 7), Exact::ratio(1, 7)).unwrap();
    for ((numerator, denominator), guided, noised) in [
        ((0, 1), (-7, 1), (-7, 1)),
        ((1, 1), (-11, 10), (-7, 8)),
        ((3, 4), (-10, 7), (-28, 25)),
    ] {
        let noise_var = Exact::ratio(numerator, denominator);
        let [cond, uncond] = pair().map(|law| slope(law, noise_var));
        let weights = Weights::scale(Exact::int(W));
        assert_eq!(
            weights.apply(cond, uncond),
            Exact::ratio(guided.0, guided.1)
        );
        assert_eq!(slope(tilted, noise_var), Exact::ratio(noised.0, noised.1));
    }
}

/// Carried from σ = 16 to 0 by the guided flow `dx/dσ = −σ ŝ`, the tilted law's noised variance ends at 0.0627 (at 1/16 from
/// infinity), where the tilted law has 1/7: guidance over-sharpens.
///
/// The flow is linear, so a variance is multiplied by the square of its slope,
/// `(a²/(a² + S²))^w (b²/(b² + S²))^{1−w}`; here it is integrated by Runge–Kutta, whose error the halved step shows.
#[test]
fn by_counterexample() {
    let start = 16.0;
    let data = pair::<f64>().map(|law| Mixture::gaussian(array![law.mean()], law.var()).unwrap());
    let drift = |sigma: f64, x: f64| {
        let t = NoiseLevel::unscaled(sigma).unwrap();
        let [cond, uncond] = [0, 1].map(|i: usize| data[i].at(t).unwrap().score(&[x]).unwrap()[0]);
        -sigma * Weights::scale(2.0).apply(cond, uncond)
    };
    let end = |steps: u32, mut x: f64| {
        let h = -start / f64::from(steps);
        for i in 0..steps {
            let sigma = start + f64::from(i) * h;
            let k1 = drift(sigma, x);
            let k2 = drift(sigma + h / 2.0, x + h / 2.0 * k1);
            let k3 = drift(sigma + h / 2.0, x + h / 2.0 * k2);
            let k4 = drift(sigma + h, x + h * k3);
            x += h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4);
        }
        x
    };
    let var = |steps: u32| {
        let slope = end(steps, 1.0) - end(steps, 0.0);
        slope.powi(2) * (1.0 / 7.0 + start.powi(2))
    };
    let (coarse, fine) = (var(1024), var(2048));
    let square = start.powi(2);
    let truth = (1.0 / 16.0) * (1.0 + square) / (0.25 + square).powi(2) * (1.0 / 7.0 + square);
    assert_within(fine, truth, (fine - coarse).abs());
    assert!((truth - 0.062_66).abs() < 1e-5 && 1.0 / 7.0 - fine > 0.08);
}
