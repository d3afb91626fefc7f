//! Operations: what a backend is asked for by name, from named arguments to one array.
//!
//! An operation is data: its name, its source, the algebraic forms that a correct backend may compute it by, and the
//! readings that wrong ones are known to have given it. Forms and readings are generic over the number system, and call
//! the formulas of the derivations: nothing is stated here a second time.

mod arguments;
mod catalogue;
mod configuration;
mod generic;
mod loops;

pub use crate::generic;
pub use arguments::{Arguments, Param};
pub use catalogue::{LOOPS, OPERATIONS, columns};
#[cfg(feature = "gpu")]
pub(crate) use catalogue::{mixture, plan};
pub use configuration::{Configuration, Grid, Quantity, spacing_name};
pub use generic::{Formula, Generic, System};
pub use loops::Loop;

use serde::{Deserialize, Serialize};

use crate::mistake::Misreading;
use tweedie::error::{DomainError, Result};
use tweedie::scalar::Running;

/// The scale E of an output's errors, from the arguments.
pub type Scale = fn(&Arguments) -> Result<Vec<f64>>;

/// What a backend can do, and what is known of it.
#[derive(Debug)]
pub struct Operation {
    /// The name, of small letters, digits, dots and underscores.
    pub name: &'static str,
    /// When it is judged.
    pub stage: Stage,
    /// One line of mathematics, in the names of its arguments.
    pub says: &'static str,
    /// Where it comes from.
    pub source: &'static str,
    /// Its parameters: name, and what it is.
    pub params: &'static [(&'static str, &'static str)],
    /// Its input arrays: name, and what it is.
    pub inputs: &'static [(&'static str, &'static str)],
    /// The shape of the output.
    pub shape: Shape,
    /// Whether the output counts something.
    pub kind: Kind,
    /// The algebraic forms by which a correct backend may compute it; the first is the reference.
    pub forms: &'static [Generic],
    /// The scale E of its errors, where the forms' own running errors say too much.
    pub scale: Option<Scale>,
    /// What wrong backends computed instead.
    pub readings: &'static [Reading],
    /// The operations it is made of: when one of those fails, this one is not judged.
    pub stands_on: &'static [&'static str],
}

/// A wrong reading of an operation, and what comes out by it.
#[derive(Debug, Clone, Copy)]
pub struct Reading {
    /// The entry of the registry.
    pub of: &'static Misreading,
    /// What it computes. An error where it has no value, as an index past the end.
    pub predict: Generic,
}

/// The order of judging: what comes later stands on what comes before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// Tables of β, ᾱ, σ, and timesteps.
    Schedule,
    /// Numbers that multiply arrays.
    Coefficients,
    /// Arrays in, an array out, no step taken.
    Operations,
    /// One step of a sampler.
    Steps,
    /// Many steps.
    Loops,
}

impl Stage {
    /// All of them, in order.
    pub const ALL: [Self; 5] = [
        Self::Schedule,
        Self::Coefficients,
        Self::Operations,
        Self::Steps,
        Self::Loops,
    ];

    /// The name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Schedule => "schedule",
            Self::Coefficients => "coefficients",
            Self::Operations => "operations",
            Self::Steps => "steps",
            Self::Loops => "loops",
        }
    }
}

/// The shape of an output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// That of an input.
    Like(&'static str),
    /// One axis.
    List,
    /// Rows of so many columns.
    Columns(usize),
    /// Rows of as many columns as the last axis of an input has.
    RowsOf(&'static str),
    /// One number for each row of an input.
    PerRow(&'static str),
}

/// What an output is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Numbers, which a format rounds.
    Numbers,
    /// Whole numbers: timesteps and counts. No format touches them.
    Integers,
}

impl Kind {
    /// The name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Numbers => "numbers",
            Self::Integers => "integers",
        }
    }
}

impl Operation {
    /// The operation of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        OPERATIONS
            .iter()
            .copied()
            .find(|operation| operation.name == name)
    }

    /// The reference: the value by the first form.
    ///
    /// # Errors
    /// If an argument is missing or outside the formula's domain.
    pub fn evaluate<T: System>(&self, arguments: &Arguments) -> Result<Vec<T>> {
        self.forms[0].run(arguments)
    }

    /// E of each output: the operation's own, or the largest over its algebraic forms.
    ///
    /// # Errors
    /// If an argument is missing or outside the formula's domain.
    pub fn errors(&self, arguments: &Arguments) -> Result<Vec<f64>> {
        if let Some(scale) = self.scale {
            return scale(arguments);
        }
        let errors = |form: &Generic| -> Result<Vec<f64>> {
            let values: Vec<Running> = form.run(arguments)?;
            Ok(values.iter().map(|number| number.error).collect())
        };
        let mut largest = errors(&self.forms[0])?;
        for form in &self.forms[1..] {
            for (largest, error) in largest.iter_mut().zip(errors(form)?) {
                *largest = largest.max(error);
            }
        }
        Ok(largest)
    }

    /// The shape of an output of `len` numbers.
    ///
    /// # Errors
    /// If the arguments lack the array that gives it.
    pub fn output_shape(&self, arguments: &Arguments, len: usize) -> Result<Vec<usize>> {
        let shape = match self.shape {
            Shape::Like(input) => arguments.shape(input)?.to_vec(),
            Shape::List => vec![len],
            Shape::Columns(columns) => vec![len / columns, columns],
            Shape::RowsOf(input) => {
                let columns = arguments.shape(input)?.last().copied().unwrap_or(1).max(1);
                vec![len / columns, columns]
            }
            Shape::PerRow(input) => arguments.shape(input)?.iter().take(1).copied().collect(),
        };
        if shape.iter().product::<usize>() == len {
            Ok(shape)
        } else {
            Err(DomainError::new(
                "number of outputs",
                len,
                format!("the shape {shape:?} holds another number"),
            ))
        }
    }
}
