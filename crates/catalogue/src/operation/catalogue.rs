//! All operations.

use super::{Arguments, Generic, Loop, Operation, Reading};
use crate::mistake::Misreading;
use tweedie::error::{DomainError, Result};
use tweedie::scalar::Field;

mod bound;
mod classifier;
mod conversion;
mod ddim;
mod decoder;
mod divergence;
mod edm;
mod forward;
mod grids;
mod guidance;
mod mixture;
mod multistep;
mod ode;
mod posterior;
mod processes;
mod scheduled;
mod tables;
mod thresholds;
mod weights;

#[cfg(feature = "gpu")]
pub(crate) use mixture::mixture;
#[cfg(feature = "gpu")]
pub(crate) use scheduled::plan;

/// All operations, in the order of their stages.
pub const OPERATIONS: &[&Operation] = &[
    &tables::BETAS,
    &tables::ALPHA_BARS,
    &tables::ONE_MINUS_ALPHA_BARS,
    &grids::SIGMAS,
    &grids::SIGMAS_ON_CHAIN,
    &grids::TIMESTEPS,
    &processes::LEVELS,
    &processes::ZERO_TERMINAL_SNR,
    &posterior::COEFFICIENTS,
    &edm::COEFFICIENTS,
    &edm::LOSS_WEIGHT,
    &weights::MIN_SNR,
    &forward::ADD_NOISE,
    &scheduled::ADD_NOISE,
    &conversion::CONVERT,
    &conversion::CONVERT_V,
    &posterior::MEAN,
    &posterior::LEARNED_VARIANCE,
    &guidance::CFG,
    &guidance::RESCALE,
    &classifier::ON_NOISE,
    &classifier::ON_MEAN,
    &thresholds::STATIC,
    &thresholds::DYNAMIC,
    &edm::DENOISE,
    &divergence::KL,
    &decoder::NLL,
    &bound::PRIOR,
    &bound::STEP,
    &mixture::LOG_DENSITY,
    &mixture::DENOISE,
    &mixture::SCORE,
    &posterior::DDPM_STEP,
    &scheduled::DDPM_STEP,
    &ddim::STEP,
    &ddim::STEP_CLIPPED,
    &ddim::INVERT_STEP,
    &scheduled::DDIM_STEP,
    &scheduled::DDIM_INVERT_STEP,
    &ode::EULER_STEP,
    &ode::HEUN_STEP,
    &ode::CHURN,
    &ode::EULER_ANCESTRAL_STEP,
    &multistep::STEP,
    &multistep::STEP_V,
    &scheduled::TRAJECTORY,
];

/// Those of them that are loops.
pub const LOOPS: &[&Loop] = &[&scheduled::LOOP];

impl Loop {
    /// How an operation's steps are taken out, if it is a loop.
    #[must_use]
    pub fn of(operation: &Operation) -> Option<&'static Self> {
        LOOPS
            .iter()
            .copied()
            .find(|walk| walk.whole.name == operation.name)
    }
}

/// How random a step is, in every operation that has a say in it.
const ETA: (&str, &str) = ("eta", "scales the standard deviation of the fresh noise");

/// What an operation computes by a misreading.
const fn reads(of: &'static Misreading, predict: Generic) -> Reading {
    Reading { of, predict }
}

/// A function of arrays of one shape, taken place by place.
///
/// # Errors
/// If an array is missing, or of another shape than the first.
pub fn columns<T: Field, const N: usize>(
    arguments: &Arguments,
    names: [&str; N],
    function: impl Fn([T; N]) -> T,
) -> Result<Vec<T>> {
    fallible(arguments, names, &|values| Ok(function(values)))
}

/// The same for a function that may be asked outside its domain. It is handed over by reference, lest this loop be
/// compiled for each of hundreds of functions on each number system.
fn fallible<T: Field, const N: usize>(
    arguments: &Arguments,
    names: [&str; N],
    function: &dyn Fn([T; N]) -> Result<T>,
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
    (0..arrays[0].len())
        .map(|i| function(std::array::from_fn(|k| arrays[k][i])))
        .collect()
}

/// A word that is none of those an operation knows.
fn unknown(name: &str, word: &str, known: &str) -> DomainError {
    DomainError::new(format!("parameter {name:?}"), word, format!("give {known}"))
}

/// A sum in an order that costs the most: the positive terms, the largest first, and then the others. A correct backend
/// may add in any order.
fn sum_at_worst<T: Field>(mut terms: Vec<T>) -> T {
    terms.sort_by(|a, b| b.partial_cmp(a).unwrap_or(std::cmp::Ordering::Equal));
    terms
        .into_iter()
        .reduce(|sum, term| sum + term)
        .unwrap_or_else(T::zero)
}
