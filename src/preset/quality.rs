//! How well samples fit the roll, measured by what is known exactly.

use ndarray::Array2;

use super::{Roll, SHADES};
use crate::error::Result;
use crate::level::NoiseLevel;
use crate::scalar::Field;

/// The noise scale at which densities are taken.
pub const SMOOTHING: f64 = 0.05;

/// How well samples fit the data: across the arms of the roll, and along them.
#[derive(Debug, Clone, Copy)]
pub struct Quality {
    /// Mean of `ln p` of the data smoothed by [`SMOOTHING`], in nats.
    pub log_density: f64,
    /// The standard error of that mean.
    pub standard_error: f64,
    /// Pearson's χ² of the counts in the parts of the roll.
    pub evenness: f64,
}

impl Roll {
    /// How well `samples` (n, 2) fit.
    ///
    /// # Errors
    /// If a sample is not finite.
    pub fn quality(&self, samples: &Array2<f64>) -> Result<Quality> {
        let law = self.data.at(NoiseLevel::unscaled(SMOOTHING)?)?;
        let densities: Vec<f64> = samples
            .rows()
            .into_iter()
            .map(|x| law.log_density(&x.to_vec()))
            .collect::<Result<_>>()?;
        let n = f64::count(densities.len());
        let mean = densities.iter().sum::<f64>() / n;
        let var = densities.iter().map(|l| (l - mean).squared()).sum::<f64>() / (n - 1.0);
        let mut counts = [0.0; SHADES];
        for part in self.parts(samples) {
            counts[part] += 1.0;
        }
        let term = |(count, share): (f64, f64)| (count - n * share).squared() / (n * share);
        Ok(Quality {
            log_density: mean,
            standard_error: (var / n).sqrt(),
            evenness: counts.into_iter().zip(self.shares()).map(term).sum(),
        })
    }
}
