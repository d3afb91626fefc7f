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
pub use sampler::{Mistake, naive_port};

use super::blackbox::{Effort, Known, examine_knowing};
use super::budget::Profile;
use super::examine::examine;
use super::finding::Finding;
use super::suite::Suite;
use tweedie::error::{DomainError, Result};
use tweedie::scalar::{Field, Format};
use tweedie_catalogue::backend::{Answer, Backend, Cpu, Implementation, Request, output};
use tweedie_catalogue::operation::{Arguments, Generic, Operation, System};

/// A mistake, and what the judge should call it.
#[derive(Debug, Clone, Copy)]
pub struct Fault {
    /// Its id, which cases name as a flag.
    pub id: &'static str,
    /// The name that is due: convention and reading, where an empty one stands for all. Any of them will do.
    pub expects: &'static [(&'static str, &'static str)],
    /// The formats in which it is a mistake at all.
    pub formats: &'static [Format],
    /// Where it is planted.
    pub plant: Plant,
}

/// Where a mistake is planted.
#[derive(Debug, Clone, Copy)]
pub enum Plant {
    /// In one operation, which is computed by this function instead.
    Operation(&'static str, Generic),
    /// In a small port of the samplers.
    Sampler(Mistake),
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
    faults.sort_by_key(|fault| (fault.id, fault.place()));
    faults
}

/// A mistake in one operation.
const fn planted(
    id: &'static str,
    operation: &'static str,
    function: Generic,
    expects: &'static [(&'static str, &'static str)],
) -> Fault {
    fault(id, Plant::Operation(operation, function), expects)
}

/// A mistake in every format.
const fn fault(
    id: &'static str,
    plant: Plant,
    expects: &'static [(&'static str, &'static str)],
) -> Fault {
    Fault {
        id,
        expects,
        formats: &Format::ALL,
        plant,
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

impl Fault {
    /// Where it is planted, in a word: the operation, or `sampler`.
    #[must_use]
    pub fn place(&self) -> &'static str {
        match self.plant {
            Plant::Operation(name, _) => name,
            Plant::Sampler(_) => "sampler",
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
            Plant::Sampler(mistake) => {
                let mut port = sampler::port(format, mistake);
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
