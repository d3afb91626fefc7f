//! Who conforms: backends side by side, in Markdown.

use std::fmt::Write;

use super::markdown::cell;
use super::matrix::{Matrix, mark};
use super::{Screen, verdict};
use crate::judge::State;
use crate::record::{Record, Verdict};

/// The page `docs/CONFORMANCE.md`: operation by backend and format, then each backend's failures.
#[must_use]
pub fn conformance(records: &[Record]) -> String {
    let mut out = "# Who conforms\n\n\
        The worst ρ of each backend, by operation and format: up to 1 it is as right as its format allows. \
        ✗ is wrong, (✗) is wrong and known to be, a dash is not judged.\n\n\
        Made by `tweedie conformance REPORT.jsonl…` from what `tweedie check --report jsonl` wrote.\n\n"
        .to_owned();
    let matrix = Matrix::of(records);
    let heads: Vec<String> = matrix
        .columns
        .iter()
        .map(|column| format!("{} {}", cell(&column.name), column.format))
        .collect();
    let _ = writeln!(out, "| stage | operation | {} |", heads.join(" | "));
    let _ = writeln!(out, "|---|---|{}", "---:|".repeat(heads.len()));
    for line in matrix.lines {
        let cells: Vec<String> = line.cells.iter().map(|row| mark(row.as_ref())).collect();
        let _ = writeln!(
            out,
            "| {} | {} | {} |",
            line.stage.name(),
            cell(&line.operation),
            cells.join(" | ")
        );
    }
    for record in records {
        one(&mut out, record);
    }
    out
}

fn one(out: &mut String, record: &Record) {
    let header = &record.header;
    let mark = match record.verdict() {
        Verdict::Good => "✓",
        Verdict::Bad | Verdict::Nothing | Verdict::Partial => "✗",
    };
    let _ = write!(
        out,
        "\n## {mark} {} {}\n\nSuite {}, profile {}: {}\n",
        cell(&header.implementation.name),
        cell(&header.implementation.version),
        cell(&header.suite),
        header.profile.name(),
        cell(&verdict(record))
    );
    for screen in Screen::all(record) {
        let _ = writeln!(out);
        for line in screen.to_string().lines() {
            let _ = writeln!(out, "    {line}");
        }
    }
    let mut known: Vec<(String, usize)> = Vec::new();
    for finding in &record.findings {
        let Some(reason) = &finding.expected else {
            continue;
        };
        let state = if finding.judgement.state == State::Error {
            "no answer: "
        } else {
            ""
        };
        let line = format!(
            "{} {}: {state}{} — {}",
            cell(&finding.operation),
            finding.format,
            cell(&finding.message()),
            cell(reason)
        );
        match known.iter_mut().find(|(same, _)| *same == line) {
            Some((_, count)) => *count += 1,
            None => known.push((line, 1)),
        }
    }
    if !known.is_empty() {
        let _ = write!(out, "\nKnown failures:\n\n");
        for (line, count) in known {
            let _ = writeln!(out, "- {line} ({count})");
        }
    }
}
