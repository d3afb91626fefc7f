//! What a correct backend may be off by.

use serde::{Deserialize, Serialize};

use tweedie::scalar::Format;

/// The arithmetic that a backend promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// Every operation rounded once, in the order written, as IEEE 754 has it.
    Ieee,
    /// A compiler may reassociate and fuse: twice the budget.
    Reassociating,
}

impl Profile {
    /// All of them, the strictest first.
    pub const ALL: [Self; 2] = [Self::Ieee, Self::Reassociating];

    /// The name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ieee => "ieee",
            Self::Reassociating => "reassociating",
        }
    }

    /// m, what multiplies the budget.
    #[must_use]
    pub fn multiple(self) -> f64 {
        match self {
            Self::Ieee => 1.0,
            Self::Reassociating => 2.0,
        }
    }
}

/// The budget of a backend: a format and a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// The format.
    pub format: Format,
    /// The profile.
    pub profile: Profile,
}

impl Budget {
    /// `tol = m u E (1 + 64u) + τ`.
    #[must_use]
    pub fn tolerance(self, scale: f64) -> f64 {
        let u = self.format.roundoff();
        self.profile.multiple() * u * scale * (1.0 + 64.0 * u) + self.format.smallest_normal()
    }
}
