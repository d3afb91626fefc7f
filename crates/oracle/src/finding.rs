//! Findings: what the oracle says of a backend, case by case. Every report is made from them.

use serde::{Deserialize, Serialize};

use super::case::Level;
use super::diagnosis::Diagnosis;
use super::judge::{Judgement, State};
use super::record::bits;
use tweedie::scalar::Format;
use tweedie_catalogue::backend::Implementation;
use tweedie_catalogue::operation::Stage;

/// What was found in one case and one format.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// The case.
    pub id: String,
    /// The operation.
    pub operation: String,
    /// Its stage.
    pub stage: Stage,
    /// How much the case counts.
    pub level: Level,
    /// The format judged.
    #[serde(with = "tweedie_catalogue::format")]
    pub format: Format,
    /// What the judge says.
    pub judgement: Judgement,
    /// Where a loop first goes wrong.
    pub first_wrong: Option<FirstWrong>,
    /// What it looks like, the likeliest first. Empty for what passes.
    pub diagnoses: Vec<Diagnosis>,
    /// The bugs the case hunts.
    pub flags: Vec<String>,
    /// Why this failure was expected, if it was.
    pub expected: Option<String>,
}

/// What is said of one check.
pub(super) struct Said {
    pub(super) judgement: Judgement,
    pub(super) first_wrong: Option<FirstWrong>,
    pub(super) diagnoses: Vec<Diagnosis>,
}

impl From<Judgement> for Said {
    fn from(judgement: Judgement) -> Self {
        Self {
            judgement,
            first_wrong: None,
            diagnoses: Vec::new(),
        }
    }
}

impl From<(Judgement, Vec<Diagnosis>)> for Said {
    fn from((judgement, diagnoses): (Judgement, Vec<Diagnosis>)) -> Self {
        Self {
            judgement,
            first_wrong: None,
            diagnoses,
        }
    }
}

/// The first wrong step of a loop.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FirstWrong {
    /// Its number, from 0.
    pub step: usize,
    /// How many there are.
    pub of: usize,
    /// The step in words: `t = 659 → 639`.
    pub between: String,
    /// The largest budget used before it.
    #[serde(with = "bits")]
    pub rho_before: f64,
}

/// All that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Findings {
    /// Who was judged.
    pub implementation: Implementation,
    /// The suite.
    pub suite: String,
    /// Case by case, in the order of judging.
    pub findings: Vec<Finding>,
}

impl Findings {
    /// How many are in a state.
    #[must_use]
    pub fn count(&self, state: State) -> usize {
        self.findings
            .iter()
            .filter(|finding| finding.judgement.state == state)
            .count()
    }
}

impl Finding {
    /// Whether it is a failure that nobody expected.
    #[must_use]
    pub fn is_unexpected(&self) -> bool {
        self.is_failure() && self.expected.is_none()
    }

    /// Whether the backend answered wrongly, or not at all.
    #[must_use]
    pub fn is_failure(&self) -> bool {
        matches!(self.judgement.state, State::Fail | State::Error)
    }

    /// What is wrong, in one line: the likeliest diagnosis, or the judge's reason, or how far off it is. Empty for what
    /// passes. An expected failure is known by how this begins.
    #[must_use]
    pub fn message(&self) -> String {
        let judgement = &self.judgement;
        if let (State::Fail, Some(diagnosis)) = (judgement.state, self.diagnoses.first()) {
            return diagnosis.to_string();
        }
        match &judgement.reason {
            Some(reason) => reason.clone(),
            None if judgement.state == State::Fail => format!(
                "{} of {} outputs are outside their budget",
                judgement.outside, judgement.count
            ),
            None => String::new(),
        }
    }
}
