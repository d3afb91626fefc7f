//! The examination: a backend, a suite, stage by stage.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use super::answer::judge;
use super::blackbox::examine_samplers;
use super::budget::{Budget, Profile};
use super::case::Case;
use super::diagnosis::diagnose;
use super::finding::{Finding, Findings, Said};
use super::golden::Golden;
use super::judge::{Judgement, State};
use super::loops;
use super::power::powerless;
use super::scope::Scope;
use super::suite::{Entry, Suite};
use tweedie_catalogue::backend::{Answer, Backend, Implementation, Request};
use tweedie_catalogue::operation::{Loop, OPERATIONS};

/// Examines a backend in every format that it has. `observe` sees each finding as it is made.
pub fn examine(
    backend: &mut dyn Backend,
    suite: &Suite,
    profile: Profile,
    mut observe: impl FnMut(&Finding),
) -> Findings {
    let implementation = backend.implementation();
    let mut findings = Vec::new();
    let scope = Scope::all(profile);
    let Ok(()) = examine_in(backend, &implementation, suite, &scope, |finding| {
        observe(&finding);
        findings.push(finding);
        Ok::<(), Infallible>(())
    });
    Findings {
        implementation,
        suite: suite.name.clone(),
        findings,
    }
}

/// Examines a backend within a scope, and hands out each finding as it is made: an examination that is interrupted
/// leaves what it found.
///
/// The order is that of the stages, and within a stage that of the catalogue: what an operation stands on comes before
/// it, and where that failed the operation is blocked.
///
/// # Errors
/// Whatever stops `observe`; the examination ends there.
pub fn examine_in<E>(
    backend: &mut dyn Backend,
    implementation: &Implementation,
    suite: &Suite,
    scope: &Scope,
    mut observe: impl FnMut(Finding) -> Result<(), E>,
) -> Result<(), E> {
    let entries = in_order(suite, scope);
    for format in scope.formats_of(implementation) {
        let budget = Budget {
            format,
            profile: scope.profile,
        };
        let mut fallen = BTreeSet::new();
        for entry in &entries {
            let finding = finding(backend, implementation, entry, budget, &fallen);
            if matches!(
                finding.judgement.state,
                State::Fail | State::Error | State::Blocked
            ) {
                fallen.insert(entry.case.operation.name);
            }
            observe(finding)?;
        }
    }
    samplers(backend, implementation, scope, observe)
}

/// Drives the backend's samplers, as far as they are in scope.
fn samplers<E>(
    backend: &mut dyn Backend,
    implementation: &Implementation,
    scope: &Scope,
    mut observe: impl FnMut(Finding) -> Result<(), E>,
) -> Result<(), E> {
    let Some(effort) = scope.samplers.filter(|_| scope.has_samplers()) else {
        return Ok(());
    };
    let mut narrowed = Narrowed {
        implementation: Implementation {
            formats: scope.formats_of(implementation),
            ..implementation.clone()
        },
        backend,
    };
    let mut outcome = Ok(());
    examine_samplers(&mut narrowed, scope.profile, effort, |finding| {
        if outcome.is_ok() && scope.has_case(&finding.id) {
            outcome = observe(finding.clone());
        }
    });
    outcome
}

/// A backend that is asked in some of its formats only.
struct Narrowed<'a> {
    implementation: Implementation,
    backend: &'a mut dyn Backend,
}

impl Backend for Narrowed<'_> {
    fn implementation(&self) -> Implementation {
        self.implementation.clone()
    }

    fn run(&mut self, request: &Request<'_>) -> Answer {
        self.backend.run(request)
    }
}

/// The entries in scope, in the order of judging.
fn in_order<'a>(suite: &'a Suite, scope: &Scope) -> Vec<&'a Entry> {
    let place: BTreeMap<&str, usize> = OPERATIONS
        .iter()
        .enumerate()
        .map(|(place, operation)| (operation.name, place))
        .collect();
    let mut entries: Vec<&Entry> = suite
        .entries
        .iter()
        .filter(|entry| scope.has_case(&entry.case.id))
        .collect();
    entries.sort_by_key(|entry| {
        let operation = entry.case.operation;
        let last = OPERATIONS.len();
        (
            operation.stage,
            place.get(operation.name).copied().unwrap_or(last),
        )
    });
    entries
}

fn finding(
    backend: &mut dyn Backend,
    implementation: &Implementation,
    entry: &Entry,
    budget: Budget,
    fallen: &BTreeSet<&str>,
) -> Finding {
    let Entry { case, golden } = entry;
    let finding = |said: Said| Finding {
        id: case.id.clone(),
        operation: case.operation.name.to_owned(),
        stage: case.operation.stage,
        level: case.level,
        format: budget.format,
        judgement: said.judgement,
        first_wrong: said.first_wrong,
        diagnoses: said.diagnoses,
        flags: case.flags.iter().map(|flag| flag.id.to_owned()).collect(),
        expected: None,
    };
    if let Some((state, reason)) = not_asked(implementation, case, budget, fallen) {
        return finding(Judgement::without_numbers(state, reason).into());
    }
    let answer = backend.run(&Request {
        id: &case.id,
        operation: case.operation.name,
        format: budget.format,
        arguments: &case.arguments,
    });
    finding(said(case, golden, &answer, budget))
}

/// What is said of an answer, and if it is wrong, since when and what it looks like.
fn said(case: &Case, golden: &Golden, answer: &Answer, budget: Budget) -> Said {
    let Answer::Output(output) = answer else {
        return judge(case, golden, answer, budget).into();
    };
    if let Some(walk) = Loop::of(case.operation) {
        return loops::said(walk, case, golden, output, budget);
    }
    let judgement = judge(case, golden, answer, budget);
    let diagnoses = match judgement.state {
        State::Fail => diagnose(case, golden, output, budget),
        _ => Vec::new(),
    };
    (judgement, diagnoses).into()
}

/// Why a case is not put to the backend.
fn not_asked(
    implementation: &Implementation,
    case: &Case,
    budget: Budget,
    fallen: &BTreeSet<&str>,
) -> Option<(State, String)> {
    let operation = case.operation;
    if !implementation
        .operations
        .iter()
        .any(|name| name == operation.name)
    {
        let reason = format!("{} does not have {}", implementation.name, operation.name);
        return Some((State::Skipped, reason));
    }
    if !case.formats.contains(&budget.format) {
        return Some((State::NoPower, powerless(case, budget.format)));
    }
    let below = operation
        .stands_on
        .iter()
        .find(|&&name| fallen.contains(name))?;
    Some((
        State::Blocked,
        format!("{below} failed or is blocked, and this stands on it"),
    ))
}
