//! The examination: a backend, a suite, stage by stage.

use std::collections::BTreeSet;

use super::budget::{Budget, Profile};
use super::diagnosis::diagnose;
use super::finding::{Finding, Findings};
use super::judge::{Judgement, State, judge};
use super::suite::{Entry, Suite};
use crate::backend::{Answer, Backend, Implementation, Request};
use crate::operation::{Operation, Stage};
use crate::scalar::Format;

/// Examines a backend in every format that it has. `observe` sees each finding as it is made, so that an interrupted
/// examination leaves what it found.
pub fn examine(
    backend: &mut dyn Backend,
    suite: &Suite,
    profile: Profile,
    mut observe: impl FnMut(&Finding),
) -> Findings {
    let implementation = backend.implementation();
    let mut findings = Vec::new();
    for &format in &implementation.formats {
        let budget = Budget { format, profile };
        let mut failed = BTreeSet::new();
        for stage in Stage::ALL {
            let of_stage = |entry: &&Entry| entry.case.operation.stage == stage;
            for entry in suite.entries.iter().filter(of_stage) {
                let finding = finding(backend, &implementation, entry, budget, &failed);
                if matches!(finding.judgement.state, State::Fail | State::Error) {
                    failed.insert(entry.case.operation.name);
                }
                observe(&finding);
                findings.push(finding);
            }
        }
    }
    Findings {
        implementation,
        suite: suite.name.clone(),
        findings,
    }
}

fn finding(
    backend: &mut dyn Backend,
    implementation: &Implementation,
    entry: &Entry,
    budget: Budget,
    failed: &BTreeSet<&str>,
) -> Finding {
    let Entry { case, golden } = entry;
    let finding = |judgement, diagnoses| Finding {
        id: case.id.clone(),
        operation: case.operation.name.to_owned(),
        stage: case.operation.stage,
        level: case.level,
        format: budget.format,
        judgement,
        first_wrong: None,
        diagnoses,
        flags: case.flags.iter().map(|&flag| flag.to_owned()).collect(),
    };
    if let Some((state, reason)) = not_asked(
        implementation,
        case.operation,
        &case.formats,
        budget.format,
        failed,
    ) {
        return finding(Judgement::without_numbers(state, reason), Vec::new());
    }
    let answer = backend.run(&Request {
        id: &case.id,
        operation: case.operation.name,
        format: budget.format,
        arguments: &case.arguments,
    });
    let judgement = judge(case, golden, &answer, budget);
    let diagnoses = match &answer {
        Answer::Output(output) if judgement.state == State::Fail => {
            diagnose(case, golden, output, budget)
        }
        _ => Vec::new(),
    };
    finding(judgement, diagnoses)
}

/// Why a case is not put to the backend.
fn not_asked(
    implementation: &Implementation,
    operation: &Operation,
    formats: &[Format],
    format: Format,
    failed: &BTreeSet<&str>,
) -> Option<(State, String)> {
    if !implementation
        .operations
        .iter()
        .any(|name| name == operation.name)
    {
        let reason = format!("{} does not have {}", implementation.name, operation.name);
        return Some((State::Skipped, reason));
    }
    if !formats.contains(&format) {
        let reason = format!("{format} does not hold the arguments exactly");
        return Some((State::NoPower, reason));
    }
    let below = operation
        .stands_on
        .iter()
        .find(|&&name| failed.contains(name))?;
    Some((
        State::Blocked,
        format!("{below} failed, and this stands on it"),
    ))
}
