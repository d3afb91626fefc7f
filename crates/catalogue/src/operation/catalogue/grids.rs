//! Grids of σ and of timesteps.

use crate::mistake;
use half::bf16;

use super::super::generic;
use super::super::{Arguments, Kind, Operation, Shape, Stage};
use super::{reads, unknown};
use tweedie::error::{DomainError, Result};
use tweedie::level::NoiseLevel;
use tweedie::scalar::{Field, Real};
use tweedie::schedule::{Discrete, Spacing, karras};

/// Karras' grid.
pub static SIGMAS: Operation = Operation {
    name: "schedule.sigmas",
    stage: Stage::Schedule,
    says: "sigma_i = (sigma_max^(1/rho) + i/(n−1) (sigma_min^(1/rho) − sigma_max^(1/rho)))^rho, i = 0 … n−1; then 0",
    source: "EDM eq. 5",
    params: &[
        ("n", "how many levels, the clean one not counted"),
        ("sigma_min", "the last of them"),
        ("sigma_max", "the first"),
        ("rho", "7 in EDM"),
    ],
    inputs: &[],
    shape: Shape::List,
    kind: Kind::Numbers,
    forms: &[generic!(sigmas), generic!(sigmas_mixed)],
    scale: None,
    readings: &[
        reads(mistake::RAMP_OF_ONE_MORE, generic!(one_too_many)),
        reads(mistake::LAST_SIGMA_TWICE, generic!(last_again)),
        reads(mistake::SIGMAS_ASCENDING, generic!(flipped)),
        reads(mistake::EVEN_IN_SIGMA, generic!(even_in_sigma)),
    ],
    stands_on: &[],
};

fn grid<T: Real>(arguments: &Arguments, n: usize, rho: T) -> Result<Vec<T>> {
    let (min, max) = (arguments.get("sigma_min")?, arguments.get("sigma_max")?);
    Ok(unscaled(&karras(n, min, max, rho)?))
}

fn unscaled<T: Field>(levels: &[NoiseLevel<T>]) -> Vec<T> {
    levels.iter().map(|level| level.sigma()).collect()
}

fn sigmas<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    grid(arguments, arguments.count("n")?, arguments.get("rho")?)
}

/// Each point as a weighted mean of the ends' roots.
fn sigmas_mixed<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let (n, rho) = (arguments.count("n")?, arguments.get::<T>("rho")?);
    let root = |name| Ok(arguments.get::<T>(name)?.powf(T::one() / rho));
    let (low, high) = (root("sigma_min")?, root("sigma_max")?);
    let gaps = T::count(n.saturating_sub(1).max(1));
    let points = (0..n).map(|i| {
        let share = T::count(i) / gaps;
        ((T::one() - share) * high + share * low).powf(rho)
    });
    Ok(points.chain([T::zero()]).collect())
}

fn one_too_many<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let n = arguments.count("n")?;
    let mut sigmas = grid(arguments, n + 1, arguments.get("rho")?)?;
    sigmas.remove(n);
    Ok(sigmas)
}

fn last_again<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let mut sigmas = sigmas(arguments)?;
    let n = arguments.count("n")?;
    sigmas[n] = sigmas[n - 1];
    Ok(sigmas)
}

fn flipped<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let mut sigmas = sigmas(arguments)?;
    sigmas[..arguments.count("n")?].reverse();
    Ok(sigmas)
}

fn even_in_sigma<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    grid(arguments, arguments.count("n")?, T::one())
}

/// Karras' grid between the ends of a chain.
pub static SIGMAS_ON_CHAIN: Operation = Operation {
    name: "schedule.sigmas_on_chain",
    stage: Stage::Schedule,
    says: "schedule.sigmas with sigma_max = sigma_T/alpha_T and sigma_min = sigma_1/alpha_1 of the chain of betas",
    source: "EDM eq. 5; k-diffusion",
    params: &[
        ("n", "how many levels, the clean one not counted"),
        ("rho", "7 in EDM"),
    ],
    inputs: &[("betas", "the variances of the forward steps, T of them")],
    shape: Shape::List,
    kind: Kind::Numbers,
    forms: &[generic!(on_chain), generic!(on_chain_by_subtraction)],
    scale: None,
    readings: &[reads(
        mistake::LEVEL_OF_THE_NEAREST_TIMESTEP,
        generic!(on_timesteps),
    )],
    stands_on: &["schedule.alpha_bars", "schedule.sigmas"],
};

fn chain_sigmas<T: Field>(arguments: &Arguments) -> Result<Vec<T>> {
    let chain = Discrete::from_betas(&arguments.array("betas")?)?;
    Ok(chain.levels()[1..]
        .iter()
        .map(|level| level.edm_sigma())
        .collect())
}

fn between<T: Real>(arguments: &Arguments, table: &[T]) -> Result<Vec<T>> {
    let (n, rho) = (arguments.count("n")?, arguments.get("rho")?);
    Ok(unscaled(&karras(n, table[0], table[table.len() - 1], rho)?))
}

fn on_chain<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    between(arguments, &chain_sigmas(arguments)?)
}

