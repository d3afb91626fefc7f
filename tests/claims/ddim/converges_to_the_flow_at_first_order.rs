use super::*;

/// One step errs by O(h²).
#[test]
fn by_local_order() {
    let plan = |path: &Path<f64>| (Method::Ddim { eta: 0.0 }).plan(path);
    assert_local_order(1, one_step(plan));
}

/// A run errs by O(1/n).
#[test]
fn by_convergence_order() {
    let plan = |path: &Path<f64>| (Method::Ddim { eta: 0.0 }).plan(path);
    assert_global_order(1, whole_run(plan));
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
    assert_order(1, &gains);
}
