//! All operations.

use super::{Arguments, Operation};
use crate::error::{DomainError, Result};
use crate::scalar::Field;

mod ddim;
mod forward;

/// All operations, in the order of their stages.
pub const OPERATIONS: &[&Operation] = &[&forward::ADD_NOISE, &ddim::STEP];

/// A function of arrays of one shape, taken place by place.
pub(crate) fn columns<T: Field, const N: usize>(
    arguments: &Arguments,
    names: [&str; N],
    function: impl Fn([T; N]) -> T,
) -> Result<Vec<T>> {
    let shape = arguments.shape(names[0])?;
    for name in names {
        let other = arguments.shape(name)?;
        if other != shape {
            return Err(DomainError::new(
                format!("shape of {name}"),
                other,
                format!("{} has {shape:?}", names[0]),
            ));
        }
    }
    let mut arrays = Vec::new();
    for name in names {
        arrays.push(arguments.array::<T>(name)?);
    }
    Ok((0..arrays[0].len())
        .map(|i| function(std::array::from_fn(|k| arrays[k][i])))
        .collect())
}
