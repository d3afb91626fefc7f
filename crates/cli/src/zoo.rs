//! `tweedie zoo`: mistakes that real projects shipped, put to the judge.

use std::path::PathBuf;

use clap::Args;

use super::{Exit, Failure, page, suite};
use tweedie::scalar::Format;
use tweedie_oracle::report::{Tally, zoo_page};
use tweedie_oracle::{Size, zoo};

#[derive(Args)]
pub(super) struct Arguments {
    /// Only these formats: f64, f32, f16, bf16
    #[arg(long, value_name = "FORMAT", value_parser = super::check::format)]
    format: Vec<Format>,
    /// Where to write the page [default: stdout]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    page::ready(arguments.out.as_deref())?;
    let suite = suite::suite(Size::Core)?;
    let formats = match arguments.format.as_slice() {
        [] => Format::ALL.to_vec(),
        some => some.to_vec(),
    };
    let rows = zoo::power(&suite, &formats);
    page::write(&zoo_page(&suite.name, &rows), arguments.out.as_deref())?;
    let good = formats.iter().all(|&format| is_good(&rows, format));
    Ok(if good { Exit::Good } else { Exit::CheckFailed })
}

/// Of the formats that can see every mistake, all of them caught and 19 of 20 named; nothing is asked of short ones.
fn is_good(rows: &[zoo::Row], format: Format) -> bool {
    let Tally {
        faults,
        caught,
        named,
    } = Tally::of(rows, format);
    match format {
        Format::F64 | Format::F32 => caught == faults && 20 * named >= 19 * faults,
        Format::F16 | Format::Bf16 => true,
    }
}
