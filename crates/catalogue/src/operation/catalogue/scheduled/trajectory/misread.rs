//! How wrong loops take a step.

use super::ideal_ddim::{Form, IdealDdim};
use super::taken::{rows, taken};
use crate::mistake;
use crate::operation::catalogue::reads;
use crate::operation::catalogue::scheduled::misplaced::{self, Placed};
use crate::operation::catalogue::scheduled::place::Place;
use crate::operation::{Arguments, Reading, generic};
use tweedie::ddim;
use tweedie::error::Result;
use tweedie::scalar::Real;
use tweedie::score::Prediction;

/// The readings of the step: those of every step on a chain, and those that only a loop shows.
pub const READINGS: &[Reading] = &[
    reads(mistake::NOISE_ON_TOP, generic!(noise_on_top)),
    reads(mistake::ETA_ON_THE_VARIANCE, generic!(eta_on_the_variance)),
    misplaced::stopping_short::<Misplaced>(),
    reads(mistake::LAST_STEP_LEFT_OUT, generic!(last_left_out)),
    reads(mistake::MODEL_ASKED_ONCE, generic!(model_asked_once)),
    reads(
        mistake::SAME_NOISE_AT_EVERY_STEP,
        generic!(first_noise_again),
    ),
    reads(mistake::STEPS_ASCENDING, generic!(early_to_late)),
    reads(mistake::EVERY_STEP_FROM_THE_START, generic!(from_the_start)),
    reads(mistake::TAKEN_FOR_X0, generic!(taken_for_x0)),
    misplaced::too_early::<Misplaced>(),
    misplaced::too_late::<Misplaced>(),
    misplaced::by_index::<Misplaced>(),
    misplaced::by_stride::<Misplaced>(),
];

/// A right step at another place.
struct Misplaced;

impl Placed for Misplaced {
    fn at<T: Real>(arguments: &Arguments, place: Place) -> Result<Vec<T>> {
        taken(arguments, Form::Coefficients, place)
    }
}

/// A right step, but with another η, or from other arrays.
fn with<T: Real>(arguments: &Arguments, eta: T, names: [&str; 2]) -> Result<Vec<T>> {
    let sampler = IdealDdim::new(arguments, Form::Coefficients)?;
    let step = sampler.step(Place::of(arguments)?, eta)?;
    rows(arguments, names, |[x, z]| step.take(x, z))
}

fn eta_on_the_variance<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    with(arguments, arguments.get::<T>("eta")?.sqrt(), ["x", "noise"])
}

fn from_the_start<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    with(arguments, arguments.get("eta")?, ["start", "noise"])
}

fn first_noise_again<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    with(arguments, arguments.get("eta")?, ["x", "first_noise"])
}

fn early_to_late<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    Misplaced::at(arguments, Place::backwards(arguments)?)
}

fn last_left_out<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    match Place::of(arguments)? {
        Place { s: 0, .. } => arguments.array("x"),
        place => Misplaced::at(arguments, place),
    }
}

/// `α_s x₀ + σ_s ε + std z`.
fn noise_on_top<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let sampler = IdealDdim::<T>::new(arguments, Form::Coefficients)?;
    let pair = sampler.chain.pair(Place::of(arguments)?)?;
    let std = ddim::std(pair, arguments.get("eta")?)?;
    let model = sampler.model(Place::of(arguments)?.t)?;
    let x0 = Prediction::x0().from(Prediction::eps(), pair.t())?;
    let next =
        |x: T, eps: T, z: T| pair.s().alpha() * x0.apply(x, eps) + pair.s().sigma() * eps + std * z;
    rows(arguments, ["x", "noise"], |[x, z]| {
        let eps = model.eps(x)?;
        Ok((0..x.len()).map(|j| next(x[j], eps[j], z[j])).collect())
    })
}

/// ε of the start at the first timestep, kept for every step.
fn model_asked_once<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let sampler = IdealDdim::<T>::new(arguments, Form::Coefficients)?;
    let place = Place::of(arguments)?;
    let step = sampler.step(place, arguments.get("eta")?)?;
    let first = Place::of(&arguments.clone().integer("i", 0))?.t;
    let model = sampler.model(first)?;
    let x0 = Prediction::x0().from(Prediction::eps(), sampler.chain.level(place.t)?)?;
    rows(arguments, ["x", "noise", "start"], |[x, z, start]| {
        let eps = model.eps(start)?;
        let x0: Vec<T> = x
            .iter()
            .zip(eps)
            .map(|(&x, eps)| x0.apply(x, eps))
            .collect();
        Ok(step.given(x, &x0, z))
    })
}

/// The ε of the model, taken for x₀.
fn taken_for_x0<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let sampler = IdealDdim::<T>::new(arguments, Form::Coefficients)?;
    let place = Place::of(arguments)?;
    let step = sampler.step(place, arguments.get("eta")?)?;
    let model = sampler.model(place.t)?;
    rows(arguments, ["x", "noise"], |[x, z]| {
        Ok(step.given(x, &model.eps(x)?, z))
    })
}
