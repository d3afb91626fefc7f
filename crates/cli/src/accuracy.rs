//! `tweedie accuracy`: the reference itself, judged.

use std::path::PathBuf;

use clap::Args;

use super::{Exit, Failure, page, suite};
use tweedie_oracle::{Size, accuracy, report};

#[derive(Args)]
pub(super) struct Arguments {
    /// Where to write the page [default: stdout]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    page::ready(arguments.out.as_deref())?;
    let suite = suite::suite(Size::Core)?;
    let rows = accuracy(&suite);
    let text = report::accuracy_page(&suite.name, &rows);
    page::write(&text, arguments.out.as_deref())?;
    let judged = !rows.is_empty() && rows.iter().all(|row| row.wrong == 0);
    Ok(if judged {
        Exit::Good
    } else {
        Exit::CheckFailed
    })
}
