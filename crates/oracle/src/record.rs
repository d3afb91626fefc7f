//! The record of an examination, `report.jsonl`: a line a finding, written as it is made. All reports are made from it.
//!
//! ```text
//! {"kind":"header","format":"tweedie-report/1",…}     who is judged, and on what
//! {"kind":"finding",…}                                one a case and format, in the order of judging
//! {"kind":"summary",…}                                the counts: where it is missing, the examination was interrupted
//! ```

pub(crate) mod bits;
mod read;

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::{Deserialize, Serialize};

pub use read::RecordError;

use super::budget::Profile;
use super::finding::Finding;
use super::judge::State;
use tweedie_catalogue::backend::Implementation;

/// The format of the record.
pub const RECORD_FORMAT: &str = "tweedie-report/1";

/// What was examined.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// [`RECORD_FORMAT`].
    pub format: String,
    /// The version of this crate that judged.
    pub tweedie: String,
    /// Who was judged.
    pub implementation: Implementation,
    /// The suite.
    pub suite: String,
    /// The arithmetic that was promised.
    pub profile: Profile,
    /// How `tweedie check` was told to find the backend, for a line that reproduces a failure: `-- python3 adapter.py`.
    pub door: String,
}

impl Header {
    /// The header of an examination by this crate.
    #[must_use]
    pub fn new(implementation: Implementation, suite: &str, profile: Profile, door: &str) -> Self {
        Self {
            format: RECORD_FORMAT.to_owned(),
            tweedie: env!("CARGO_PKG_VERSION").to_owned(),
            implementation,
            suite: suite.to_owned(),
            profile,
            door: door.to_owned(),
        }
    }
}

/// How an examination ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct Summary {
    /// How many findings are in each state; states without any are left out.
    pub counts: BTreeMap<State, usize>,
    /// How many failures were expected.
    pub expected: usize,
    /// Expectations that did not come true, a line each.
    pub broken: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Line<H, F, S> {
    Header(H),
    Finding(F),
    Summary(S),
}

/// Writes a record, line by line; each line is whole and out before the next is begun.
#[derive(Debug)]
pub struct Recorder<W> {
    out: W,
    summary: Summary,
}

impl<W: Write> Recorder<W> {
    /// A record that begins.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn new(out: W, header: &Header) -> io::Result<Self> {
        let mut recorder = Self {
            out,
            summary: Summary::default(),
        };
        recorder.line(&Line::<_, (), ()>::Header(header))?;
        Ok(recorder)
    }

    /// A finding.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn finding(&mut self, finding: &Finding) -> io::Result<()> {
        *self
            .summary
            .counts
            .entry(finding.judgement.state)
            .or_default() += 1;
        self.summary.expected += usize::from(finding.expected.is_some());
        self.line(&Line::<(), _, ()>::Finding(finding))
    }

    /// The end, and the expectations that did not come true.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn finish(mut self, broken: Vec<String>) -> io::Result<W> {
        self.summary.broken = broken;
        let summary = std::mem::take(&mut self.summary);
        self.line(&Line::<(), (), _>::Summary(summary))?;
        Ok(self.out)
    }

    fn line(&mut self, line: &impl Serialize) -> io::Result<()> {
        let mut text = serde_json::to_vec(line)?;
        text.push(b'\n');
        self.out.write_all(&text)?;
        self.out.flush()
    }
}

/// A record, read back.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// What was examined.
    pub header: Header,
    /// What was found, in the order of judging.
    pub findings: Vec<Finding>,
    /// How it ended. None where it did not: the examination was interrupted.
    pub summary: Option<Summary>,
}

/// What a record says in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Whatever was judged is right, and every expectation came true.
    Good,
    /// Something failed that was not expected to, or an expectation did not come true.
    Bad,
    /// Nothing was judged: that proves nothing.
    Nothing,
    /// The examination was interrupted.
    Partial,
}

impl Record {
    /// Whether all is well: something was judged, to the end, and nothing is wrong that was not expected.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.verdict() == Verdict::Good
    }

    /// The verdict. A failure of a recommended case counts like any other: the level says how grave it is, and the
    /// list of expected failures is where one lives with it.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let broken = self.broken();
        if !broken.is_empty() || self.findings.iter().any(Finding::is_unexpected) {
            return Verdict::Bad;
        }
        if self.summary.is_none() {
            return Verdict::Partial;
        }
        let judged = |finding: &Finding| {
            matches!(
                finding.judgement.state,
                State::Pass | State::Fail | State::Error
            )
        };
        if self.findings.iter().any(judged) {
            Verdict::Good
        } else {
            Verdict::Nothing
        }
    }

    /// How many findings are in a state.
    #[must_use]
    pub fn count(&self, state: State) -> usize {
        let here = |finding: &&Finding| finding.judgement.state == state;
        self.findings.iter().filter(here).count()
    }

    /// The expectations that did not come true.
    #[must_use]
    pub fn broken(&self) -> &[String] {
        self.summary
            .as_ref()
            .map_or(&[], |summary| summary.broken.as_slice())
    }
}
