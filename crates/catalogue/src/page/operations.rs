//! The operations, stage by stage.

use std::fmt::Write;

use crate::operation::{Kind, LOOPS, OPERATIONS, Operation, Shape, Stage};

/// All of them.
pub(super) fn chapter() -> String {
    let mut out = String::new();
    for stage in Stage::ALL {
        let _ = writeln!(out, "## {}\n", titled(stage.name()));
        for operation in OPERATIONS {
            if operation.stage == stage {
                out += &section(operation);
            }
        }
        if stage == Stage::Loops {
            for walk in LOOPS {
                let _ = writeln!(
                    out,
                    "A step of `{}` is judged by itself, from the state that a backend has come to:\n",
                    walk.whole.name
                );
                out += &section(walk.step);
            }
        }
    }
    out
}

fn titled(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    format!("{}{rest}", first.to_uppercase())
}

fn section(operation: &Operation) -> String {
    let (formula, remark) = match operation.says.split_once(": ") {
        Some((formula, remark)) => (formula, Some(remark)),
        None => (operation.says, None),
    };
    let mut out = format!(
        "### `{}`\n\n```text\n{}\n```\n\n",
        operation.name,
        lines(formula)
    );
    if let Some(remark) = remark {
        let _ = writeln!(out, "Note: {remark}.\n");
    }
    let _ = writeln!(
        out,
        "Source: {}. Gives {}.{}\n",
        operation.source,
        shape(operation),
        stands_on(operation)
    );
    out += &table("parameter", operation.params);
    out += &table("input", operation.inputs);
    out
}

/// A line for each statement, and for each branch of a choice.
fn lines(formula: &str) -> String {
    let mut depth = 0;
    let mut out = String::new();
    for c in formula.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            ' ' if depth == 0 && out.ends_with(';') => {
                out.pop();
                out += "\n   ";
            }
            ' ' if depth == 0 && out.ends_with(',') => out += "\n       ",
            _ => {}
        }
        out.push(c);
    }
    out
}

fn shape(operation: &Operation) -> String {
    let what = match operation.kind {
        Kind::Numbers => "numbers",
        Kind::Integers => "whole numbers",
    };
    match operation.shape {
        Shape::Like(input) => format!("{what} in the shape of `{input}`"),
        Shape::List => format!("a list of {what}"),
        Shape::Columns(columns) => format!("rows of {columns} {what}"),
        Shape::RowsOf(input) => format!("rows of {what}, as wide as those of `{input}`"),
        Shape::PerRow(input) => format!("one of {what} for each row of `{input}`"),
    }
}

fn stands_on(operation: &Operation) -> String {
    let names: Vec<String> = operation
        .stands_on
        .iter()
        .map(|name| format!("`{name}`"))
        .collect();
    match names.as_slice() {
        [] => String::new(),
        names => format!(" It stands on {}.", names.join(", ")),
    }
}

fn table(title: &str, rows: &[(&str, &str)]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let mut out = format!("| {title} | is |\n|---|---|\n");
    for (name, what) in rows {
        let _ = writeln!(out, "| `{name}` | {what} |");
    }
    out + "\n"
}
