//! Convergence orders: the slope of log error over log step, with its standard error.

/// A measured order of convergence.
#[derive(Debug, Clone, Copy)]
pub struct Order {
    /// The slope of the regression line.
    pub slope: f64,
    /// Its standard error.
    pub standard_error: f64,
}

impl Order {
    /// The order of `errors`, each belonging to half the step of the one before; five or more of them.
    pub fn of_halvings(errors: &[f64]) -> Self {
        assert!(errors.len() >= 5, "four halvings or more");
        let n = errors.len() as f64;
        let x: Vec<f64> = (0..errors.len()).map(|i| -(i as f64) * 2f64.ln()).collect();
        let y: Vec<f64> = errors.iter().map(|error| error.ln()).collect();
        let mean = |values: &[f64]| values.iter().sum::<f64>() / n;
        let (mean_x, mean_y) = (mean(&x), mean(&y));
        let sxx: f64 = x.iter().map(|x| (x - mean_x).powi(2)).sum();
        let sxy: f64 = x
            .iter()
            .zip(&y)
            .map(|(x, y)| (x - mean_x) * (y - mean_y))
            .sum();
        let slope = sxy / sxx;
        let rest: f64 = x
            .iter()
            .zip(&y)
            .map(|(x, y)| (y - mean_y - slope * (x - mean_x)).powi(2))
            .sum();
        Self {
            slope,
            standard_error: (rest / (n - 2.0) / sxx).sqrt(),
        }
    }

    /// Asserts the slope to be `expected` within five of its standard errors, and these to be under a tenth.
    #[track_caller]
    pub fn assert_is(self, expected: f64) {
        assert!(
            self.standard_error < 0.1 && (self.slope - expected).abs() <= 5.0 * self.standard_error,
            "{self:?}, expected {expected}"
        );
    }
}
