//! Diagnosis: what a wrong output looks like.
//!
//! ```text
//! χ_h = rms((ŷ − p_h)/(u E))       the misfit of a hypothesis h that predicts p_h
//! ```
//!
//! A hypothesis *matches* when `χ ≤ 1` and the truth fits eight times worse; else the best one is only the nearest.

use std::fmt;

use super::budget::Budget;
use super::golden::Golden;

/// A hypothesis about a wrong output, and how well it fits.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnosis {
    /// The convention of the registry, or what was done to the whole output: `SCALE`, `FORMAT`, …
    pub convention: String,
    /// How the backend reads it.
    pub reading: String,
    /// Whether it fits the budget; else it is only the nearest.
    pub matches: bool,
    /// χ of the hypothesis.
    pub misfit: f64,
    /// χ of the truth.
    pub misfit_of_truth: f64,
}

impl fmt::Display for Diagnosis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let how = if self.matches {
            "looks like"
        } else {
            "nearest is"
        };
        write!(f, "{how} {} = \"{}\"", self.convention, self.reading)
    }
}

/// What a wrong output looks like, the likeliest first.
#[must_use]
pub fn diagnose(golden: &Golden, output: &[f64], budget: Budget) -> Vec<Diagnosis> {
    let misfit = |prediction: &[f64]| misfit(golden, output, prediction, budget);
    let misfit_of_truth = misfit(&golden.y);
    let mut diagnoses: Vec<Diagnosis> = golden
        .readings
        .iter()
        .map(|reading| {
            let misfit = misfit(&reading.y);
            Diagnosis {
                convention: reading.convention.clone(),
                reading: reading.reading.clone(),
                matches: misfit <= 1.0 && misfit_of_truth >= 8.0 * misfit,
                misfit,
                misfit_of_truth,
            }
        })
        .filter(|diagnosis| diagnosis.misfit < misfit_of_truth)
        .collect();
    diagnoses.sort_by(|a, b| a.misfit.total_cmp(&b.misfit));
    diagnoses
}

/// `χ = rms((ŷ − p)/(u E))`.
fn misfit(golden: &Golden, output: &[f64], prediction: &[f64], budget: Budget) -> f64 {
    let squares = output
        .iter()
        .zip(prediction)
        .zip(&golden.scale)
        .map(|((got, want), &scale)| ((got - want) / budget.tolerance(scale)).powi(2));
    #[allow(clippy::cast_precision_loss)] // a count of outputs
    let count = output.len().max(1) as f64;
    (squares.sum::<f64>() / count).sqrt()
}
