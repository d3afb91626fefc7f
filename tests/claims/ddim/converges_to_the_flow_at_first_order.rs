use super::*;

/// On data N(0, c²) the flow scales x̂ by `√(c² + σ̂²)`; DDIM's error halves with its steps.
#[test]
fn by_convergence_order() {
    let c: f64 = 0.5;
    let data = Mixture::gaussian(array![0.0], c * c).unwrap();
    let variance_preserving = Continuous::Vp {
        beta_min: 0.1,
        beta_max: 20.0,
    };
    for process in [variance_preserving, Continuous::RectifiedFlow] {
        let errors: Vec<f64> = [64, 128, 256, 512, 1024]
            .iter()
            .map(|&n: &u32| {
                let levels: Vec<NoiseLevel<f64>> = (0..=n)
                    .map(|i| 0.9 - 0.8 * f64::from(i) / f64::from(n))
                    .map(|time| process.level(time).unwrap())
                    .collect();
                let spread = |l: NoiseLevel<f64>| l.alpha() * c.hypot(l.edm_sigma());
                let (first, last) = (levels[0], levels[levels.len() - 1]);
                let plan = (Method::Ddim { eta: 0.0 }).plan(&path(&levels)).unwrap();
                let end = walk(&plan, &data, spread(first), &[]);
                (end - spread(last)).abs()
            })
            .collect();
        Order::of_halvings(&errors).assert_is(1.0);
    }
}

/// On the roll, where no closed form is known: what is gained by doubling the steps halves.
#[test]
fn on_the_swiss_roll() {
    let roll = roll();
    let start = Array2::from_shape_fn((4, 2), |(i, j)| 2.5 * Real::cos((3 * i + 4 * j) as f64));
    let ends: Vec<Array2<f64>> = [16, 32, 64, 128, 256, 512]
        .iter()
        .map(|&n| {
            let plan = (Method::Ddim { eta: 0.0 })
                .plan(&path(&geometric(2.0, 0.4, n)))
                .unwrap();
            run(&plan, &roll, start.clone(), &mut no_noise, |_, _| ()).unwrap()
        })
        .collect();
    let gains: Vec<f64> = ends
        .windows(2)
        .map(|pair| (&pair[1] - &pair[0]).mapv(f64::abs).sum())
        .collect();
    Order::of_halvings(&gains).assert_is(1.0);
}
