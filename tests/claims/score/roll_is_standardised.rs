use super::*;

/// Mean 0 in each coordinate and mean square 1 over both. Unscaled coordinates are below 16 and the scale above 5, so none
/// exceeds 3.2; sums of n and of 2n of them are rounded by the code and once more here.
#[test]
fn on_the_swiss_roll() {
    let points = labelled_roll().points;
    let n = points.nrows() as f64;
    for column in points.columns() {
        let mean = column.iter().sum::<f64>() / n;
        assert_within(mean, 0.0, 2.0 * (n + 3.0) * 3.2 * U);
    }
    let square = points.iter().map(|x| x * x).sum::<f64>() / (2.0 * n);
    assert_within(square, 1.0, (4.0 * n + 8.0) * U);
}
