//! Deterministic paths through the plane, and how far they end from where they should.

use ndarray::Array2;

use super::Result;
use super::chart::Point;
use crate::data::Mixture;
use crate::error::DomainError;
use crate::level::NoiseLevel;
use crate::sampler::{Method, run};
use crate::scalar::{Field, Real};
use crate::schedule::Continuous;

/// The process in continuous time whose discretisation is the linear chain.
pub(super) const PROCESS: Continuous<f64> = Continuous::Vp {
    beta_min: 0.1,
    beta_max: 20.0,
};

/// No method here draws noise.
fn silence(shape: (usize, usize)) -> Array2<f64> {
    Array2::zeros(shape)
}

/// The states of a deterministic method along `levels`, the start first.
pub(super) fn states(
    method: Method<f64>,
    levels: &[NoiseLevel<f64>],
    data: &Mixture,
    start: &Array2<f64>,
) -> Result<Vec<Array2<f64>>> {
    let plan = method.plan(levels)?;
    let mut states = vec![start.clone()];
    run(&plan, data, start.clone(), &mut silence, |_, x| {
        states.push(x.clone());
    })?;
    Ok(states)
}

/// Where it ends.
pub(super) fn end(
    method: Method<f64>,
    levels: &[NoiseLevel<f64>],
    data: &Mixture,
    start: &Array2<f64>,
) -> Result<Array2<f64>> {
    let plan = method.plan(levels)?;
    Ok(run(&plan, data, start.clone(), &mut silence, |_, _| {})?)
}

/// The distances between samples and their twins.
pub(super) fn distances(a: &Array2<f64>, b: &Array2<f64>) -> Vec<f64> {
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

/// The slope of the last of `points` on log axes: the order that they show.
///
/// # Errors
/// If there are fewer than two.
pub(super) fn order(points: &[Point]) -> Result<f64> {
    let [.., a, b] = points else {
        return Err(DomainError::new("number of points", points.len(), "give two or more").into());
    };
    Ok((Real::ln(b.1) - Real::ln(a.1)) / (Real::ln(b.0) - Real::ln(a.0)))
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
