//! Deterministic paths through the plane, and how far they end from where they should.

use ndarray::Array2;

use plotters::style::RGBColor;

use super::Result;
use super::chart::{Mark, Point};
use super::palette::GROUND;
use tweedie::data::Mixture;
use tweedie::error::DomainError;
use tweedie::path::{Curve, Path};
use tweedie::sampler::{Method, run};
use tweedie::scalar::{Field, Real};
use tweedie::schedule::Continuous;

/// The process in continuous time whose discretisation is the linear chain.
pub(super) const PROCESS: Continuous<f64> = Continuous::Vp {
    beta_min: 0.1,
    beta_max: 20.0,
};

/// The path of [`PROCESS`] at even times.
///
/// # Errors
/// If `steps` is 0.
pub(super) fn even(steps: usize) -> Result<Path<f64>> {
    Ok(Path::new(
        Curve::VariancePreserving,
        PROCESS.descent(steps)?,
    )?)
}

/// No method here draws noise.
fn silence(shape: (usize, usize)) -> Array2<f64> {
    Array2::zeros(shape)
}

/// The states of a deterministic method at the levels of a path, the start first.
pub(super) fn states(
    method: Method<f64>,
    path: &Path<f64>,
    data: &Mixture,
    start: &Array2<f64>,
) -> Result<Vec<Array2<f64>>> {
    let plan = method.plan(path)?;
    let arrivals = plan.arrivals(path.levels());
    let mut states = vec![start.clone()];
    run(&plan, data, start.clone(), &mut silence, |row, x| {
        if arrivals.binary_search(&row).is_ok() {
            states.push(x.clone());
        }
    })?;
    Ok(states)
}

/// Where it ends.
pub(super) fn end(
    method: Method<f64>,
    path: &Path<f64>,
    data: &Mixture,
    start: &Array2<f64>,
) -> Result<Array2<f64>> {
    let plan = method.plan(path)?;
    Ok(run(&plan, data, start.clone(), &mut silence, |_, _| {})?)
}

/// The distances between samples and their twins.
pub fn distances(a: &Array2<f64>, b: &Array2<f64>) -> Vec<f64> {
    (a - b)
        .rows()
        .into_iter()
        .map(|row| row.dot(&row).sqrt())
        .collect()
}

/// The mean, and its standard error.
pub(super) fn mean(values: &[f64]) -> (f64, f64) {
    let n = f64::count(values.len());
    let mean = values.iter().sum::<f64>() / n;
    let square = values.iter().map(|x| (x - mean).squared()).sum::<f64>();
    (mean, (square / (n - 1.0) / n).sqrt())
}

/// A measured point: where, its mean, and the standard error.
pub(super) type Measured = (f64, (f64, f64));

/// Where the means are.
pub(super) fn centres(points: &[Measured]) -> Vec<Point> {
    points.iter().map(|&(n, (mean, _))| (n, mean)).collect()
}

/// Points with their standard errors.
pub(super) fn bars(points: &[Measured], colour: RGBColor) -> Vec<Mark> {
    let bars = points
        .iter()
        .map(|&(n, (mean, error))| vec![(n, (mean - error).max(mean / 100.0)), (n, mean + error)]);
    vec![
        Mark::lines(bars.collect(), colour, 4),
        Mark::line(centres(points), colour),
        Mark::dots(centres(points), colour, 9),
    ]
}

/// The line of an order, from `begin` to `times` the last error, to compare with.
pub(super) fn guide(order: f64, points: &[Measured], times: f64, begin: f64) -> Mark {
    let line = points.last().map(|&(n, (error, _))| {
        let first = times * error * Real::powf(n / begin, order);
        vec![(begin, first), (n, times * error)]
    });
    Mark::dashes(line.unwrap_or_default(), GROUND)
}

/// Points from which an order is taken: those before are far from the limit.
const TAIL: usize = 4;

/// An order, and its standard error.
pub(super) type Order = (f64, f64);

/// The order that the last of `points` show: minus the slope of least squares on log axes, and its standard error.
///
/// # Errors
/// If there are fewer than four.
pub(super) fn order(points: &[Measured]) -> Result<Order> {
    let [.., a, b, c, d] = points else {
        return Err(DomainError::new("number of points", points.len(), "give four or more").into());
    };
    let logs = [a, b, c, d].map(|(n, (error, _))| (Real::ln(*n), Real::ln(*error)));
    let count = f64::count(TAIL);
    let (x, y) = logs
        .iter()
        .fold((0.0, 0.0), |(x, y), p| (x + p.0 / count, y + p.1 / count));
    let spread: f64 = logs.iter().map(|p| (p.0 - x).squared()).sum();
    let slope = logs.iter().map(|p| (p.0 - x) * (p.1 - y)).sum::<f64>() / spread;
    let rest: f64 = logs
        .iter()
        .map(|p| (p.1 - y - slope * (p.0 - x)).squared())
        .sum();
    Ok((-slope, (rest / (count - 2.0) / spread).sqrt()))
}

/// How much a path of short pieces turns: the way of its direction on the unit circle.
pub(super) fn turn(path: &[Point]) -> f64 {
    let directions: Vec<Point> = path
        .windows(2)
        .map(|step| {
            let (dx, dy) = (step[1].0 - step[0].0, step[1].1 - step[0].1);
            let length = (dx.squared() + dy.squared()).sqrt();
            (dx / length, dy / length)
        })
        .collect();
    directions
        .windows(2)
        .map(|pair| ((pair[1].0 - pair[0].0).squared() + (pair[1].1 - pair[0].1).squared()).sqrt())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_that_of_a_power() {
        let power = |order: f64| -> Vec<Measured> {
            let ns = [1.0, 10.0, 20.0, 40.0, 80.0];
            ns.map(|n: f64| (n, (3.0 * Real::powf(n, -order), 0.0)))
                .into()
        };
        let (found, error) = order(&power(2.0)).unwrap();
        assert!((found - 2.0).abs() < 1e-12 && error < 1e-12);
        let mut points = power(1.0);
        points[4].1.0 *= 1.5;
        let (found, error) = order(&points).unwrap();
        assert!(found < 1.0 && (found - 1.0).abs() < 3.0 * error);
        assert!(order(&points[..3]).is_err());
    }
}
