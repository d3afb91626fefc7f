//! Diagnosis: what a wrong output looks like.
//!
//! ```text
//! χ_h = rms((ŷ − p_h)/tol_h)       the misfit of a hypothesis h that predicts p_h
//! ```
//!
//! A hypothesis *matches* when `χ_h ≤ 1` and the truth fits eight times worse; else the best one is only the nearest.
//! The hypotheses are the registered readings of the operation, exchanges of its arguments, and what may happen to a
//! whole output: scaled, offset, shifted, permuted, rounded to a shorter format.

mod exchange;
mod whole;

use std::fmt;
use tweedie_catalogue::mistake::Misreading;

use ndarray::ArrayD;
use serde::{Deserialize, Serialize};

use super::budget::Budget;
use super::case::Case;
use super::golden::Golden;
use super::record::bits;
use tweedie_catalogue::operation::Kind;

/// A hypothesis about a wrong output, and how well it fits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Diagnosis {
    /// The convention of the registry, or what was done to the whole output: `SCALE`, `FORMAT`, …
    pub convention: String,
    /// How the backend reads it.
    pub reading: String,
    /// Whether it fits the budget; else it is only the nearest.
    pub matches: bool,
    /// χ of the hypothesis.
    #[serde(with = "bits")]
    pub misfit: f64,
    /// χ of the truth; infinite where the output has not even its shape.
    #[serde(with = "bits")]
    pub misfit_of_truth: f64,
}

impl Diagnosis {
    /// A misreading that is certain, from what came or where a thing happened.
    pub(super) fn certain(misreading: &Misreading) -> Self {
        Self::of_output(misreading.convention.id, misreading.reads)
    }

    /// The entry of the registry, where it is one.
    #[must_use]
    pub fn misreading(&self) -> Option<&'static Misreading> {
        Misreading::named(&self.convention, &self.reading)
    }

    /// What certainly happened to the whole output.
    pub(super) fn of_output(what: &str, how: impl Into<String>) -> Self {
        Self {
            convention: what.to_owned(),
            reading: how.into(),
            matches: true,
            misfit: 0.0,
            misfit_of_truth: f64::INFINITY,
        }
    }
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

/// How much better than the truth a hypothesis must fit.
const CLEARLY: f64 = 8.0;

/// What a wrong output looks like, the likeliest first: what matches, registered readings before others, then what is
/// nearer than the truth.
#[must_use]
pub fn diagnose(
    case: &Case,
    golden: &Golden,
    output: &ArrayD<f64>,
    budget: Budget,
) -> Vec<Diagnosis> {
    let wrong = Wrong::new(case.operation.kind, golden, output, budget);
    let mut diagnoses = wrong.registered();
    if wrong.is_finite() {
        diagnoses.extend(exchange::hypotheses(case, &wrong));
        diagnoses.extend(whole::hypotheses(golden, &wrong));
        diagnoses.extend(exchange::own_noise(case, &wrong));
    }
    likeliest_first(diagnoses)
}

/// What a wrong output looks like among the registered readings alone, the likeliest first.
pub(super) fn registered(
    kind: Kind,
    golden: &Golden,
    output: &ArrayD<f64>,
    budget: Budget,
) -> Vec<Diagnosis> {
    likeliest_first(Wrong::new(kind, golden, output, budget).registered())
}

fn likeliest_first(mut diagnoses: Vec<Diagnosis>) -> Vec<Diagnosis> {
    // stable: of two that match, the one that is asked about first
    diagnoses.sort_by(|a, b| match (a.matches, b.matches) {
        (true, true) => std::cmp::Ordering::Equal,
        (true, false) => std::cmp::Ordering::Less,
        (false, true) => std::cmp::Ordering::Greater,
        (false, false) => a.misfit.total_cmp(&b.misfit),
    });
    diagnoses
}

/// A wrong output, and what is needed to weigh hypotheses about it.
struct Wrong<'a> {
    kind: Kind,
    shape: &'a [usize],
    got: Vec<f64>,
    want: &'a Golden,
    budget: Budget,
    misfit_of_truth: f64,
}

/// What a hypothesis predicts, and E of it.
struct Prediction<'a> {
    y: &'a [f64],
    scale: &'a [f64],
}

impl<'a> Wrong<'a> {
    fn new(kind: Kind, want: &'a Golden, output: &'a ArrayD<f64>, budget: Budget) -> Self {
        let mut wrong = Self {
            kind,
            shape: output.shape(),
            got: output.iter().copied().collect(),
            want,
            budget,
            misfit_of_truth: f64::INFINITY,
        };
        let truth = Prediction {
            y: &want.y,
            scale: &want.scale,
        };
        if let Some(misfit) = wrong.misfit(&truth) {
            wrong.misfit_of_truth = misfit;
        }
        wrong
    }

    fn is_finite(&self) -> bool {
        self.got.iter().all(|value| value.is_finite())
    }

    /// Among the registered readings; one that is no number says so itself.
    fn registered(&self) -> Vec<Diagnosis> {
        if let Some(place) = self.got.iter().position(|value| !value.is_finite()) {
            let reading = format!("output {place} is {}", self.got[place]);
            return vec![Diagnosis::of_output("FINITE", reading)];
        }
        let weighed = self.want.readings.iter().filter_map(|reading| {
            let prediction = Prediction {
                y: &reading.y,
                scale: &reading.scale,
            };
            self.weigh(reading.of.convention.id, reading.of.reads, &prediction)
        });
        weighed.collect()
    }

    /// The diagnosis of a hypothesis, if it is nearer than the truth.
    fn weigh(&self, convention: &str, reading: &str, h: &Prediction<'_>) -> Option<Diagnosis> {
        let misfit = self.misfit(h)?;
        (misfit < self.misfit_of_truth).then(|| Diagnosis {
            convention: convention.to_owned(),
            reading: reading.to_owned(),
            matches: misfit <= 1.0 && self.misfit_of_truth >= CLEARLY * misfit,
            misfit,
            misfit_of_truth: self.misfit_of_truth,
        })
    }

    /// `χ = rms((ŷ − p)/tol)`, the tolerance that of the truth or of the prediction, whichever is larger; whole numbers
    /// are told apart at half a unit. None where the output has another number of elements.
    fn misfit(&self, h: &Prediction<'_>) -> Option<f64> {
        if h.y.len() != self.got.len() {
            return None;
        }
        let tolerance = |i: usize| match self.kind {
            Kind::Integers => 0.5,
            Kind::Numbers => {
                let of_truth = self.want.scale.get(i).copied().unwrap_or(0.0);
                self.budget.tolerance(of_truth.max(h.scale[i]))
            }
        };
        let squares = (0..h.y.len()).map(|i| ((self.got[i] - h.y[i]) / tolerance(i)).powi(2));
        let misfit = root_mean(squares, h.y.len());
        misfit.is_finite().then_some(misfit)
    }
}

/// `√(Σ/n)`; 0 of nothing.
#[allow(clippy::cast_precision_loss)] // a count of outputs
fn root_mean(squares: impl Iterator<Item = f64>, count: usize) -> f64 {
    (squares.sum::<f64>() / count.max(1) as f64).sqrt()
}
