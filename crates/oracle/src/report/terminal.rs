//! The report on a terminal: a line an operation, a screen a failure, the verdict last.

use std::fmt::Write;

use super::table::{Row, rows};
use super::{Screen, verdict, words};
use crate::judge::State;
use crate::record::{Record, Verdict};
use tweedie_catalogue::operation::Stage;

/// More screens than this nobody reads in one go.
const SCREENS: usize = 8;

/// The report, as text.
#[must_use]
pub fn terminal(record: &Record) -> String {
    let header = &record.header;
    let mut out = words::plain(&format!(
        "{} {} on suite {}, profile {}",
        header.implementation.name,
        header.implementation.version,
        header.suite,
        header.profile.name()
    ));
    out.push('\n');
    let rows = rows(record);
    for stage in Stage::ALL {
        let of_stage: Vec<&Row> = rows
            .iter()
            .filter(|row| row.stage == stage && row.verdict() != State::Skipped.name())
            .collect();
        if !of_stage.is_empty() {
            let _ = write!(out, "\n{}\n", stage.name());
        }
        for row in of_stage {
            let _ = writeln!(out, "{}", line(row));
        }
    }
    let mut skipped: Vec<&str> = rows
        .iter()
        .filter(|row| row.verdict() == State::Skipped.name())
        .map(|row| row.operation.as_str())
        .collect();
    skipped.sort_unstable();
    skipped.dedup();
    if !skipped.is_empty() {
        let _ = write!(out, "\nskipped: {}\n", skipped.join(", "));
    }
    failures(&mut out, record);
    for broken in record.broken() {
        let _ = write!(out, "\nEXPECTED {}\n", words::plain(broken));
    }
    let mark = match record.verdict() {
        Verdict::Good => "✓",
        Verdict::Bad | Verdict::Nothing | Verdict::Partial => "✗",
    };
    let _ = write!(out, "\n{mark} {}\n", verdict(record));
    out
}

fn failures(out: &mut String, record: &Record) {
    let screens = Screen::all(record);
    for screen in screens.iter().take(SCREENS) {
        let _ = write!(out, "\n{screen}");
    }
    if let Some(more @ 1..) = screens.len().checked_sub(SCREENS) {
        let _ = write!(
            out,
            "\n{more} more kinds of failure: see them with --report html, or one with --case\n"
        );
    }
}

fn line(row: &Row) -> String {
    let mark = if row.unexpected() > 0 { "✗" } else { " " };
    let rho = row
        .rho
        .map(|rho| format!("ρ ≤ {}", words::rho(rho)))
        .unwrap_or_default();
    let line = format!(
        "{mark} {:<24} {:<5} {:<34} {rho}",
        words::plain(&row.operation),
        row.format.name(),
        row.states()
    );
    line.trim_end().to_owned()
}
