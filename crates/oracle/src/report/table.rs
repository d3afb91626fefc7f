//! The table of a record: a row an operation and format; a sampler has one in each stage.

use std::collections::BTreeMap;

use crate::judge::State;
use crate::record::Record;
use tweedie::scalar::Format;
use tweedie_catalogue::operation::Stage;

/// What became of one operation in one format.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// When it was judged.
    pub stage: Stage,
    /// The operation.
    pub operation: String,
    /// The format.
    pub format: Format,
    /// How many cases are in each state.
    pub counts: BTreeMap<State, usize>,
    /// How many failures were expected.
    pub expected: usize,
    /// The largest budget used; none where nothing was judged.
    pub rho: Option<f64>,
}

impl Row {
    /// How many cases are in a state.
    #[must_use]
    pub fn count(&self, state: State) -> usize {
        self.counts.get(&state).copied().unwrap_or(0)
    }

    /// How many failures nobody expected.
    #[must_use]
    pub fn unexpected(&self) -> usize {
        self.count(State::Fail) + self.count(State::Error) - self.expected
    }

    /// One word for all of it: the gravest thing that happened.
    #[must_use]
    pub fn verdict(&self) -> &'static str {
        let gravest = [
            State::Undecided,
            State::Pass,
            State::Blocked,
            State::NoPower,
        ];
        if self.unexpected() > 0 {
            "fail"
        } else if self.expected > 0 {
            "expected failure"
        } else {
            let here = gravest.into_iter().find(|&state| self.count(state) > 0);
            here.unwrap_or(State::Skipped).name()
        }
    }

    /// The counts in words: `12 pass, 1 fail`.
    #[must_use]
    pub fn states(&self) -> String {
        let mut parts: Vec<String> = State::ALL
            .into_iter()
            .filter(|&state| self.count(state) > 0)
            .map(|state| format!("{} {}", self.count(state), state.name()))
            .collect();
        if self.expected > 0 {
            parts.push(format!("{} of them expected", self.expected));
        }
        parts.join(", ")
    }
}

/// The rows, by stage.
#[must_use]
pub fn rows(record: &Record) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for finding in &record.findings {
        let same = |row: &Row| {
            row.operation == finding.operation
                && row.format == finding.format
                && row.stage == finding.stage
        };
        let at = rows.iter().position(same).unwrap_or_else(|| {
            rows.push(Row {
                stage: finding.stage,
                operation: finding.operation.clone(),
                format: finding.format,
                counts: BTreeMap::new(),
                expected: 0,
                rho: None,
            });
            rows.len() - 1
        });
        let row = &mut rows[at];
        let judgement = &finding.judgement;
        *row.counts.entry(judgement.state).or_default() += 1;
        row.expected += usize::from(finding.expected.is_some());
        if matches!(judgement.state, State::Pass | State::Fail) {
            row.rho = Some(row.rho.unwrap_or(0.0).max(judgement.rho));
        }
    }
    rows.sort_by_key(|row| row.stage); // stable: within a stage, in the order of judging
    rows
}
