//! What the judge can see in each number format.

use rayon::prelude::*;

use super::{Fault, faults};
use crate::blackbox::Known;
use crate::diagnosis::Diagnosis;
use crate::judge::State;
use crate::suite::Suite;
use tweedie::scalar::Format;

/// What the judge made of one fault in one format.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The format.
    pub format: Format,
    /// Whether anything was judged at all.
    pub judged: bool,
    /// Whether the fault was found.
    pub caught: bool,
    /// Whether it was called by its name.
    pub named: bool,
    /// The largest budget used.
    pub rho: f64,
    /// What it was called, where it was found.
    pub called: Option<String>,
}

/// A fault in every format.
#[derive(Debug, Clone)]
pub struct Row {
    /// The fault.
    pub fault: Fault,
    /// Format by format; those in which it is no mistake are left out.
    pub outcomes: Vec<Outcome>,
}

/// Every fault in each of `formats`, judged by `suite`.
#[must_use]
pub fn power(suite: &Suite, formats: &[Format]) -> Vec<Row> {
    let known = Known::default();
    faults()
        .into_par_iter()
        .map(|fault| Row {
            fault,
            outcomes: formats
                .iter()
                .filter(|format| fault.formats.contains(format))
                .map(|&format| outcome(&fault, suite, format, &known))
                .collect(),
        })
        .collect()
}

fn outcome(fault: &Fault, suite: &Suite, format: Format, known: &Known) -> Outcome {
    let findings = fault.examined(suite, format, known);
    let judged = |state| matches!(state, State::Pass | State::Fail | State::Error);
    let wrong: Vec<_> = findings
        .iter()
        .filter(|finding| matches!(finding.judgement.state, State::Fail | State::Error))
        .collect();
    let names: Vec<_> = wrong
        .iter()
        .filter_map(|finding| finding.diagnoses.first())
        .filter(|diagnosis| diagnosis.matches)
        .collect();
    let due = |diagnosis: &&&Diagnosis| fault.due.is_some_and(|due| due.is(diagnosis));
    let named = names.iter().find(due);
    Outcome {
        format,
        judged: findings
            .iter()
            .any(|finding| judged(finding.judgement.state)),
        caught: !wrong.is_empty(),
        named: named.is_some(),
        rho: findings
            .iter()
            .map(|finding| finding.judgement.rho)
            .fold(0.0, f64::max),
        called: named
            .or(names.first())
            .map(|diagnosis| format!("{} = {}", diagnosis.convention, diagnosis.reading)),
    }
}
