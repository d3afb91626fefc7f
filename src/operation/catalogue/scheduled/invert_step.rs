//! Inversion on a chain.

use super::place::{PARAMS, Place};
use super::tables::{BETAS, Chain};
use crate::ddim;
use crate::error::Result;
use crate::operation::catalogue::{columns, reads};
use crate::operation::generic;
use crate::operation::{Arguments, Kind, Operation, Shape, Stage};
use crate::scalar::{Field, Real};

/// One step of inversion on a chain: step i of the sampler, backwards.
pub static DDIM_INVERT_STEP: Operation = Operation {
    name: "scheduled.ddim_invert_step",
    stage: Stage::Steps,
    says: "ddim_invert_step from timesteps[i + 1], or 0 for the last i, to timesteps[i]",
    source: "DDIM eq. 13–14, §4.3",
    params: &PARAMS,
    inputs: &[
        BETAS,
        ("x_s", "the state, any shape"),
        ("eps", "the estimate of the noise, the same shape"),
    ],
    shape: Shape::Like("x_s"),
    kind: Kind::Numbers,
    forms: &[generic!(inverted), generic!(as_programs)],
    scale: None,
    readings: &[
        reads(
            "FINAL-ALPHA",
            "the last step goes to the first noisy level",
            generic!(stopping_short),
        ),
        reads(
            "TIMESTEP-BASE",
            "the table read one place too early",
            generic!(too_early),
        ),
        reads(
            "TIMESTEP-BASE",
            "the table read one place too late",
            generic!(too_late),
        ),
        reads(
            "TIMESTEP-INDEX",
            "the number of the step for the timestep",
            generic!(by_index),
        ),
        reads("TIMESTEP-NEXT", "t − ⌊T/n⌋", generic!(by_stride)),
    ],
    stands_on: &[
        "ddim_invert_step",
        "schedule.alpha_bars",
        "schedule.timesteps",
    ],
};

fn with<T: Field>(arguments: &Arguments, place: Place) -> Result<Vec<T>> {
    let inversion = ddim::inversion(Chain::<T>::new(arguments)?.pair(place)?);
    columns(arguments, ["x_s", "eps"], |[x_s, eps]| {
        inversion.on_x_s * x_s + inversion.on_eps * eps
    })
}

fn inverted<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    with(arguments, Place::of(arguments)?)
}

/// As programs have it: `x₀ = (x − √(1 − ᾱ_s) ε)/√ᾱ_s`, then `√ᾱ_t x₀ + √(1 − ᾱ_t) ε`.
fn as_programs<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let chain = Chain::<T>::by_subtraction(arguments)?;
    let pair = chain.pair(Place::of(arguments)?)?;
    let (s, t) = (pair.s(), pair.t());
    columns(arguments, ["x_s", "eps"], |[x_s, eps]| {
        t.alpha() * ((x_s - s.sigma() * eps) / s.alpha()) + t.sigma() * eps
    })
}

fn stopping_short<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    with(arguments, Place::stopping_short(arguments)?)
}

fn too_early<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    with(arguments, Place::too_early(arguments)?)
}

fn too_late<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    with(arguments, Place::too_late(arguments)?)
}

fn by_index<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    with(arguments, Place::by_index(arguments)?)
}

fn by_stride<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let steps = arguments.shape("betas")?.iter().product();
    with(arguments, Place::by_stride(arguments, steps)?)
}
