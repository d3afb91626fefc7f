//! Ancestral sampling on a chain.

use super::misplaced::{self, Placed};
use super::place::{PARAMS, Place};
use super::tables::{BETAS, Chain};
use crate::mistake;
use crate::operation::catalogue::{columns, reads, unknown};
use crate::operation::generic;
use crate::operation::{Arguments, Kind, Operation, Shape, Stage};
use tweedie::error::Result;
use tweedie::merging;
use tweedie::posterior::{Posterior, posterior};
use tweedie::scalar::{Field, Real};
use tweedie::score::Prediction;

/// One ancestral step on a chain, given the estimate of the noise.
pub static DDPM_STEP: Operation = Operation {
    name: "scheduled.ddpm_step",
    stage: Stage::Steps,
    says: "ddpm_step from timesteps[i] to timesteps[i + 1], the last to 0 without noise, with x0 = (x_t − sigma_t eps)/alpha_t",
    source: "DDPM Algorithm 2; between timesteps that are no neighbours, Improved DDPM §4",
    params: &[PARAMS[0], PARAMS[1], ("variance", "posterior or forward")],
    inputs: &[
        BETAS,
        ("x_t", "the state, any shape"),
        ("eps", "the estimate of the noise, the same shape"),
        ("noise", "standard normal noise, the same shape"),
    ],
    shape: Shape::Like("x_t"),
    kind: Kind::Numbers,
    forms: &[generic!(stepped), generic!(as_programs)],
    scale: None,
    readings: &[
        misplaced::stopping_short::<Ddpm>(),
        reads(
            mistake::VARIANCE_FOR_DEVIATION,
            generic!(variance_for_deviation),
        ),
        reads(mistake::TABLE_BETA, generic!(beta_of_table)),
        reads(
            mistake::LEVEL_AFTER_FOR_LEVEL_BEFORE,
            generic!(padded_wrong),
        ),
        misplaced::too_early::<Ddpm>(),
        misplaced::too_late::<Ddpm>(),
        misplaced::by_index::<Ddpm>(),
        misplaced::by_stride::<Ddpm>(),
    ],
    stands_on: &["ddpm_step", "schedule.alpha_bars", "schedule.timesteps"],
};

/// The law of a step, and the variance of its noise.
struct Law<T> {
    posterior: Posterior<T>,
    var: T,
}

fn law<T: Field>(arguments: &Arguments, chain: &Chain<T>, place: Place) -> Result<Law<T>> {
    let pair = chain.pair(place)?;
    let posterior = posterior(pair)?;
    let var = chosen(
        arguments,
        place,
        posterior.var,
        merging::between(pair)?.var(),
    )?;
    Ok(Law { posterior, var })
}

/// No noise at the last step; else the variance asked for.
fn chosen<T: Field>(arguments: &Arguments, place: Place, own: T, forward: T) -> Result<T> {
    match arguments.choice("variance")? {
        "posterior" | "forward" if place.s == 0 => Ok(T::zero()),
        "posterior" => Ok(own),
        "forward" => Ok(forward),
        other => Err(unknown("variance", other, "posterior or forward")),
    }
}

fn taken<T: Field>(
    arguments: &Arguments,
    chain: &Chain<T>,
    t: usize,
    law: &Law<T>,
) -> Result<Vec<T>> {
    let step = law.posterior.step(law.var);
    let x0 = Prediction::x0().from(Prediction::eps(), chain.level(t)?)?;
    columns(arguments, ["x_t", "eps", "noise"], |[x_t, eps, noise]| {
        step.apply(x_t, x0.apply(x_t, eps), noise)
    })
}

struct Ddpm;

impl Placed for Ddpm {
    fn at<T: Real>(arguments: &Arguments, place: Place) -> Result<Vec<T>> {
        let chain = Chain::new(arguments)?;
        let law = law(arguments, &chain, place)?;
        taken(arguments, &chain, place.t, &law)
    }
}

fn stepped<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    Ddpm::at(arguments, Place::of(arguments)?)
}

/// DDPM's printed weights: `√ᾱ_s β/(1 − ᾱ_t)` and `√(1 − β)(1 − ᾱ_s)/(1 − ᾱ_t)`, variance `β (1 − ᾱ_s)/(1 − ᾱ_t)`.
fn printed<T: Field>(chain: &Chain<T>, s: usize, t: usize, beta: T) -> Result<Posterior<T>> {
    let (rest_s, rest_t) = (chain.rest(s)?, chain.rest(t)?);
    Ok(Posterior {
        on_x0: chain.alpha_bar(s)?.sqrt() * beta / rest_t,
        on_x_t: (T::one() - beta).sqrt() * rest_s / rest_t,
        var: beta * rest_s / rest_t,
    })
}

/// As programs have it, with `β = 1 − ᾱ_t/ᾱ_s`.
fn as_programs<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let chain = Chain::<T>::by_subtraction(arguments)?;
    let place = Place::of(arguments)?;
    let beta = T::one() - chain.alpha_bar(place.t)? / chain.alpha_bar(place.s)?;
    let posterior = printed(&chain, place.s, place.t, beta)?;
    let var = chosen(arguments, place, posterior.var, beta)?;
    taken(arguments, &chain, place.t, &Law { posterior, var })
}

fn beta_of_table<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let chain = Chain::<T>::new(arguments)?;
    let place = Place::of(arguments)?;
    let beta = chain.beta(place.t)?;
    let posterior = printed(&chain, place.s, place.t, beta)?;
    let var = chosen(arguments, place, posterior.var, beta)?;
    taken(arguments, &chain, place.t, &Law { posterior, var })
}

/// The table of ᾱ_{t−1} shifted the other way: it holds ᾱ_{t+1}, and 1 at its end.
fn padded_wrong<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let chain = Chain::<T>::new(arguments)?;
    let place = Place::of(arguments)?;
    let before = if place.t == chain.steps() {
        0
    } else {
        place.t + 1
    };
    let beta = chain.beta(place.t)?;
    let posterior = printed(&chain, before, place.t, beta)?;
    let var = chosen(arguments, place, posterior.var, beta)?;
    taken(arguments, &chain, place.t, &Law { posterior, var })
}

fn variance_for_deviation<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let chain = Chain::<T>::new(arguments)?;
    let place = Place::of(arguments)?;
    let right = law(arguments, &chain, place)?;
    let law = Law {
        var: right.var.squared(),
        ..right
    };
    taken(arguments, &chain, place.t, &law)
}
