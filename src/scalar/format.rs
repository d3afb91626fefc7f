//! The number formats that backends compute in.

use std::fmt;

use half::{bf16, f16};

/// A floating-point format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// IEEE double precision.
    F64,
    /// IEEE single precision.
    F32,
    /// IEEE half precision.
    F16,
    /// Brain float.
    Bf16,
}

impl Format {
    /// All of them, the widest first.
    pub const ALL: [Self; 4] = [Self::F64, Self::F32, Self::F16, Self::Bf16];

    /// The name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::F64 => "f64",
            Self::F32 => "f32",
            Self::F16 => "f16",
            Self::Bf16 => "bf16",
        }
    }

    /// The format of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// The unit roundoff u: half the distance from 1 to the next number.
    #[must_use]
    pub fn roundoff(self) -> f64 {
        match self {
            Self::F64 => power_of_two(-53),
            Self::F32 => power_of_two(-24),
            Self::F16 => power_of_two(-11),
            Self::Bf16 => power_of_two(-8),
        }
    }

    /// The smallest normal number τ: what flushing to zero may cost.
    #[must_use]
    pub fn smallest_normal(self) -> f64 {
        match self {
            Self::F64 => f64::MIN_POSITIVE,
            Self::F32 | Self::Bf16 => power_of_two(-126),
            Self::F16 => power_of_two(-14),
        }
    }

    /// Bytes of a number.
    #[must_use]
    pub fn bytes(self) -> usize {
        match self {
            Self::F64 => 8,
            Self::F32 => 4,
            Self::F16 | Self::Bf16 => 2,
        }
    }

    /// `x` as the format stores it.
    #[must_use]
    #[allow(clippy::cast_possible_truncation)] // rounding is the point
    pub fn round(self, x: f64) -> f64 {
        match self {
            Self::F64 => x,
            Self::F32 => f64::from(x as f32),
            Self::F16 => f16::from_f64(x).to_f64(),
            Self::Bf16 => bf16::from_f64(x).to_f64(),
        }
    }
}

/// `2ⁿ` for the exponents of normal numbers.
const fn power_of_two(n: i16) -> f64 {
    f64::from_bits((1023 + n as i64).cast_unsigned() << 52)
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
