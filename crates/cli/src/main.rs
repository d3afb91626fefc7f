//! The `tweedie` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    tweedie_cli::main()
}
