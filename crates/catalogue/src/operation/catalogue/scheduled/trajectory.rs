//! A whole loop of DDIM on a chain, with the exact denoiser of a mixture for its model.

mod ideal_ddim;
mod misread;
#[cfg(feature = "gpu")]
mod plan;
mod scale;
mod step;
mod taken;

use ndarray::{ArrayD, Axis};

use super::place::{PARAMS, Place};
use super::tables::BETAS;
use crate::operation::catalogue::ETA;
use crate::operation::catalogue::mixture::{self, COMPONENTS};
use crate::operation::generic;
use crate::operation::{Arguments, Kind, Loop, Operation, Shape, Stage};
use ideal_ddim::{Form, IdealDdim};
#[cfg(feature = "gpu")]
pub(crate) use plan::plan;
use scale::Steps;
use tweedie::error::{DomainError, Result};
use tweedie::scalar::Real;

/// What the model knows: the chain, and the data.
const INPUTS: [(&str, &str); 4] = [BETAS, COMPONENTS[0], COMPONENTS[1], COMPONENTS[2]];

/// A loop from noise to data: every state on its way.
pub static TRAJECTORY: Operation = Operation {
    name: "trajectory",
    stage: Stage::Loops,
    says: "x = start; for every i of timesteps, x becomes trajectory.step; each x it reaches, one after another",
    source: "DDIM eq. 12 with eq. 16",
    params: &[PARAMS[0], ETA],
    inputs: &[
        INPUTS[0],
        INPUTS[1],
        INPUTS[2],
        INPUTS[3],
        ("start", "the state at the first timestep, rows"),
        (
            "noise",
            "standard normal noise, an array of the shape of start for each step",
        ),
    ],
    shape: Shape::Like("noise"),
    kind: Kind::Numbers,
    forms: &[generic!(by_coefficients), generic!(as_programs)],
    scale: Some(scale_of_trajectory),
    readings: &[],
    stands_on: &["mixture.denoise", "scheduled.ddim_step"],
};

/// How its steps are judged one by one.
pub static LOOP: Loop = Loop {
    whole: &TRAJECTORY,
    step: &step::STEP,
    at,
    between,
    spread,
};

/// The places of all steps; there is noise for each.
fn places(arguments: &Arguments) -> Result<Vec<Place>> {
    let places = Place::all(arguments)?;
    if places.is_empty() {
        return Err(DomainError::new(
            "number of timesteps",
            0,
            "give one or more",
        ));
    }
    let (noise, start) = (arguments.shape("noise")?, arguments.shape("start")?);
    if noise.first() != Some(&places.len()) || noise[1..] != *start {
        let wanted = [&[places.len()], start].concat();
        return Err(DomainError::new(
            "shape of noise",
            noise,
            format!("an array of the shape of start for each step is {wanted:?}"),
        ));
    }
    Ok(places)
}

/// The noise of each step, row by row.
fn noises<T: Real>(arguments: &Arguments, steps: usize) -> Result<Vec<Vec<Vec<T>>>> {
    let columns = arguments
        .shape("start")?
        .last()
        .copied()
        .unwrap_or(1)
        .max(1);
    let all = arguments.array::<T>("noise")?;
    let each = all.len() / steps;
    let rows = |step: &[T]| step.chunks(columns).map(<[T]>::to_vec).collect();
    Ok(all.chunks(each.max(1)).map(rows).collect())
}

/// The states that the loop reaches, one after another.
fn states<T: Real>(arguments: &Arguments, form: Form) -> Result<Vec<Vec<Vec<T>>>> {
    let places = places(arguments)?;
    let sampler = IdealDdim::<T>::new(arguments, form)?;
    let eta = arguments.get::<T>("eta")?;
    let mut state = arguments.rows::<T>("start")?;
    let mut states = Vec::new();
    for (&place, noise) in places.iter().zip(noises(arguments, places.len())?) {
        let step = sampler.step(place, eta)?;
        let rows = state.iter().zip(&noise);
        state = rows.map(|(x, z)| step.take(x, z)).collect::<Result<_>>()?;
        states.push(state.clone());
    }
    Ok(states)
}

fn flat<T: Real>(arguments: &Arguments, form: Form) -> Result<Vec<T>> {
    Ok(states(arguments, form)?.concat().concat())
}

fn by_coefficients<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    flat(arguments, Form::Coefficients)
}

fn as_programs<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    flat(arguments, Form::Programs)
}

/// What flushing a state to zero costs, in u: the smallest normal number is u/8 in f16, and far less in every other format.
const FLUSHED: f64 = 0.125;

/// `B_{i+1} = |J_i| (B_i + ⅛) + E_i`, along the true way. The budget has τ for the last state; the ⅛ is the τ of those
/// before it, which is handed on like every other error.
fn scale_of_trajectory(arguments: &Arguments) -> Result<Vec<f64>> {
    let places = places(arguments)?;
    let steps = Steps::new(arguments)?;
    let mut from = arguments.rows::<f64>("start")?;
    let mut before = vec![vec![0.0; from.first().map_or(0, Vec::len)]; from.len()];
    let mut all = Vec::new();
    let noises = noises::<f64>(arguments, places.len())?;
    let reached = states::<f64>(arguments, Form::Coefficients)?;
    for ((&place, noise), reached) in places.iter().zip(&noises).zip(reached) {
        let mut after = Vec::new();
        for ((x, z), b) in from.iter().zip(noise).zip(&before) {
            after.push(steps.scale(place, x, z, b)?);
        }
        all.extend(after.concat());
        for b in after.iter_mut().flatten() {
            *b += FLUSHED;
        }
        (from, before) = (reached, after);
    }
    Ok(all)
}

/// Step `i` from the state before it in `states`, or from the start.
fn at(arguments: &Arguments, i: usize, states: &ArrayD<f64>) -> Result<Arguments> {
    places(arguments)?;
    let input = |name: &str| arguments.inputs[name].clone();
    let of = |all: &ArrayD<f64>, i: usize| all.index_axis(Axis(0), i).to_owned();
    let (start, noise) = (input("start"), input("noise"));
    let x = match i.checked_sub(1) {
        Some(before) => of(states, before),
        None => start.clone(),
    };
    let step = arguments.clone().integer("i", i).input("x", x);
    Ok(step
        .input("start", start)
        .input("noise", of(&noise, i))
        .input("first_noise", of(&noise, 0)))
}

/// `t = 12 → 9`; the last step leads to 0.
fn between(arguments: &Arguments, i: usize) -> Result<String> {
    let Place { t, s } = Place::of(&arguments.clone().integer("i", i))?;
    Ok(format!("t = {t} → {s}"))
}

/// The standard deviation of the data, over all coordinates.
#[allow(clippy::cast_precision_loss)] // a count of coordinates
fn spread(arguments: &Arguments) -> Result<f64> {
    let data = mixture::mixture(arguments)?;
    Ok((data.covariance().diag().sum() / data.dim() as f64).sqrt())
}
