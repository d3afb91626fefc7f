//! What is said of one check: a judgement, and what explains it.

use super::drive::{Record, Refusal};
use super::steps::not_finite;
use crate::oracle::diagnosis::Diagnosis;
use crate::oracle::finding::FirstWrong;
use crate::oracle::judge::{Judgement, State};

/// What is said of one check.
pub(super) struct Said {
    pub(super) judgement: Judgement,
    pub(super) diagnoses: Vec<Diagnosis>,
    pub(super) first_wrong: Option<FirstWrong>,
}

impl From<Judgement> for Said {
    fn from(judgement: Judgement) -> Self {
        Self {
            judgement,
            diagnoses: Vec::new(),
            first_wrong: None,
        }
    }
}

impl From<(Judgement, Vec<Diagnosis>)> for Said {
    fn from((judgement, diagnoses): (Judgement, Vec<Diagnosis>)) -> Self {
        Self {
            judgement,
            diagnoses,
            first_wrong: None,
        }
    }
}

impl From<Refusal> for Said {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Skipped(reason) => Judgement::without_numbers(State::Skipped, reason),
            Refusal::Error(reason) => Judgement::without_numbers(State::Error, reason),
        }
        .into()
    }
}

/// A run that ended before its time.
pub(super) fn stopped(record: &Record, reason: &str) -> Said {
    let cause = not_finite(record);
    let judgement = Judgement {
        rho: f64::INFINITY,
        ..Judgement::without_numbers(
            if cause.is_some() || reason.contains("not finite") {
                State::Fail
            } else {
                State::Error
            },
            reason,
        )
    };
    (judgement, cause.into_iter().collect()).into()
}

/// A diagnosis that is certain, from where a thing happened.
pub(super) fn known(convention: &str, reading: &str) -> Diagnosis {
    Diagnosis {
        convention: convention.to_owned(),
        reading: reading.to_owned(),
        matches: true,
        misfit: 0.0,
        misfit_of_truth: f64::INFINITY,
    }
}
