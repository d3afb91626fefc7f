//! Inversion on a chain.

use super::misplaced::{self, Placed};
use super::place::{PARAMS, Place};
use super::tables::{BETAS, Chain};
use crate::operation::catalogue::columns;
use crate::operation::catalogue::shared::visited;
use crate::operation::generic;
use crate::operation::{Arguments, Kind, Operation, Shape, Stage};
use tweedie::ddim;
use tweedie::error::Result;
use tweedie::scalar::Real;

/// One step of inversion on a chain: step i of the sampler, backwards.
pub static DDIM_INVERT_STEP: Operation = Operation {
    name: "scheduled.ddim_invert_step",
    stage: Stage::Steps,
    says: concat!("ddim_invert_step with ", visited!(),),
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
        misplaced::stopping_short::<Inverted>(),
        misplaced::too_early::<Inverted>(),
        misplaced::too_late::<Inverted>(),
        misplaced::by_index::<Inverted>(),
        misplaced::by_stride::<Inverted>(),
    ],
    stands_on: &[
        "ddim_invert_step",
        "schedule.alpha_bars",
        "schedule.timesteps",
    ],
};

struct Inverted;

impl Placed for Inverted {
    fn at<T: Real>(arguments: &Arguments, place: Place) -> Result<Vec<T>> {
        let inversion = ddim::inversion(Chain::<T>::new(arguments)?.pair(place)?);
        columns(arguments, ["x_s", "eps"], |[x_s, eps]| {
            inversion.on_x_s * x_s + inversion.on_eps * eps
        })
    }
}

fn inverted<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    Inverted::at(arguments, Place::of(arguments)?)
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
