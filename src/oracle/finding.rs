//! Findings: what the oracle says of a backend, case by case. Every report is made from them.

use super::case::Level;
use super::diagnosis::Diagnosis;
use super::judge::{Judgement, State};
use crate::backend::Implementation;
use crate::operation::Stage;
use crate::scalar::Format;

/// What was found in one case and one format.
#[derive(Debug, Clone, PartialEq)]
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
    pub format: Format,
    /// What the judge says.
    pub judgement: Judgement,
    /// Where a loop first goes wrong.
    pub first_wrong: Option<FirstWrong>,
    /// What it looks like, the likeliest first. Empty for what passes.
    pub diagnoses: Vec<Diagnosis>,
    /// The bugs the case hunts.
    pub flags: Vec<String>,
}

/// The first wrong step of a loop.
#[derive(Debug, Clone, PartialEq)]
pub struct FirstWrong {
    /// Its number, from 0.
    pub step: usize,
    /// How many there are.
    pub of: usize,
    /// The step in words: `t = 659 → 639`.
    pub between: String,
    /// The largest budget used before it.
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
