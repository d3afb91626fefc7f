//! The 2-D swiss roll.

use ndarray::{Array2, Axis};
use ndarray_rand::rand::Rng;
use ndarray_rand::rand_distr::{Distribution, StandardNormal};

use super::{Mixture, Standardised};
use crate::error::{DomainError, Result};
use crate::scalar::Real;

/// Points with a class label each, for guidance.
#[derive(Debug, Clone, PartialEq)]
pub struct LabelledPoints {
    /// The points, shape (n, d).
    pub points: Array2<f64>,
    /// The class of each point, `0 .. classes`.
    pub labels: Vec<usize>,
}

impl LabelledPoints {
    /// The points of one class, as data.
    ///
    /// # Errors
    /// If no point has this label.
    pub fn class(&self, label: usize) -> Result<Mixture> {
        let rows: Vec<usize> = (0..self.labels.len())
            .filter(|&i| self.labels[i] == label)
            .collect();
        if rows.is_empty() {
            return Err(DomainError::new("label", label, "no point has it"));
        }
        Mixture::points(self.points.select(Axis(0), &rows))
    }

    /// All points, as data.
    ///
    /// # Errors
    /// If there are none.
    pub fn all(&self) -> Result<Mixture> {
        Mixture::points(self.points.clone())
    }
}

/// `n` points of the swiss roll, in `classes` arcs of equal share.
///
/// ```text
/// θ = (3π/2)(1 + 2u),   u ~ U[0, 1)          (θ cos θ, θ sin θ) + noise · z,   z ~ N(0, I)
/// label = ⌊u · classes⌋
/// ```
///
/// Then the cloud is [`Standardised`]. `noise` is in units
/// of the unscaled roll, whose radius runs from 4.7 to 14.1.
///
/// Source: Marsland, *Machine Learning: An Algorithmic Perspective*, ch. 10, without the third coordinate.
/// # Errors
/// If `n < 2`, `classes = 0`, or `noise` is negative or not finite.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss
)] // a class index, between 0 and `classes`
pub fn swiss_roll(
    n: usize,
    classes: usize,
    noise: f64,
    rng: &mut impl Rng,
) -> Result<LabelledPoints> {
    if n < 2 {
        return Err(DomainError::new("number of points n", n, "give 2 or more"));
    }
    if classes == 0 {
        return Err(DomainError::new(
            "number of classes",
            classes,
            "give 1 or more",
        ));
    }
    if !(noise.is_finite() && noise >= 0.0) {
        return Err(DomainError::new("noise", noise, "give a finite number ≥ 0"));
    }
    let mut points = Array2::zeros((n, 2));
    let mut labels = Vec::with_capacity(n);
    for mut point in points.rows_mut() {
        let u: f64 = rng.random();
        let theta = 1.5 * f64::pi() * (1.0 + 2.0 * u);
        let mut z = || -> f64 { StandardNormal.sample(rng) };
        let shake = [noise * z(), noise * z()];
        point[0] = theta * Real::cos(theta) + shake[0];
        point[1] = theta * Real::sin(theta) + shake[1];
        labels.push((u * classes as f64) as usize);
    }
    Ok(LabelledPoints {
        points: Standardised::new(points)?.points().clone(),
        labels,
    })
}
