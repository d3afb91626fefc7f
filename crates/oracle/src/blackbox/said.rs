//! What is said of a run that was refused, or ended before its time.

use super::drive::{Record, Refusal};
use super::steps::not_finite;
use crate::finding::Said;
use crate::judge::{Judgement, State};

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
