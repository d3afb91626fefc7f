//! One step of the loop, from a state that is given.

use super::ideal_ddim::Form;
use super::scale::Steps;
use super::taken::{rows, taken};
use super::{INPUTS, misread};
use crate::operation::catalogue::ETA;
use crate::operation::catalogue::scheduled::place::{PARAMS, Place};
use crate::operation::catalogue::shared::{chain, preserving};
use crate::operation::generic;
use crate::operation::{Arguments, Kind, Operation, Shape, Stage};
use tweedie::error::Result;
use tweedie::scalar::Real;

/// One step of the loop, the state given.
pub static STEP: Operation = Operation {
    name: "trajectory.step",
    stage: Stage::Steps,
    says: concat!(
        "scheduled.ddim_step with x_t = x; eps = (x − alpha_t D)/sigma_t; D = mixture.denoise; t = timesteps[i]; ",
        preserving!(),
        "; ",
        chain!(),
    ),
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
