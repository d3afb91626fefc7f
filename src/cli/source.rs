//! The data that `tweedie sample` draws from.

use std::path::Path;

use ndarray::{Array1, Array2, Axis};

use super::Failure;
use crate::data::{Mixture, file};
use crate::error::DomainError;
use crate::preset::roll;

/// The data that have a name.
pub(super) const ROLL: &str = "swiss-roll";

/// Data as a sampler needs them, of mean 0 and mean coordinate variance 1; and the way back to their own units.
pub(super) struct Source {
    pub(super) data: Mixture,
    mean: Array1<f64>,
    scale: f64,
}

impl Source {
    /// The roll, or the points of a file, each a Gaussian of standard deviation `width`.
    pub(super) fn open(path: &Path, width: Option<f64>) -> Result<Self, Failure> {
        if path != Path::new(ROLL) {
            return Self::points(path, width.unwrap_or(0.0));
        }
        if width.is_some() {
            return Err("--width belongs to a file; the roll has its own: leave it out".into());
        }
        let data = roll()?.data;
        let mean = Array1::zeros(data.means().ncols());
        let scale = 1.0;
        Ok(Self { data, mean, scale })
    }

    fn points(path: &Path, width: f64) -> Result<Self, Failure> {
        if !(width.is_finite() && width >= 0.0) {
            return Err(DomainError::new("--width", width, "give a finite number ≥ 0").into());
        }
        let points = file::read(path)?;
        let overflow = || format!("{}: its variance overflows: scale it down", path.display());
        let mean = points.mean_axis(Axis(0)).ok_or_else(overflow)?;
        let centred = points - &mean;
        let std = (&centred * &centred).mean().ok_or_else(overflow)?.sqrt();
        if !std.is_finite() {
            return Err(overflow().into());
        }
        // one point has no scale of its own
        let scale = if std > 0.0 { std } else { 1.0 };
        let components = centred.nrows();
        let data = Mixture::new(
            Array1::ones(components),
            centred / scale,
            Array1::from_elem(components, (width / scale) * (width / scale)),
        )?;
        Ok(Self { data, mean, scale })
    }

    /// Samples in the units of the data.
    pub(super) fn back(&self, samples: Array2<f64>) -> Array2<f64> {
        samples * self.scale + &self.mean
    }
}
