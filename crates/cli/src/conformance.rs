//! `tweedie conformance`: records of many backends, side by side.

use std::path::PathBuf;

use clap::Args;

use super::{Exit, Failure, page, record};
use tweedie_oracle::report;

#[derive(Args)]
pub(super) struct Arguments {
    /// Records that `tweedie check --report jsonl` wrote
    #[arg(required = true, value_name = "REPORT.jsonl")]
    records: Vec<PathBuf>,
    /// Where to write the page [default: stdout]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    page::ready(arguments.out.as_deref())?;
    let paths = arguments.records.iter();
    let records = paths
        .map(|path| record::whole(path))
        .collect::<Result<Vec<_>, _>>()?;
    page::write(&report::conformance(&records), arguments.out.as_deref())?;
    Ok(Exit::Good)
}
