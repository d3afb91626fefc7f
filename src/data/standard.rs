//! Standardised points, and the way back to their own units.

use ndarray::{Array1, Array2, Axis};

use crate::error::{DomainError, Result};

/// Points moved to mean 0 and scaled, all coordinates alike, to a mean coordinate variance of 1: their shape is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Standardised {
    points: Array2<f64>,
    mean: Array1<f64>,
    scale: f64,
}

impl Standardised {
    /// Standardises `points` (n, d). Points that are all one have no scale of their own, and keep theirs.
    ///
    /// # Errors
    /// If there are none, or their variance overflows.
    pub fn new(points: Array2<f64>) -> Result<Self> {
        let no_variance = |value: f64| {
            DomainError::new(
                "variance of the points",
                value,
                "give one point or more, and scale down what overflows",
            )
        };
        let mean = points
            .mean_axis(Axis(0))
            .ok_or_else(|| no_variance(f64::NAN))?;
        let centred = points - &mean;
        let var = centred
            .mapv(|x| x * x)
            .mean()
            .ok_or_else(|| no_variance(f64::NAN))?;
        if !var.is_finite() {
            return Err(no_variance(var));
        }
        let scale = if var > 0.0 { var.sqrt() } else { 1.0 };
        Ok(Self {
            points: centred / scale,
            mean,
            scale,
        })
    }

    /// The standardised points (n, d).
    #[must_use]
    pub fn points(&self) -> &Array2<f64> {
        &self.points
    }

    /// The length that is 1 in standardised units.
    #[must_use]
    pub fn scale(&self) -> f64 {
        self.scale
    }

    /// Standardised `samples` (m, d) in the units of the points.
    #[must_use]
    pub fn back(&self, samples: Array2<f64>) -> Array2<f64> {
        samples * self.scale + &self.mean
    }
}
