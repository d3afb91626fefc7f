//! The doors through which a backend comes: in process, by a file of results, by a command.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

use crate::Failure;
use crate::own::Own;
use tweedie_catalogue::backend::Backend;
use tweedie_oracle::{Limits, Profile, Recorded, Subprocess, Suite};

#[derive(Args)]
#[group(required = true, multiple = false, args = ["backend", "results", "from", "command"])]
struct One {
    /// A backend of tweedie's own: cpu-f64, cpu-f32, cpu-f16, cpu-bf16, or gpu-f32 (gpu for short), and gpu-f64 where the device
    /// has it, in a build with the feature gpu
    #[arg(long, value_name = "NAME", value_parser = Own::named)]
    backend: Option<Own>,
    /// Outputs that were computed from the vectors elsewhere, as safetensors
    #[arg(long, value_name = "FILE")]
    results: Option<PathBuf>,
    /// A record that `--report jsonl` wrote, to make another report of it
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// A command that speaks the protocol: `tweedie check -- python3 adapter.py`
    #[arg(last = true, value_name = "COMMAND")]
    command: Vec<String>,
}

#[derive(Args)]
pub(super) struct Door {
    #[command(flatten)]
    one: One,
    /// Seconds that a command has for an answer
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    timeout: u64,
}

impl Door {
    /// The record that is read instead of examining anyone.
    pub(super) fn record(&self) -> Option<&Path> {
        self.one.from.as_deref()
    }

    /// What its arithmetic promises, unless told otherwise.
    pub(super) fn profile(&self) -> Profile {
        self.one.backend.map_or(Profile::Ieee, Own::profile)
    }

    /// The backend behind it.
    pub(super) fn open(&self, suite: &Suite) -> Result<Box<dyn Backend>, Failure> {
        let One {
            backend,
            results,
            command,
            ..
        } = &self.one;
        if let Some(own) = backend {
            return Ok(own.open()?);
        }
        if let Some(path) = results {
            return Ok(Box::new(Recorded::open(path, suite)?));
        }
        let limits = Limits::default();
        let reply = Duration::from_secs(self.timeout);
        let limits = Limits {
            start: limits.start.max(reply),
            reply,
            ..limits
        };
        Ok(Box::new(Subprocess::start(command, limits)?))
    }

    /// It, as the command line says it.
    pub(super) fn words(&self) -> Vec<String> {
        let One {
            backend,
            results,
            command,
            ..
        } = &self.one;
        if let Some(own) = backend {
            return vec!["--backend".to_owned(), own.name()];
        }
        if let Some(path) = results {
            return vec!["--results".to_owned(), path.display().to_string()];
        }
        let mut words = vec!["--".to_owned()];
        words.extend(command.iter().cloned());
        words
    }
}
