//! The zoo: the mistakes that real projects shipped, each planted in a backend that is otherwise right, and run through
//! the judge. What the judge misses here it would miss in the wild.

mod chains;
mod guidance;
mod loops;
mod losses;
mod power;
mod predictions;
mod sampler;
mod schedules;
mod solvers;
mod steps;

pub use power::{Outcome, Row, power};
pub use sampler::naive_port;

use super::blackbox::{Effort, Known, examine_knowing};
use super::budget::Profile;
use super::diagnosis::Diagnosis;
use super::examine::examine;
use super::finding::Finding;
use super::suite::Suite;
use tweedie::error::{DomainError, Result};
use tweedie::scalar::{Field, Format};
use tweedie_catalogue::backend::{Answer, Backend, Cpu, Implementation, Request, output};
use tweedie_catalogue::mistake::{Flag, Misreading};
use tweedie_catalogue::operation::{Arguments, Generic, Operation, System};

/// A mistake, and what the judge should call it.
#[derive(Debug, Clone, Copy)]
pub struct Fault {
    /// Which it is.
    pub flag: &'static Flag,
    /// The name that is due, if there is one.
    pub due: Option<Due>,
    /// The formats in which it is a mistake at all.
    pub formats: &'static [Format],
    /// Where it is planted.
    pub plant: Plant,
}

/// What the judge should call a mistake.
#[derive(Debug, Clone, Copy)]
pub enum Due {
    /// An entry of the registry.
    Misread(&'static Misreading),
    /// What happened to the whole output: `FORMAT`, and how that begins.
    Output(&'static str, &'static str),
}

/// Where a mistake is planted.
#[derive(Debug, Clone, Copy)]
pub enum Plant {
    /// In one operation, which is computed by this function instead.
    Operation(&'static str, Generic),
    /// In a small port of the samplers.
    Sampler,
}

/// All faults, in the order of their ids and places.
#[must_use]
pub fn faults() -> Vec<Fault> {
    let mut faults = [
        chains::FAULTS,
        guidance::FAULTS,
        loops::FAULTS,
        losses::FAULTS,
        predictions::FAULTS,
        sampler::FAULTS,
        schedules::FAULTS,
        solvers::FAULTS,
        steps::FAULTS,
    ]
    .concat();
    faults.sort_by_key(|fault| (fault.flag.id, fault.place()));
    faults
}

/// A mistake in one operation, in every format.
const fn planted(
    flag: &'static Flag,
    operation: &'static str,
    function: Generic,
    due: &'static Misreading,
) -> Fault {
    Fault {
        flag,
        due: Some(Due::Misread(due)),
        formats: &Format::ALL,
        plant: Plant::Operation(operation, function),
    }
}

/// What the operation should give, for the part that a mistake leaves alone.
fn right<T: System>(operation: &'static str, arguments: &Arguments) -> Result<Vec<T>> {
    match Operation::named(operation) {
        Some(operation) => operation.evaluate(arguments),
        None => Err(DomainError::new(
            "operation",
            operation,
            "there is none of that name",
        )),
    }
}

/// Parameters by name.
fn numbers<T: Field, const N: usize>(arguments: &Arguments, names: [&str; N]) -> Result<[T; N]> {
    let mut values = [T::zero(); N];
    for (value, name) in values.iter_mut().zip(names) {
        *value = arguments.get(name)?;
    }
    Ok(values)
}

impl Due {
    /// Whether a diagnosis says so.
    fn is(self, diagnosis: &Diagnosis) -> bool {
        let Diagnosis {
            convention,
            reading,
            ..
        } = diagnosis;
        match self {
            Self::Misread(of) => of.convention.id == convention && of.reads == reading,
            Self::Output(what, how) => what == convention && reading.starts_with(how),
        }
    }
}

impl Fault {
    /// Where it is planted, in a word: the operation, or `sampler`.
    #[must_use]
    pub fn place(&self) -> &'static str {
        match self.plant {
            Plant::Operation(name, _) => name,
            Plant::Sampler => "sampler",
        }
    }

    /// What the judge finds in a backend of this format with this mistake.
    fn examined(&self, suite: &Suite, format: Format, known: &Known) -> Vec<Finding> {
        match self.plant {
            Plant::Operation(name, function) => {
                let mut backend = Planted {
                    name,
                    function,
                    format,
                };
                let about = suite.only(|case| case.operation.name == name);
                examine(&mut backend, &about, Profile::Ieee, |_| {}).findings
            }
            Plant::Sampler => {
                let mut port = sampler::port(format, Some(self.flag));
                examine_knowing(known, port.as_mut(), Profile::Ieee, Effort::Quick, |_| {})
            }
        }
    }
}

/// The reference, but for one operation.
struct Planted {
    name: &'static str,
    function: Generic,
    format: Format,
}

impl Backend for Planted {
    fn implementation(&self) -> Implementation {
        Cpu::new(self.format).implementation()
    }

    fn run(&mut self, request: &Request<'_>) -> Answer {
        match Operation::named(request.operation) {
            Some(operation) if operation.name == self.name => {
                Answer::or_error(output(operation, self.function, request))
            }
            _ => Cpu::new(self.format).run(request),
        }
    }
}
