//! Reports, each made from a [`Record`] and nothing else.

mod accuracy;
mod conformance;
mod html;
mod junit;
mod markdown;
mod matrix;
mod screen;
mod table;
mod terminal;
mod words;
mod zoo;

pub use accuracy::accuracy_page;
pub use conformance::conformance;
pub use html::{html, without_controls};
pub use junit::junit;
pub use markdown::markdown;
pub use matrix::{Column, Line, Matrix, mark};
pub use screen::Screen;
pub use table::{Row, rows};
pub use terminal::terminal;
pub use zoo::{Tally, zoo_page};

use super::judge::State;
use super::record::{Record, Verdict};

/// The verdict, in one sentence.
#[must_use]
pub fn verdict(record: &Record) -> String {
    let verdict = record.verdict();
    let unexpected = record.findings.iter().filter(|f| f.is_unexpected()).count();
    let expected = record
        .findings
        .iter()
        .filter(|f| f.expected.is_some())
        .count();
    let passed = record.count(State::Pass);
    let judged = passed + unexpected + expected;
    let mut parts = vec![match verdict {
        Verdict::Good => {
            format!("All is well: {passed} of {judged} answers are within their budget")
        }
        Verdict::Bad if unexpected > 0 => format!("{unexpected} of {judged} answers are wrong"),
        Verdict::Bad => format!("{passed} of {judged} answers are within their budget"),
        Verdict::Nothing => "Nothing was judged, which proves nothing".to_owned(),
        Verdict::Partial => {
            format!("Interrupted: {passed} of {judged} answers until then are within their budget")
        }
    }];
    if expected > 0 {
        parts.push(format!("{expected} fail as expected"));
    }
    match record.broken().len() {
        0 => {}
        1 => parts.push("1 expectation did not come true".to_owned()),
        broken => parts.push(format!("{broken} expectations did not come true")),
    }
    if record.summary.is_none() && verdict == Verdict::Bad {
        parts.push("the examination was interrupted".to_owned());
    }
    let others: Vec<String> = [
        State::Blocked,
        State::Undecided,
        State::NoPower,
        State::Skipped,
    ]
    .into_iter()
    .map(|state| (state, record.count(state)))
    .filter(|&(_, count)| count > 0)
    .map(|(state, count)| format!("{count} {}", state.name()))
    .collect();
    if !others.is_empty() {
        parts.push(format!("not judged: {}", others.join(", ")));
    }
    parts.join("; ") + "."
}
