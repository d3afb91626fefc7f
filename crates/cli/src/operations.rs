//! `tweedie operations`: what can be asked for, and what is right.

use std::path::PathBuf;

use clap::Args;

use super::{Exit, Failure, page};
use tweedie_catalogue::page::operations_page;

#[derive(Args)]
pub(super) struct Arguments {
    /// Where to write the page [default: stdout]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    page::ready(arguments.out.as_deref())?;
    page::write(&operations_page()?, arguments.out.as_deref())?;
    Ok(Exit::Good)
}
