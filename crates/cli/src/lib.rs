//! The command line: one subcommand a file.
//!
//! | exit code | means |
//! |---|---|
//! | 0 | all good |
//! | 1 | a check failed |
//! | 2 | bad usage or bad input: one line on stderr says what, where, and how to mend it |

mod accuracy;
mod check;
mod choice;
mod conformance;
mod examination;
mod figures;
mod gallery;
mod operations;
mod own;
mod page;
mod progress;
mod record;
mod report;
mod sample;
mod shell;
mod source;
mod suite;
mod vectors;
mod zoo;

use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Diffusion models, verified: exact samplers, the derivations' pictures, and a report of live checks.
#[derive(Parser)]
#[command(name = "tweedie", version)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Checks, pictures and a table of samplers, in one self-contained page (what `tweedie` alone does)
    Report(report::Arguments),
    /// Draw figures
    Plot(figures::Arguments),
    /// Draw samples of data, with its exact denoiser
    Sample(sample::Arguments),
    /// Write vector files, or verify them
    Vectors(vectors::Arguments),
    /// Judge a backend: is it right, where is it first wrong, and which convention did it follow
    Check(Box<check::Arguments>),
    /// Put the records of many backends side by side
    Conformance(conformance::Arguments),
    /// Judge the reference itself
    Accuracy(accuracy::Arguments),
    /// Every operation and every sampler, on a page
    Operations(operations::Arguments),
    /// Put mistakes that real projects shipped to the judge
    Zoo(zoo::Arguments),
}

/// How a command that ran to its end went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    Good,
    CheckFailed,
}

/// Why a command stopped: its message is one line.
type Failure = Box<dyn Error + Send + Sync>;

/// Runs the command that the process was called with.
#[must_use]
pub fn main() -> ExitCode {
    let outcome = match Arguments::try_parse() {
        Ok(arguments) => run(arguments),
        Err(error) if error.use_stderr() => Err(one_line(&error.to_string()).into()),
        // help and version, asked for
        Err(error) => error.print().map_err(Failure::from).map(|()| Exit::Good),
    };
    match outcome {
        Ok(Exit::Good) => ExitCode::SUCCESS,
        Ok(Exit::CheckFailed) => ExitCode::from(1),
        // the reader of a pipe has seen enough: `tweedie sample | head -1`
        Err(failure) if is_broken_pipe(&failure) => ExitCode::SUCCESS,
        Err(failure) => {
            let said = writeln!(io::stderr(), "error: {}", printable(&failure.to_string()));
            said.unwrap_or_default(); // where nobody reads it, the exit code tells
            ExitCode::from(2)
        }
    }
}

fn run(arguments: Arguments) -> Result<Exit, Failure> {
    match arguments.command {
        None => report::run(&report::Arguments::default()),
        Some(Command::Report(arguments)) => report::run(&arguments),
        Some(Command::Plot(arguments)) => figures::run(&arguments),
        Some(Command::Sample(arguments)) => sample::run(&arguments),
        Some(Command::Vectors(arguments)) => vectors::run(&arguments),
        Some(Command::Check(arguments)) => check::run(&arguments),
        Some(Command::Conformance(arguments)) => conformance::run(&arguments),
        Some(Command::Accuracy(arguments)) => accuracy::run(&arguments),
        Some(Command::Operations(arguments)) => operations::run(&arguments),
        Some(Command::Zoo(arguments)) => zoo::run(&arguments),
    }
}

fn is_broken_pipe(failure: &Failure) -> bool {
    failure
        .downcast_ref::<io::Error>()
        .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

/// What a usage error says, without the usage.
fn one_line(message: &str) -> String {
    let said = message
        .lines()
        .map(str::trim)
        .take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more"))
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    let said = said.trim_start_matches("error: ");
    format!("{said} (try --help)")
}

/// A file may be called anything; a message stays one line.
fn printable(message: &str) -> String {
    message
        .chars()
        .map(|c| if c.is_control() { '?' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        use clap::CommandFactory;
        Arguments::command().debug_assert();
    }
}
