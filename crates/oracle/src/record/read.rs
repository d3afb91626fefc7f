//! Reading a record back, also one that was cut off.

use std::fmt;

use serde::Deserialize;

use super::{Header, Line, RECORD_FORMAT, Record, Summary};
use crate::finding::Finding;

/// Why a text is no record: the line, what is wrong, the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordError {
    line: usize,
    problem: String,
}

impl RecordError {
    fn new(line: usize, problem: impl Into<String>) -> Self {
        Self {
            line,
            problem: problem.into(),
        }
    }
}

impl fmt::Display for RecordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.problem)
    }
}

impl std::error::Error for RecordError {}

/// What a first line must show before the rest of it is believed.
#[derive(Deserialize)]
struct Opening {
    kind: String,
    format: Option<String>,
}

impl Record {
    /// Reads a record. One that was cut off is read as far as it goes, and has no summary.
    ///
    /// # Errors
    /// If it is no record, or one of a format that this crate does not read.
    pub fn parse(text: &[u8]) -> Result<Self, RecordError> {
        let mut lines = text.split_inclusive(|&byte| byte == b'\n').enumerate();
        let (_, first) = lines.next().unwrap_or_default();
        let header = header(first)?;
        let mut record = Self {
            header,
            findings: Vec::new(),
            summary: None,
        };
        for (at, line) in lines {
            let number = at + 1;
            let Some(line) = line.strip_suffix(b"\n") else {
                break; // cut off in the middle of a line
            };
            if record.summary.is_some() {
                return Err(RecordError::new(
                    number,
                    "it comes after the summary: give one record",
                ));
            }
            match serde_json::from_slice::<Line<Header, Finding, Summary>>(line) {
                Ok(Line::Finding(finding)) => record.findings.push(finding),
                Ok(Line::Summary(summary)) => {
                    let found = record.findings.len();
                    let counted = summary.counts.values().sum::<usize>();
                    if counted != found {
                        let problem = format!(
                            "the summary counts {counted} findings, there are {found}: give the whole record"
                        );
                        return Err(RecordError::new(number, problem));
                    }
                    record.summary = Some(summary);
                }
                Ok(Line::Header(_)) => {
                    return Err(RecordError::new(
                        number,
                        "it is a second header: give one record",
                    ));
                }
                Err(error) => {
                    return Err(no_record(number, &said(&error)));
                }
            }
        }
        Ok(record)
    }
}

fn header(line: &[u8]) -> Result<Header, RecordError> {
    let no_record = |problem: &str| no_record(1, problem);
    if line.is_empty() {
        return Err(no_record("it is empty"));
    }
    let opening: Opening =
        serde_json::from_slice(line).map_err(|error| no_record(&said(&error)))?;
    match opening.format {
        _ if opening.kind != "header" => Err(no_record("it is no header")),
        Some(format) if format == RECORD_FORMAT => {
            serde_json::from_slice(line).map_err(|error| no_record(&said(&error)))
        }
        format => {
            let format = format.unwrap_or_default();
            let problem = format!(
                "its format is {format:?}, this version reads {RECORD_FORMAT:?}: take the version that wrote it"
            );
            Err(RecordError::new(1, problem))
        }
    }
}

fn no_record(line: usize, problem: &str) -> RecordError {
    RecordError::new(
        line,
        format!("{problem}: give what `tweedie check --report jsonl` wrote"),
    )
}

/// What a parser says, without its own idea of the line.
fn said(error: &serde_json::Error) -> String {
    let said = error.to_string();
    said.split(" at line ")
        .next()
        .unwrap_or_default()
        .to_owned()
}
