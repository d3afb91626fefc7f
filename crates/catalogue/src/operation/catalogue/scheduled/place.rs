//! Where a sampler is: the timesteps of step i, read rightly and wrongly.

use crate::operation::Arguments;
use tweedie::error::{DomainError, Result};

pub const PARAMS: [(&str, &str); 2] = [
    (
        "timesteps",
        "the timesteps of the sampler, late to early; from 1 to T",
    ),
    ("i", "the number of the step, from 0"),
];

/// The timesteps that a step leads from and to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub t: usize,
    pub s: usize,
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // it has been looked at
fn timesteps(arguments: &Arguments) -> Result<Vec<usize>> {
    arguments
        .list::<f64>("timesteps")?
        .into_iter()
        .map(|t| {
            if t.fract() == 0.0 && (1.0..1e9).contains(&t) {
                Ok(t as usize)
            } else {
                Err(DomainError::new("timestep", t, "give whole numbers from 1"))
            }
        })
        .collect()
}

impl Place {
    /// The place of the step asked for.
    pub fn of(arguments: &Arguments) -> Result<Self> {
        Self::nth(&timesteps(arguments)?, arguments.count("i")?)
    }

    /// The places of all steps, in order.
    pub fn all(arguments: &Arguments) -> Result<Vec<Self>> {
        let timesteps = timesteps(arguments)?;
        (0..timesteps.len())
            .map(|i| Self::nth(&timesteps, i))
            .collect()
    }

    /// From the timestep of number `i` to the next one.
    fn nth(all: &[usize], i: usize) -> Result<Self> {
        let Some(&t) = all.get(i) else {
            return Err(DomainError::new(
                "step i",
                i,
                format!("there are {}", all.len()),
            ));
        };
        let s = all.get(i + 1).copied().unwrap_or(0);
        if s < t {
            Ok(Self { t, s })
        } else {
            Err(DomainError::new(
                "timesteps",
                (t, s),
                "give them late to early",
            ))
        }
    }

    /// The timesteps walked from the other end: early to late.
    pub fn backwards(arguments: &Arguments) -> Result<Self> {
        let (all, i) = (timesteps(arguments)?, arguments.count("i")?);
        Self::nth(&all, all.len().wrapping_sub(i + 1))
    }

    /// `t − ⌊T/n⌋` for the timestep to go to.
    pub fn by_stride(arguments: &Arguments, steps: usize) -> Result<Self> {
        let right = Self::of(arguments)?;
        let stride = (steps / timesteps(arguments)?.len()).max(1);
        Ok(Self {
            s: right.t.saturating_sub(stride),
            ..right
        })
    }

    /// The number of the step for the timestep.
    pub fn by_index(arguments: &Arguments) -> Result<Self> {
        let i = arguments.count("i")?;
        Ok(Self { t: i + 1, s: i })
    }

    /// Both read one place too early; clean data stay where they are.
    pub fn too_early(arguments: &Arguments) -> Result<Self> {
        let right = Self::of(arguments)?;
        Ok(Self {
            t: right.t - 1,
            s: right.s.saturating_sub(1),
        })
    }

    /// Both read one place too late; clean data stay where they are.
    pub fn too_late(arguments: &Arguments) -> Result<Self> {
        let right = Self::of(arguments)?;
        Ok(Self {
            t: right.t + 1,
            s: if right.s == 0 { 0 } else { right.s + 1 },
        })
    }

    /// The last step goes to the first noisy level, not to clean data.
    pub fn stopping_short(arguments: &Arguments) -> Result<Self> {
        let right = Self::of(arguments)?;
        Ok(Self {
            s: right.s.max(1),
            ..right
        })
    }
}
