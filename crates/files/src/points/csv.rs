//! Comma-separated text.

use std::io::{self, Write};

use csv::{ReaderBuilder, StringRecord};
use ndarray::Array2;

use super::Fault;

pub(super) fn parse(bytes: &[u8]) -> Result<Array2<f64>, Fault> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(bytes);
    let mut coordinates = Vec::new();
    let mut columns = None;
    for (row, record) in reader.records().enumerate() {
        let record = record.map_err(|error| {
            Fault::new(
                format!("is not text ({error})"),
                "save it as UTF-8 text, a point a line, coordinates between commas",
            )
        })?;
        if row == 0 && is_header(&record) {
            continue;
        }
        let line = record.position().map_or(0, csv::Position::line);
        let width = *columns.get_or_insert(record.len());
        if record.len() != width {
            return Err(Fault::new(
                format!(
                    "line {line} has {} columns, the lines above {width}",
                    record.len()
                ),
                "give every point the same number of coordinates",
            ));
        }
        for (column, field) in record.iter().enumerate() {
            coordinates.push(number(field).ok_or_else(|| {
                Fault::new(
                    format!("line {line}, column {} is {}", column + 1, quoted(field)),
                    "every column is a coordinate: give a finite number",
                )
            })?);
        }
    }
    let width = columns.unwrap_or(0);
    let points = coordinates.len().checked_div(width).unwrap_or(0);
    Array2::from_shape_vec((points, width), coordinates)
        .map_err(|error| Fault::new(format!("is no table ({error})"), "save it again"))
}

pub(super) fn write(out: &mut dyn Write, points: &Array2<f64>) -> io::Result<()> {
    for point in points.rows() {
        // the shortest digits that give the same number back; none of them needs a quote
        let fields: Vec<String> = point.iter().map(|x| format!("{x:?}")).collect();
        writeln!(out, "{}", fields.join(","))?;
    }
    Ok(())
}

fn number(field: &str) -> Option<f64> {
    field.trim().parse().ok().filter(|x: &f64| x.is_finite())
}

/// A row of names: none of its fields is a number, not even NaN.
fn is_header(record: &StringRecord) -> bool {
    record
        .iter()
        .all(|field| !field.trim().is_empty() && field.trim().parse::<f64>().is_err())
}

/// The beginning of a field, on one line.
fn quoted(field: &str) -> String {
    let start: String = field.chars().take(24).collect();
    let rest = if start.len() < field.len() { "…" } else { "" };
    format!("{start:?}{rest}")
}
