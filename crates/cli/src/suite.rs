//! The suites by name.

use super::Failure;
use tweedie_oracle::{Size, Suite, cases, vectors};

/// The suite that tweedie carries along, or, of the largest, the one computed now.
pub(super) fn suite(size: Size) -> Result<Suite, Failure> {
    match vectors::embedded(size) {
        Some(suite) => Ok(suite?),
        None => Ok(Suite::of(size.name(), cases(size))?),
    }
}