/// `√((1 − ᾱ)/ᾱ)`, as programs have it.
fn on_chain_by_subtraction<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let chain = Discrete::from_betas(&arguments.array("betas")?)?;
    let sigma = |alpha_bar: T| ((T::one() - alpha_bar) / alpha_bar).sqrt();
    let table: Vec<T> = chain.squares()[1..]
        .iter()
        .map(|square| sigma(square.alpha_bar()))
        .collect();
    between(arguments, &table)
}

fn on_timesteps<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let table = chain_sigmas::<T>(arguments)?;
    let far = |a: T, b: T| (a - b).abs();
    let nearest = |sigma: T| {
        table.iter().copied().fold(table[0], |best, other| {
            if far(other, sigma) < far(best, sigma) {
                other
            } else {
                best
            }
        })
    };
    let mut sigmas = on_chain(arguments)?;
    let n = arguments.count("n")?;
    for sigma in &mut sigmas[..n] {
        *sigma = nearest(*sigma);
    }
    Ok(sigmas)
}

/// Which timesteps a short sampler visits.
pub static TIMESTEPS: Operation = Operation {
    name: "schedule.timesteps",
    stage: Stage::Schedule,
    says: "n of the timesteps 1 … T, late to early: leading 1 + i ⌊T/n⌋ + offset, trailing round(T − i T/n), linspace 1 + round(i (T−1)/(n−1))",
    source: "Lin et al. Table 2, for t from 1; halves round to even",
    params: &[
        ("spacing", "leading, trailing or linspace"),
        ("steps", "T, the number of forward steps"),
        ("n", "how many timesteps"),
        ("offset", "of leading only: added to each"),
    ],
    inputs: &[],
    shape: Shape::List,
    kind: Kind::Integers,
    forms: &[generic!(timesteps)],
    scale: None,
    readings: &[
        reads(mistake::COUNTED_FROM_0, generic!(from_zero)),
        reads(mistake::EVERY_NTH, generic!(every_nth)),
        reads(mistake::TIMESTEPS_IN_BF16, generic!(stored_short)),
        reads(mistake::OFFSET_LEFT_OUT, generic!(without_offset)),
        reads(mistake::TIMESTEPS_ASCENDING, generic!(ascending)),
        reads(mistake::ROUNDED_DOWN, generic!(rounded_down)),
        reads(mistake::SPACED_LEADING, generic!(as_leading)),
        reads(mistake::SPACED_LINSPACE, generic!(as_linspace)),
        reads(mistake::SPACED_TRAILING, generic!(as_trailing)),
    ],
    stands_on: &[],
};

fn spaced(arguments: &Arguments, spacing: &str) -> Result<Vec<usize>> {
    let spacing = match spacing {
        "leading" => Spacing::Leading {
            offset: offset(arguments)?,
        },
        "trailing" => Spacing::Trailing,
        "linspace" => Spacing::Linspace,
        other => return Err(unknown("spacing", other, "leading, trailing or linspace")),
    };
    spacing.timesteps(arguments.count("steps")?, arguments.count("n")?)
}

fn offset(arguments: &Arguments) -> Result<usize> {
    if arguments.params.contains_key("offset") {
        arguments.count("offset")
    } else {
        Ok(0)
    }
}

fn whole<T: Field>(timesteps: Vec<usize>) -> Vec<T> {
    timesteps.into_iter().map(T::count).collect()
}

fn timesteps<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    Ok(whole(spaced(arguments, arguments.choice("spacing")?)?))
}

fn from_zero<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    Ok(timesteps::<T>(arguments)?
        .into_iter()
        .map(|t| t - T::one())
        .collect())
}

fn every_nth<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let (steps, n) = (arguments.count("steps")?, arguments.count("n")?);
    let mut every: Vec<usize> = (1..=steps).step_by((steps / n.max(1)).max(1)).collect();
    every.reverse();
    Ok(whole(every))
}

#[allow(clippy::cast_precision_loss)] // that is the fault
fn stored_short<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let exact = spaced(arguments, arguments.choice("spacing")?)?;
    Ok(exact
        .into_iter()
        .map(|t| T::from_f64(bf16::from_f64(t as f64).to_f64()))
        .collect())
}

fn without_offset<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let offset = T::count(offset(arguments)?);
    Ok(timesteps::<T>(arguments)?
        .into_iter()
        .map(|t| t - offset)
        .collect())
}

fn ascending<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let mut timesteps = timesteps(arguments)?;
    timesteps.reverse();
    Ok(timesteps)
}

fn rounded_down<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let (steps, n) = (arguments.count("steps")?, arguments.count("n")?);
    let ascending: Vec<usize> = match arguments.choice("spacing")? {
        "trailing" => (1..=n).map(|i| i * steps / n).collect(),
        "linspace" if n > 1 => (0..n).map(|i| 1 + i * (steps - 1) / (n - 1)).collect(),
        other => return Err(DomainError::new("spacing", other, "it rounds nothing")),
    };
    Ok(whole(ascending.into_iter().rev().collect()))
}

fn as_leading<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    Ok(whole(spaced(arguments, "leading")?))
}

fn as_linspace<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    Ok(whole(spaced(arguments, "linspace")?))
}

fn as_trailing<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    Ok(whole(spaced(arguments, "trailing")?))
}
