//! Which timesteps of a long chain a short sampler visits.

use super::at_least_one;
use crate::error::{DomainError, Result};

/// How `n` timesteps are picked from `1 ..= T`. Results run from late to early.
///
/// Source: Lin et al., *Common Diffusion Noise Schedules and Sample Steps Are Flawed*, Table 2, for `t` from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Spacing {
    /// `1 + i ⌊T/n⌋ + offset`, i = 0 … n−1: begins at the clean end and may stop short of `T`.
    Leading {
        /// Added to every timestep.
        offset: usize,
    },
    /// `round(T − i T/n)`: ends at `T`.
    Trailing,
    /// `1 + round(i (T−1)/(n−1))`: both ends.
    Linspace,
}

impl Spacing {
    /// `n` timesteps out of `steps`, strictly decreasing.
    ///
    /// Halves round to even. All in integers: no count or rounding depends on a number format.
    ///
    /// # Errors
    /// If `n = 0`, `n > steps`, or an offset leads past `T`.
    pub fn timesteps(self, steps: usize, n: usize) -> Result<Vec<usize>> {
        at_least_one("number of timesteps n", n)?;
        if n > steps {
            return Err(DomainError::new(
                "number of timesteps n",
                n,
                format!("the schedule has {steps}"),
            ));
        }
        let ascending: Vec<usize> = match self {
            Self::Leading { offset } => (0..n).map(|i| 1 + i * (steps / n) + offset).collect(),
            Self::Trailing => (1..=n).map(|i| rounded_ratio(i * steps, n)).collect(),
            Self::Linspace if n == 1 => vec![1],
            Self::Linspace => (0..n)
                .map(|i| 1 + rounded_ratio(i * (steps - 1), n - 1))
                .collect(),
        };
        let last = ascending[n - 1];
        if last > steps {
            return Err(DomainError::new(
                "last timestep",
                last,
                format!("the schedule ends at {steps}; take a smaller offset"),
            ));
        }
        Ok(ascending.into_iter().rev().collect())
    }
}

/// `numerator/denominator` to the nearest whole number, halves to even.
fn rounded_ratio(numerator: usize, denominator: usize) -> usize {
    let (quotient, twice_rest) = (numerator / denominator, 2 * (numerator % denominator));
    let up = twice_rest > denominator || (twice_rest == denominator && quotient % 2 == 1);
    quotient + usize::from(up)
}
