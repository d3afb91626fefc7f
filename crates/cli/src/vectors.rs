//! `tweedie vectors`.

use std::io::{Write, stdout};
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::choice::one_of;
use super::{Exit, Failure, progress};
use tweedie_oracle::{Size, Suite, cases, vectors};

#[derive(Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Compute a suite's golden numbers and write them: manifest.json and tensors.safetensors
    Write {
        /// Which suite
        #[arg(long, value_parser = one_of(Size::ALL, Size::name))]
        suite: Size,
        /// The folder to write to
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    /// Compute the golden numbers of a folder again, from the arguments stored there, and compare them bit for bit
    Verify {
        /// The folder
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// Print the JSON Schema of manifests
    Schema,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    match &arguments.command {
        Command::Write { suite, out } => {
            let bar = progress::bar(cases(*suite).len());
            let suite = Suite::sized(*suite, || bar.inc(1))?;
            bar.finish_and_clear();
            vectors::write(&suite, out)?;
            writeln!(stdout(), "{}", out.display())?;
            Ok(Exit::Good)
        }
        Command::Verify { folder } => {
            let suite = vectors::read(folder)?;
            let bar = progress::bar(suite.entries.len());
            let verified = vectors::verify(&suite, || bar.inc(1));
            bar.finish_and_clear();
            match verified {
                Ok(()) => {
                    let (name, count) = (&suite.name, suite.entries.len());
                    writeln!(
                        stdout(),
                        "{name}: {count} cases, every golden number as computed now"
                    )?;
                    Ok(Exit::Good)
                }
                Err(difference) => {
                    writeln!(stdout(), "{difference}")?;
                    Ok(Exit::CheckFailed)
                }
            }
        }
        Command::Schema => {
            write!(stdout(), "{}", vectors::schema())?;
            Ok(Exit::Good)
        }
    }
}
