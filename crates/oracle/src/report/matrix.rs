//! Backends side by side: a row an operation, a column a backend in one of its formats.

use super::table::{Row, rows};
use super::words;
use crate::record::Record;
use tweedie::scalar::Format;
use tweedie_catalogue::operation::Stage;

/// One backend in one of its formats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The backend's name.
    pub name: String,
    /// The format.
    pub format: Format,
}

/// One operation in all columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// When it is judged.
    pub stage: Stage,
    /// The operation.
    pub operation: String,
    /// What became of it, in the order of the columns; none where it was not put to the backend.
    pub cells: Vec<Option<Row>>,
}

/// Records side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    /// Backends and formats, in the order of the records.
    pub columns: Vec<Column>,
    /// The operations that some backend was judged by, in the order of judging.
    pub lines: Vec<Line>,
}

impl Matrix {
    /// The matrix of some records.
    #[must_use]
    pub fn of(records: &[Record]) -> Self {
        let mut columns = Vec::new();
        let mut tables = Vec::new();
        for record in records {
            let implementation = &record.header.implementation;
            let mut formats = implementation.formats.clone();
            formats.sort();
            formats.dedup();
            let all = rows(record);
            for format in formats {
                columns.push(Column {
                    name: implementation.name.clone(),
                    format,
                });
                let of_format = |row: &&Row| row.format == format;
                tables.push(all.iter().filter(of_format).cloned().collect::<Vec<Row>>());
            }
        }
        let mut operations: Vec<(Stage, &str)> = Vec::new();
        for row in tables.iter().flatten() {
            let key = (row.stage, row.operation.as_str());
            if row.rho.is_some() && !operations.contains(&key) {
                operations.push(key);
            }
        }
        operations.sort_by_key(|&(stage, _)| stage); // stable: in the order of judging
        let line = |(stage, operation): (Stage, &str)| Line {
            stage,
            operation: operation.to_owned(),
            cells: tables
                .iter()
                .map(|table| {
                    let here = |row: &&Row| row.stage == stage && row.operation == operation;
                    table.iter().find(here).cloned()
                })
                .collect(),
        };
        let lines = operations.into_iter().map(line).collect();
        Self { columns, lines }
    }
}

/// What a cell of the matrix says: the worst ρ, marked where it is wrong.
#[must_use]
pub fn mark(cell: Option<&Row>) -> String {
    let Some(row) = cell else {
        return "–".to_owned();
    };
    match row.rho.map(words::rho) {
        None if row.unexpected() > 0 => "✗ no answer".to_owned(),
        None => "–".to_owned(),
        Some(rho) if row.unexpected() > 0 => format!("✗ {rho}"),
        Some(rho) if row.expected > 0 => format!("(✗) {rho}"),
        Some(rho) => rho,
    }
}
