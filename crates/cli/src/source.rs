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
    /// The roll, or the points of a file, each a Gaussian of standard deviation `std`.
    pub(super) fn open(path: &Path, std: Option<f64>) -> Result<Self, Failure> {
        if path != Path::new(ROLL) {
            return Self::points(path, std.unwrap_or(0.0));
        }
        if std.is_some() {
            return Err("--std belongs to a file; the roll has its own: leave it out".into());
        }
        Ok(Self {
            data: roll()?.data,
            standard: None,
        })
    }

    fn points(path: &Path, std: f64) -> Result<Self, Failure> {
        if !(std.is_finite() && std >= 0.0) {
            return Err(DomainError::new("--std", std, "give a finite number ≥ 0").into());
        }
        let standard = Standardised::new(points::read(path)?)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        let std = std / standard.scale();
        let points = standard.points().clone();
        let components = points.nrows();
        let data = Mixture::new(
            Array1::ones(components),
            points,
            Array1::from_elem(components, std * std),
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
