use super::*;

/// The noise is normal, and `noise` is its standard deviation in units of the spiral.
#[test]
fn by_monte_carlo() {
    // so much of it that the spiral is a rounding
    let (points, _) = roll_and_draws(20_000, 1e12);
    for j in 0..2 {
        assert_normal(&points.column(j).to_vec());
    }
    // what a line through (spiral, point) leaves, over its slope
    let noise = 0.75;
    let (points, draws) = roll_and_draws(20_000, noise);
    for j in 0..2 {
        let curve: Vec<f64> = draws.iter().map(|&u| spiral(u)[j].value).collect();
        let column = points.column(j);
        let n = curve.len() as f64;
        let (mean_c, mean_p) = (curve.iter().sum::<f64>() / n, column.sum() / n);
        let product: f64 = curve
            .iter()
            .zip(column)
            .map(|(c, p)| (c - mean_c) * (p - mean_p))
            .sum();
        let square: f64 = curve.iter().map(|c| (c - mean_c).powi(2)).sum();
        let slope = product / square;
        let squares: Vec<f64> = curve
            .iter()
            .zip(column)
            .map(|(c, p)| ((p - mean_p) / slope - (c - mean_c)).powi(2))
            .collect();
        assert_five_standard_errors(&squares, noise * noise);
    }
}
