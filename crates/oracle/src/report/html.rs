//! The report as a page, complete in itself.

use askama::Template;

use super::table::{Row, rows};
use super::{Screen, verdict, words};
use crate::finding::Finding;
use crate::judge::State;
use crate::record::Record;

#[derive(Template)]
#[template(path = "check.html")]
struct Page<'a> {
    record: &'a Record,
    good: bool,
    verdict: String,
    screens: Vec<Screen>,
    rows: Vec<Row>,
    expected: Vec<&'a Finding>,
    reasons: Vec<(String, usize)>,
}

/// The report, as HTML.
///
/// # Errors
/// If the template cannot be filled.
pub fn html(record: &Record) -> Result<String, askama::Error> {
    let page = Page {
        record,
        good: record.is_good(),
        verdict: verdict(record),
        screens: Screen::all(record),
        rows: rows(record),
        expected: record
            .findings
            .iter()
            .filter(|finding| finding.expected.is_some())
            .collect(),
        reasons: reasons(record),
    };
    Ok(without_controls(&page.render()?))
}

/// Of control characters a page needs line breaks only, whatever the names and reasons of a record hold.
#[must_use]
pub fn without_controls(html: &str) -> String {
    let shows = |c: &char| !c.is_control() || *c == '\n';
    html.chars().filter(shows).collect()
}

/// Why cases were not judged, and how many each.
fn reasons(record: &Record) -> Vec<(String, usize)> {
    let mut reasons: Vec<(String, usize)> = Vec::new();
    for finding in &record.findings {
        let state = finding.judgement.state;
        if matches!(state, State::Pass | State::Fail | State::Error) {
            continue;
        }
        let reason = format!("{}: {}", state.name(), finding.message());
        match reasons.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, count)) => *count += 1,
            None => reasons.push((reason, 1)),
        }
    }
    reasons
}

impl Row {
    fn rho_text(&self) -> String {
        self.rho.map_or_else(|| "–".to_owned(), words::rho)
    }

    fn others(&self) -> usize {
        let others = [
            State::Blocked,
            State::Undecided,
            State::NoPower,
            State::Skipped,
        ];
        others.into_iter().map(|state| self.count(state)).sum()
    }

    fn passed(&self) -> usize {
        self.count(State::Pass)
    }
}
