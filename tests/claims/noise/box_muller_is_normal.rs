use super::*;

/// The numbers are standard normal, pairs are not correlated, nor are their squares.
#[test]
fn by_monte_carlo() {
    let numbers: Vec<f64> = normals(17, 0, 100_000);
    assert_normal(&numbers);
    for (lag, power) in [(1, 1), (1, 2), (2, 1), (2, 2)] {
        let products: Vec<f64> = (0..numbers.len() - lag)
            .step_by(4)
            .map(|i| numbers[i].powi(power) * numbers[i + lag].powi(power))
            .collect();
        let expected = f64::from(power - 1); // E z² = 1, E z = 0
        assert_five_standard_errors(&products, expected);
    }
}

/// At whole quarters of a turn, and at both ends of the radius.
#[test]
fn by_limit() {
    let quarters = [0, 1 << 30, 1 << 31, 3 << 30];
    let turned = quarters.map(|b| box_muller::<f64>([0, b]));
    let radius = (48.0 * 2.0_f64.ln()).sqrt();
    let want = [[radius, 0.0], [0.0, radius], [-radius, 0.0], [0.0, -radius]];
    for (got, want) in turned.iter().zip(&want) {
        for (got, want) in got.iter().zip(want) {
            assert!((got - want).abs() <= 4.0 * f64::EPSILON * want.abs());
        }
    }
    assert_eq!(box_muller::<f64>([u32::MAX, 12_345]), [0.0, 0.0]);
}

/// z₀² + z₁² = −2 ln u, and the angle is the one that was drawn.
#[test]
fn by_property() {
    for block in 0..2_000 {
        let [a, b, ..] = words(3, 1, block);
        let [x, y] = box_muller::<f64>([a, b]);
        let u = (f64::from(a >> 8) + 1.0) / f64::from(1 << 24);
        assert!((x.hypot(y) - (-2.0 * u.ln()).sqrt()).abs() <= 8.0 * f64::EPSILON * x.hypot(y));
        let turn = (y.atan2(x) / std::f64::consts::TAU).rem_euclid(1.0);
        let drawn = f64::from(b >> 8) / f64::from(1 << 24);
        assert!((turn - drawn).abs().min(1.0 - (turn - drawn).abs()) <= 4.0 * f64::EPSILON);
    }
}
