//! `tweedie conformance`: records of many backends, side by side.

use std::path::PathBuf;

use clap::Args;

use super::{Failure, Verdict, page};
use crate::disk;
use crate::oracle::{Record, report};

#[derive(Args)]
pub(super) struct Arguments {
    /// Records that `tweedie check --report jsonl` wrote
    #[arg(required = true, value_name = "REPORT.jsonl")]
    records: Vec<PathBuf>,
    /// Where to write the page [default: stdout]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Verdict, Failure> {
    let mut records = Vec::new();
    for path in &arguments.records {
        let record = Record::parse(&disk::read(path)?)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        if record.summary.is_none() {
            let name = path.display();
            return Err(
                format!("{name}: the examination was interrupted: run it to its end").into(),
            );
        }
        records.push(record);
    }
    page::write(&report::conformance(&records), arguments.out.as_deref())?;
    Ok(Verdict::Good)
}
