//! One step of the loop, from a state that is given.

use super::sampler::{Form, Sampler};
use super::scale::Steps;
use super::{INPUTS, misread};
use crate::operation::catalogue::ETA;
use crate::operation::catalogue::scheduled::place::{PARAMS, Place};
use crate::operation::generic;
use crate::operation::{Arguments, Kind, Operation, Shape, Stage};
use tweedie::error::{DomainError, Result};
use tweedie::scalar::Real;

/// One step of the loop, the state given.
pub static STEP: Operation = Operation {
    name: "trajectory.step",
    stage: Stage::Steps,
    says: "scheduled.ddim_step from x, with eps = (x − sqrt(alpha_bar) D)/sqrt(1 − alpha_bar) and D = mixture.denoise(x)",
    source: "DDIM eq. 12 with eq. 16",
    params: &[PARAMS[0], PARAMS[1], ETA],
    inputs: &[
        INPUTS[0],
        INPUTS[1],
        INPUTS[2],
        INPUTS[3],
        ("x", "the state, rows"),
        (
            "noise",
            "standard normal noise of this step, the same shape",
        ),
        ("start", "the first state, the same shape"),
        ("first_noise", "the noise of the first step, the same shape"),
    ],
    shape: Shape::Like("x"),
    kind: Kind::Numbers,
    forms: &[generic!(by_coefficients), generic!(as_programs)],
    scale: Some(scale_of_step),
    readings: misread::READINGS,
    stands_on: &["mixture.denoise", "scheduled.ddim_step"],
};

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
    let step = Sampler::<T>::new(arguments, form)?.step(place, arguments.get("eta")?)?;
    rows(arguments, ["x", "noise"], |[x, z]| step.take(x, z))
}

fn by_coefficients<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    taken(arguments, Form::Coefficients, Place::of(arguments)?)
}

fn as_programs<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    taken(arguments, Form::Programs, Place::of(arguments)?)
}

/// E of the step, and what it makes of the rounding of its state: a program may carry its state in a longer format than
/// it hands out. The start is exact.
fn scale_of_step(arguments: &Arguments) -> Result<Vec<f64>> {
    let steps = Steps::new(arguments)?;
    let (place, first) = (Place::of(arguments)?, arguments.count("i")? == 0);
    rows(arguments, ["x", "noise"], |[x, z]: [&[f64]; 2]| {
        let stored: Vec<f64> = x
            .iter()
            .map(|x| if first { 0.0 } else { x.abs() })
            .collect();
        steps.scale(place, x, z, &stored)
    })
}
