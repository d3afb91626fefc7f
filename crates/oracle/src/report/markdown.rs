//! The report in Markdown, for the summary of a build.

use std::fmt::Write;

use super::table::rows;
use super::{Screen, verdict, words};
use crate::record::{Record, Verdict};

/// The report, as Markdown.
#[must_use]
pub fn markdown(record: &Record) -> String {
    let header = &record.header;
    let mark = match record.verdict() {
        Verdict::Good => "✅",
        Verdict::Bad | Verdict::Nothing | Verdict::Partial => "❌",
    };
    let mut out = format!(
        "## {mark} {} {} on suite {}\n\n{}\n\n",
        cell(&header.implementation.name),
        cell(&header.implementation.version),
        cell(&header.suite),
        verdict(record)
    );
    out += "| stage | operation | format | verdict | answers | worst ρ |\n|---|---|---|---|---|---:|\n";
    for row in rows(record) {
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} |",
            row.stage.name(),
            cell(&row.operation),
            row.format,
            row.verdict(),
            row.states(),
            row.rho.map(words::rho).unwrap_or_default()
        );
    }
    for screen in Screen::all(record) {
        // four spaces make it code, whatever stands in it
        let _ = writeln!(out);
        for line in screen.to_string().lines() {
            let _ = writeln!(out, "    {line}");
        }
    }
    if !record.broken().is_empty() {
        out += "\nExpectations that did not come true:\n\n";
        for broken in record.broken() {
            let _ = writeln!(out, "- {}", cell(broken));
        }
    }
    out
}

/// Text that means only itself in a cell.
pub(super) fn cell(text: &str) -> String {
    let mut out = String::new();
    for c in words::plain(text).chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '|' | '\\' | '`' | '*' | '[' | ']' | '!' | '#' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}
