//! A step of the loop, taken from the rows of arrays.

use super::ideal_ddim::{Form, IdealDdim};
use crate::operation::Arguments;
use crate::operation::catalogue::scheduled::place::Place;
use tweedie::error::{DomainError, Result};
use tweedie::scalar::Real;

/// A function of the rows of arrays of one shape, its results one after another.
pub(super) fn rows<T: Real, const N: usize>(
    arguments: &Arguments,
    names: [&str; N],
    take: impl Fn([&[T]; N]) -> Result<Vec<T>>,
) -> Result<Vec<T>> {
    let shape = arguments.shape(names[0])?;
    let mut arrays = Vec::new();
    for name in names {
        let other = arguments.shape(name)?;
        if other != shape {
            let way_out = format!("{} has {shape:?}", names[0]);
            return Err(DomainError::new(format!("shape of {name}"), other, way_out));
        }
        arrays.push(arguments.rows::<T>(name)?);
    }
    let of_row = |row: usize| take(std::array::from_fn(|k| arrays[k][row].as_slice()));
    let reached: Vec<Vec<T>> = (0..arrays[0].len()).map(of_row).collect::<Result<_>>()?;
    Ok(reached.concat())
}

/// The step in a form, at a place.
pub(super) fn taken<T: Real>(arguments: &Arguments, form: Form, place: Place) -> Result<Vec<T>> {
    let step = IdealDdim::<T>::new(arguments, form)?.step(place, arguments.get("eta")?)?;
    rows(arguments, ["x", "noise"], |[x, z]| step.take(x, z))
}
