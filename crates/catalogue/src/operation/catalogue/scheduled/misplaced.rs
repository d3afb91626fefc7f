//! Readings that take an operation of a chain to the wrong place.

use super::place::Place;
use crate::mistake;
use crate::operation::catalogue::reads;
use crate::operation::{Arguments, Reading, generic};
use tweedie::error::Result;
use tweedie::scalar::Real;

/// An operation of a chain, at any place of it.
pub trait Placed {
    /// The output at a place.
    fn at<T: Real>(arguments: &Arguments, place: Place) -> Result<Vec<T>>;
}

pub const fn stopping_short<S: Placed>() -> Reading {
    reads(
        mistake::STOPPING_SHORT,
        generic!(at_first_noisy_level::<S, _>),
    )
}

pub const fn too_early<S: Placed>() -> Reading {
    reads(
        mistake::TABLE_READ_TOO_EARLY,
        generic!(one_place_too_early::<S, _>),
    )
}

pub const fn too_late<S: Placed>() -> Reading {
    reads(
        mistake::TABLE_READ_TOO_LATE,
        generic!(one_place_too_late::<S, _>),
    )
}

pub const fn by_index<S: Placed>() -> Reading {
    reads(
        mistake::STEP_NUMBER_FOR_TIMESTEP,
        generic!(at_the_number_of_the_step::<S, _>),
    )
}

pub const fn by_stride<S: Placed>() -> Reading {
    reads(mistake::A_STRIDE_ON, generic!(a_stride_on::<S, _>))
}

fn at_first_noisy_level<S: Placed, T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    S::at(arguments, Place::stopping_short(arguments)?)
}

fn one_place_too_early<S: Placed, T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    S::at(arguments, Place::too_early(arguments)?)
}

fn one_place_too_late<S: Placed, T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    S::at(arguments, Place::too_late(arguments)?)
}

fn at_the_number_of_the_step<S: Placed, T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    S::at(arguments, Place::by_index(arguments)?)
}

fn a_stride_on<S: Placed, T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let steps = arguments.shape("betas")?.iter().product();
    S::at(arguments, Place::by_stride(arguments, steps)?)
}
