//! Backends: whatever computes the operations. The one on the CPU is here, and with the feature `gpu` one on a device.

mod cpu;
#[cfg(feature = "gpu")]
mod device;
mod sampler;

/// A sampler is begun, then stepped.
pub const SAMPLER: [&str; 2] = ["sampler.begin", "sampler.step"];

pub use cpu::{Cpu, output};
#[cfg(feature = "gpu")]
pub use device::Device;

use std::fmt::Display;

use ndarray::ArrayD;
use serde::{Deserialize, Serialize};

use crate::operation::Arguments;
use tweedie::scalar::Format;

/// Something that computes operations, and can be judged.
pub trait Backend {
    /// What it is and what it can do.
    fn implementation(&self) -> Implementation;

    /// Carries out one operation. What it cannot do it says so: a backend never guesses.
    fn run(&mut self, request: &Request<'_>) -> Answer;
}

/// What a backend says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Implementation {
    /// The name.
    pub name: String,
    /// The version.
    pub version: String,
    /// The formats it computes in.
    #[serde(with = "crate::format::list")]
    pub formats: Vec<Format>,
    /// The operations it has, by name.
    pub operations: Vec<String>,
}

/// One operation, asked for.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// Who asks: the case.
    pub id: &'a str,
    /// The operation's name.
    pub operation: &'a str,
    /// The format to compute in.
    pub format: Format,
    /// Parameters and inputs; the format holds them exactly.
    pub arguments: &'a Arguments,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// The output, as `f64`, which holds every format's numbers.
    Output(ArrayD<f64>),
    /// The backend does not have it, and says why.
    Skipped(String),
    /// It has it, and failed.
    Error(String),
}

impl Answer {
    /// An answer, or the error that came in its place.
    pub fn or_error<E: Display>(answer: Result<Self, E>) -> Self {
        answer.unwrap_or_else(|error| Self::Error(error.to_string()))
    }
}
