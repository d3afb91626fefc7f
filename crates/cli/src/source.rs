//! The data that `tweedie sample` draws from.

use std::path::Path;

use ndarray::{Array1, Array2};

use super::Failure;
use tweedie::data::{Mixture, Standardised};
use tweedie::error::DomainError;
use tweedie::preset::roll;
use tweedie_files::points;

/// The data that have a name.
pub(super) const ROLL: &str = "swiss-roll";

/// Data as a sampler needs them; and the way back to their own units, if those are others.
pub(super) struct Source {
    pub(super) data: Mixture,
    standard: Option<Standardised>,
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
        Ok(Self {
            data: roll()?.data,
            standard: None,
        })
    }

    fn points(path: &Path, width: f64) -> Result<Self, Failure> {
        if !(width.is_finite() && width >= 0.0) {
            return Err(DomainError::new("--width", width, "give a finite number ≥ 0").into());
        }
        let standard = Standardised::new(points::read(path)?)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        let width = width / standard.scale();
        let points = standard.points().clone();
        let components = points.nrows();
        let data = Mixture::new(
            Array1::ones(components),
            points,
            Array1::from_elem(components, width * width),
        )?;
        Ok(Self {
            data,
            standard: Some(standard),
        })
    }

    /// Samples in the units of the data.
    pub(super) fn back(&self, samples: Array2<f64>) -> Array2<f64> {
        match &self.standard {
            Some(standard) => standard.back(samples),
            None => samples,
        }
    }
}
