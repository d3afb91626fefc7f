//! Suites: cases with their golden numbers.

use rayon::prelude::*;

use super::case::Case;
use super::cases::cases;
use super::golden::{Golden, OracleError, golden};
use super::size::Size;

/// Cases with their golden numbers.
#[derive(Debug, Clone)]
pub struct Suite {
    /// The name.
    pub name: String,
    /// The cases, in the order of their ids.
    pub entries: Vec<Entry>,
}

/// A case and its truth.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The case.
    pub case: Case,
    /// The truth.
    pub golden: Golden,
}

impl Suite {
    /// The suite of `cases`, its golden numbers computed now; the same for any number of threads.
    ///
    /// # Errors
    /// If a case has no truth.
    pub fn of(name: &str, cases: Vec<Case>) -> Result<Self, OracleError> {
        Self::observed(name, cases, || ())
    }

    /// The suite of a size; `done` hears of every case. Smoke goes without other readings, which are half of a file's bytes:
    /// it tells right from wrong, core tells what is wrong.
    ///
    /// # Errors
    /// If a case has no truth.
    pub fn sized(size: Size, done: impl Fn() + Sync) -> Result<Self, OracleError> {
        let mut suite = Self::observed(size.name(), cases(size), done)?;
        if size == Size::Smoke {
            for entry in &mut suite.entries {
                entry.golden.readings.clear();
            }
        }
        Ok(suite)
    }

    /// As [`Suite::of`]; `done` hears of every case.
    ///
    /// # Errors
    /// If a case has no truth.
    fn observed(name: &str, cases: Vec<Case>, done: impl Fn() + Sync) -> Result<Self, OracleError> {
        let mut entries: Vec<Entry> = cases
            .into_par_iter()
            .map(|case| {
                let golden = golden(&case);
                done();
                golden.map(|golden| Entry { case, golden })
            })
            .collect::<Result<_, _>>()?;
        entries.sort_by(|a, b| a.case.id.cmp(&b.case.id));
        Ok(Self {
            name: name.to_owned(),
            entries,
        })
    }

    /// The part of the suite whose cases are wanted.
    #[must_use]
    pub fn only(&self, wanted: impl Fn(&Case) -> bool) -> Self {
        let wanted = |entry: &&Entry| wanted(&entry.case);
        Self {
            name: self.name.clone(),
            entries: self.entries.iter().filter(wanted).cloned().collect(),
        }
    }
}
