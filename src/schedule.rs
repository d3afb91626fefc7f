//! Schedules: from time to noise level.
//!
//! Discrete time runs `0, 1, …, T`: 0 is the clean data, and a table of β is β₁ … β_T. Programs that index their
//! tables from zero call our `t` by `t − 1`.

mod betas;
mod continuous;
mod discrete;
pub mod lint;
mod sigmas;
mod spacing;

pub use betas::{cosine, linear, scaled_linear, sigmoid};
pub use continuous::Continuous;
pub use discrete::Discrete;
pub use sigmas::karras;
pub use spacing::Spacing;

use crate::error::{DomainError, Result};
use crate::scalar::Field;

/// A count that must be 1 or more.
fn at_least_one(name: &str, count: usize) -> Result<()> {
    if count == 0 {
        return Err(DomainError::new(name, count, "give 1 or more"));
    }
    Ok(())
}

/// `n` numbers from `first` to `last`, evenly spaced; `first` alone for `n = 1`.
fn evenly<T: Field>(first: T, last: T, n: usize) -> impl Iterator<Item = T> {
    let gaps = T::count(n.saturating_sub(1).max(1));
    (0..n).map(move |i| first + T::count(i) / gaps * (last - first))
}
