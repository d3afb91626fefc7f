//! Expected failures: a list in the port's own repository, of what is known to be wrong and why it stays so.
//!
//! ```text
//! [{"id": "ddim_step/interior", "format": "f32", "message": "looks like DDIM-ETA", "reason": "until 2.0", "link": "…"}]
//! ```
//!
//! The list is strict, so that it stays true: a failure that is not listed fails the check, and so does an entry that
//! passes, an entry whose failure begins with other words, and an entry whose case was not there.

use std::fmt;

use serde::Deserialize;

use super::finding::Finding;
use super::judge::State;
use super::scope::{SAMPLERS, Scope};
use super::suite::Suite;
use tweedie::scalar::Format;

/// A failure that is expected.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expectation {
    /// The case.
    id: String,
    /// The format; all of them where there is none.
    #[serde(default, deserialize_with = "tweedie_catalogue::format::optional")]
    format: Option<Format>,
    /// How the failure's message begins.
    message: String,
    /// Why it is lived with.
    reason: String,
    /// Where it is talked about.
    link: Option<String>,
}

/// The list, and what became of its entries.
#[derive(Debug, Clone, Default)]
pub struct Expected {
    entries: Vec<Listed>,
}

#[derive(Debug, Clone)]
struct Listed {
    expectation: Expectation,
    line: usize,
    met: bool,
    /// Why it did not come true, if that is known before the end.
    broken: Option<String>,
}

/// Why a text is no list of expected failures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpectedError {
    line: usize,
    problem: String,
}

impl fmt::Display for ExpectedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.problem)
    }
}

impl std::error::Error for ExpectedError {}

impl Expected {
    /// Reads a list.
    ///
    /// # Errors
    /// If the text is no such list, an entry says too little, or two are about the same.
    pub fn parse(text: &str) -> Result<Self, ExpectedError> {
        let raw: Vec<&serde_json::value::RawValue> = serde_json::from_str(text)
            .map_err(|error| ExpectedError::json(&error, error.line()))?;
        let mut list = Self::default();
        let mut read = 0;
        for raw in raw {
            // the entry stands in the text as it is, after those before it
            read += text[read..].find(raw.get()).unwrap_or_default();
            let line = 1 + text[..read].matches('\n').count();
            read += raw.get().len();
            let expectation: Expectation = serde_json::from_str(raw.get())
                .map_err(|error| ExpectedError::json(&error, line + error.line() - 1))?;
            let listed = Listed {
                expectation,
                line,
                met: false,
                broken: None,
            };
            list.check(&listed)?;
            list.entries.push(listed);
        }
        Ok(list)
    }

    fn check(&self, new: &Listed) -> Result<(), ExpectedError> {
        let Expectation {
            id,
            format,
            message,
            reason,
            ..
        } = &new.expectation;
        let wrong = |problem: String| {
            Err(ExpectedError {
                line: new.line,
                problem,
            })
        };
        for (name, value) in [("message", message), ("reason", reason)] {
            if value.trim().is_empty() {
                return wrong(format!(
                    "{id} has an empty {name}: say how the failure begins, and why it is lived with"
                ));
            }
        }
        let same = |old: &&Listed| {
            let both = old.expectation.format.zip(*format);
            old.expectation.id == *id && both.is_none_or(|(a, b)| a == b)
        };
        match self.entries.iter().find(same) {
            Some(old) => wrong(format!(
                "{id} stands already in line {}: keep one of them",
                old.line
            )),
            None => Ok(()),
        }
    }

    /// Marks a failure that is expected; takes note of an expectation that does not come true.
    pub fn meet(&mut self, finding: &mut Finding) {
        let about = |listed: &&mut Listed| {
            let Expectation { id, format, .. } = &listed.expectation;
            *id == finding.id && format.is_none_or(|format| format == finding.format)
        };
        let Some(listed) = self.entries.iter_mut().find(about) else {
            return;
        };
        let Expectation {
            format,
            message,
            reason,
            link,
            ..
        } = &listed.expectation;
        if format.is_none() && finding.judgement.state == State::NoPower {
            return; // all formats means all that can see it
        }
        listed.met = true;
        let found = finding.message();
        let (line, id, format) = (listed.line, &finding.id, finding.format);
        if !finding.is_failure() {
            let state = finding.judgement.state;
            let instead = match state {
                State::Pass => "it passes".to_owned(),
                _ => format!("it is {} ({found})", state.name()),
            };
            listed.broken = Some(format!(
                "line {line}: {id} is expected to fail in {format}, and {instead}: take the entry out"
            ));
        } else if found.starts_with(message.as_str()) {
            let link = link.as_ref().map(|link| format!(" ({link})"));
            finding.expected = Some(format!("{reason}{}", link.unwrap_or_default()));
        } else {
            listed.broken = Some(format!(
                "line {line}: {id} fails in {format} otherwise than expected: it says {found:?}, not {message:?}: mend the port or the message"
            ));
        }
    }

    /// The expectations that did not come true, a line each. An entry is stale when the suite has no such case, or the
    /// backend no such format; what the scope left out is not held against it.
    #[must_use]
    pub fn broken(&self, suite: &Suite, scope: &Scope, formats: &[Format]) -> Vec<String> {
        let not_asked = |expectation: &Expectation| {
            let exists = suite
                .entries
                .iter()
                .any(|entry| entry.case.id == expectation.id)
                || expectation.id.starts_with(SAMPLERS);
            let other_format = expectation.format.is_some_and(|format| {
                !scope.formats.is_empty() && !scope.formats.contains(&format)
            });
            exists && (!scope.has_case(&expectation.id) || other_format)
        };
        let mut lines = Vec::new();
        for listed in &self.entries {
            let Expectation { id, format, .. } = &listed.expectation;
            if let Some(broken) = &listed.broken {
                lines.push(broken.clone());
            } else if !listed.met && !not_asked(&listed.expectation) {
                let format = format
                    .map(|format| format!(" in {format}"))
                    .unwrap_or_default();
                let had = formats
                    .iter()
                    .map(|format| format.name())
                    .collect::<Vec<_>>();
                lines.push(format!(
                    "line {}: {id}{format} was not there to fail (suite {}, formats {}): take the entry out, or name the suite it belongs to",
                    listed.line,
                    suite.name,
                    had.join(", "),
                ));
            }
        }
        lines
    }
}

impl ExpectedError {
    fn json(error: &serde_json::Error, line: usize) -> Self {
        let said = error.to_string();
        let said = said.split(" at line ").next().unwrap_or_default();
        Self {
            line,
            problem: format!(
                "{said}: give a list of {{\"id\", \"format\" (or none), \"message\", \"reason\", \"link\" (or none)}}"
            ),
        }
    }
}
