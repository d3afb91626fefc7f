//! Cases: an operation on given arguments, and why it is asked.

use serde::{Deserialize, Serialize};
use tweedie_catalogue::mistake::Flag;

use tweedie::scalar::Format;
use tweedie_catalogue::operation::{Arguments, Operation};

/// How much a case counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// A correct backend that has the operation passes.
    Required,
    /// A good backend passes.
    Recommended,
}

impl Level {
    /// The level of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Self::Required, Self::Recommended]
            .into_iter()
            .find(|level| level.name() == name)
    }

    /// The name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Recommended => "recommended",
        }
    }
}

/// An operation on given arguments.
#[derive(Debug, Clone)]
pub struct Case {
    /// Stable and never used again: `ddim_step/interior-eta/grid`.
    pub id: String,
    /// The operation.
    pub operation: &'static Operation,
    /// How much it counts.
    pub level: Level,
    /// Parameters and inputs.
    pub arguments: Arguments,
    /// The formats that hold every argument exactly.
    pub formats: Vec<Format>,
    /// The bugs it hunts.
    pub flags: Vec<&'static Flag>,
    /// Whether its golden numbers say what other readings give, so that a failure is named.
    pub readings: bool,
}
