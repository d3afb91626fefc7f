//! The zoo in Markdown: what the judge catches, what it can name, and what a format cannot see.

use std::fmt::Write;

use super::markdown::cell;
use crate::zoo::{Outcome, Row};
use tweedie::scalar::Format;

/// The page `docs/ZOO.md`, for the formats that the rows have.
#[must_use]
pub fn zoo_page(suite: &str, rows: &[Row]) -> String {
    let mut formats: Vec<Format> = rows
        .iter()
        .flat_map(|row| row.outcomes.iter().map(|outcome| outcome.format))
        .collect();
    formats.sort();
    formats.dedup();
    let mut out = format!(
        "# The zoo\n\n\
         Mistakes that real projects shipped, each planted in a backend that is right but for it, and judged by the suite {suite}.\n\
         **named**: caught, and called by its name. **caught**: caught, and called something else or nothing. **not seen**: every answer\n\
         is within the budget of the format, which is too coarse for this mistake. A dash: in this format it is no mistake.\n\n\
         Made by `tweedie zoo --out docs/ZOO.md`.\n\n\
         | format | faults | caught | named |\n|---|---:|---:|---:|\n"
    );
    for &format in &formats {
        let Tally {
            faults,
            caught,
            named,
        } = Tally::of(rows, format);
        let _ = writeln!(
            out,
            "| {format} | {faults} | {caught} of {faults} | {named} of {faults} |"
        );
    }
    let heads: Vec<&str> = formats.iter().map(|format| format.name()).collect();
    let _ = write!(
        out,
        "\n| fault | planted in | {} | what it is called |\n|---|---|{}---|\n",
        heads.join(" | "),
        "---|".repeat(formats.len())
    );
    for row in rows {
        let here = |format: &Format| row.outcomes.iter().find(|o| o.format == *format);
        let cells: Vec<&str> = formats.iter().map(|f| here(f).map_or("–", word)).collect();
        let called = row.outcomes.iter().find_map(|o| o.called.as_deref());
        let _ = writeln!(
            out,
            "| `{}` | {} | {} | {} |",
            row.fault.flag.id,
            row.fault.place(),
            cells.join(" | "),
            cell(called.unwrap_or("–"))
        );
    }
    out
}

/// How many faults were judged in a format, caught and named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// Faults that are mistakes in this format.
    pub faults: usize,
    /// Faults found.
    pub caught: usize,
    /// Faults called by their name.
    pub named: usize,
}

impl Tally {
    /// The tally of a format.
    #[must_use]
    pub fn of(rows: &[Row], format: Format) -> Self {
        let outcomes = || {
            rows.iter()
                .flat_map(|row| &row.outcomes)
                .filter(move |outcome| outcome.format == format)
        };
        Self {
            faults: outcomes().count(),
            caught: outcomes().filter(|outcome| outcome.caught).count(),
            named: outcomes().filter(|outcome| outcome.named).count(),
        }
    }
}

fn word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome { named: true, .. } => "named",
        Outcome { caught: true, .. } => "caught",
        Outcome { judged: true, .. } => "not seen",
        _ => "not judged",
    }
}
