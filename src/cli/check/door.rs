//! The doors through which a backend comes: in process, by a file of results, by a command.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

#[cfg(feature = "gpu")]
use crate::backend::Device;
use crate::backend::{Backend, Cpu};
use crate::cli::Failure;
#[cfg(feature = "gpu")]
use crate::gpu::Gpu;
use crate::oracle::{Limits, Profile, Recorded, Subprocess, Suite};
use crate::scalar::Format;

#[derive(Args)]
#[group(required = true, multiple = false, args = ["backend", "results", "from", "command"])]
struct One {
    /// A backend of tweedie's own: cpu-f64, cpu-f32, cpu-f16, cpu-bf16, or gpu where it is built with the feature gpu
    #[arg(long, value_name = "NAME", value_parser = own)]
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

/// A backend of tweedie's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Own {
    Cpu(Format),
    #[cfg(feature = "gpu")]
    Gpu,
}

fn own(name: &str) -> Result<Own, String> {
    if name == "gpu" {
        #[cfg(feature = "gpu")]
        return Ok(Own::Gpu);
        #[cfg(not(feature = "gpu"))]
        return Err(super::super::NO_GPU.to_owned());
    }
    let names = Format::ALL.map(|format| format!("cpu-{format}"));
    name.strip_prefix("cpu-")
        .and_then(Format::named)
        .map(Own::Cpu)
        .ok_or_else(|| format!("give one of {}, gpu", names.join(", ")))
}

impl Own {
    fn name(self) -> String {
        match self {
            Self::Cpu(format) => format!("cpu-{format}"),
            #[cfg(feature = "gpu")]
            Self::Gpu => Device::NAME.to_owned(),
        }
    }
}

impl Door {
    /// The record that is read instead of examining anyone.
    pub(super) fn record(&self) -> Option<&Path> {
        self.one.from.as_deref()
    }

    /// What its arithmetic promises, unless told otherwise: compilers of shaders reassociate.
    pub(super) fn profile(&self) -> Profile {
        match self.one.backend {
            #[cfg(feature = "gpu")]
            Some(Own::Gpu) => Profile::Reassociating,
            _ => Profile::Ieee,
        }
    }

    /// The backend behind it.
    pub(super) fn open(&self, suite: &Suite) -> Result<Box<dyn Backend>, Failure> {
        let One {
            backend,
            results,
            command,
            ..
        } = &self.one;
        match backend {
            Some(Own::Cpu(format)) => return Ok(Box::new(Cpu::new(*format))),
            #[cfg(feature = "gpu")]
            Some(Own::Gpu) => return Ok(Box::new(Device::new(Gpu::open()?))),
            None => {}
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

/// A word that a shell takes as it stands.
pub(super) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@%+,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_shell_reads_back_what_was_meant() {
        assert_eq!(quoted("adapters/a.py"), "adapters/a.py");
        assert_eq!(quoted("it's $HOME"), r"'it'\''s $HOME'");
        assert_eq!(quoted(""), "''");
    }
}
