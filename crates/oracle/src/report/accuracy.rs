//! The accuracy of the reference, in Markdown.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::words;
use crate::accuracy::Accuracy;
use tweedie::scalar::Format;

/// The page `docs/ACCURACY.md`.
#[must_use]
pub fn accuracy_page(suite: &str, rows: &[Accuracy]) -> String {
    let cases: usize = rows.iter().map(|row| row.cases).sum();
    let outputs: usize = rows.iter().map(|row| row.outputs).sum();
    let wrong: usize = rows.iter().map(|row| row.wrong).sum();
    let said = match wrong {
        0 => "all of them within their budget".to_owned(),
        wrong => format!("**{wrong} of them outside their budget**"),
    };
    let mut out = format!(
        "# How accurate the reference is\n\n\
         The reference judged like any other backend, on the suite {suite}: {cases} answers with {outputs} numbers, {said}.\n\
         Each cell is the worst ρ, the share of what rounding may cost, and behind it the worst error in units of the last place.\n\
         Many units of the last place are no mistake where terms cancel: ρ knows, the last place does not.\n\n\
         Made by `tweedie accuracy --out docs/ACCURACY.md`.\n\n\
         | operation | f64 | f32 | f16 | bf16 |\n|---|---:|---:|---:|---:|\n"
    );
    let mut by_operation: Vec<(&str, BTreeMap<Format, &Accuracy>)> = Vec::new();
    for row in rows {
        match by_operation.last_mut() {
            Some((name, formats)) if *name == row.operation => {
                formats.insert(row.format, row);
            }
            _ => by_operation.push((row.operation, BTreeMap::from([(row.format, row)]))),
        }
    }
    for (name, formats) in by_operation {
        let cells =
            Format::ALL.map(|format| formats.get(&format).map_or(String::new(), |row| cell(row)));
        let _ = writeln!(out, "| {name} | {} |", cells.join(" | "));
    }
    out
}

fn cell(row: &Accuracy) -> String {
    let mark = if row.wrong > 0 { "✗ " } else { "" };
    format!(
        "{mark}{} · {} ulp",
        words::rho(row.rho),
        words::rho(row.ulp)
    )
}
