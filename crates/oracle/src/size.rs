//! The sizes of suites.

use std::fmt;

/// The size of a suite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// A minute of anyone's time: one case of every operation. At most 64 KiB.
    Smoke,
    /// What a port must pass. At most 2 MiB.
    Core,
    /// Everything, at most 20 MiB.
    Full,
}

impl Size {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Smoke, Self::Core, Self::Full];

    /// The name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Smoke => "smoke",
            Self::Core => "core",
            Self::Full => "full",
        }
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
