//! Who conforms: backends side by side, in Markdown.

use std::fmt::Write;

use super::markdown::cell;
use super::table::{Row, rows};
use super::{Screen, verdict, words};
use crate::oracle::judge::State;
use crate::oracle::record::{Record, Verdict};

/// The page `docs/CONFORMANCE.md`: operation by backend and format, then each backend's failures.
#[must_use]
pub fn conformance(records: &[Record]) -> String {
    let mut out = "# Who conforms\n\n\
        The worst ρ of each backend, by operation and format: up to 1 it is as right as its format allows. \
        ✗ is wrong, (✗) is wrong and known to be, a dash is not judged.\n\n\
        Made by `tweedie conformance REPORT.jsonl…` from what `tweedie check --report jsonl` wrote.\n\n"
        .to_owned();
    let columns: Vec<(usize, crate::scalar::Format)> = records
        .iter()
        .enumerate()
        .flat_map(|(at, record)| {
            let mut formats = record.header.implementation.formats.clone();
            formats.sort();
            formats.dedup();
            formats.into_iter().map(move |format| (at, format))
        })
        .collect();
    let tables: Vec<Vec<Row>> = records.iter().map(rows).collect();
    let mut operations: Vec<(crate::operation::Stage, &str)> = Vec::new();
    for row in tables.iter().flatten() {
        let key = (row.stage, row.operation.as_str());
        if row.rho.is_some() && !operations.contains(&key) {
            operations.push(key);
        }
    }
    operations.sort_by_key(|&(stage, _)| stage); // stable: in the order of judging
    let heads: Vec<String> = columns
        .iter()
        .map(|&(at, format)| format!("{} {format}", cell(&records[at].header.implementation.name)))
        .collect();
    let _ = writeln!(out, "| stage | operation | {} |", heads.join(" | "));
    let _ = writeln!(out, "|---|---|{}", "---:|".repeat(columns.len()));
    for (stage, operation) in operations {
        let cells: Vec<String> = columns
            .iter()
            .map(|&(at, format)| {
                let here = |row: &&Row| {
                    row.stage == stage && row.operation == operation && row.format == format
                };
                tables[at].iter().find(here).map_or("–".to_owned(), mark)
            })
            .collect();
        let _ = writeln!(
            out,
            "| {} | {} | {} |",
            stage.name(),
            cell(operation),
            cells.join(" | ")
        );
    }
    for record in records {
        one(&mut out, record);
    }
    out
}

fn mark(row: &Row) -> String {
    let rho = row.rho.map(words::rho);
    match rho {
        None if row.unexpected() > 0 => "✗ no answer".to_owned(),
        None => "–".to_owned(),
        Some(rho) if row.unexpected() > 0 => format!("✗ {rho}"),
        Some(rho) if row.expected > 0 => format!("(✗) {rho}"),
        Some(rho) => rho,
    }
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
