//! Levels of continuous processes, and of chains without terminal signal.

use super::super::generic;
use super::super::{Arguments, Kind, Operation, Shape, Stage};
use super::{reads, unknown};
use crate::mistake;
use tweedie::error::Result;
use tweedie::level::NoiseLevel;
use tweedie::scalar::{Field, Real};
use tweedie::schedule::{Continuous, Discrete};

/// Levels at given times.
pub static LEVELS: Operation = Operation {
    name: "schedule.levels",
    stage: Stage::Schedule,
    says: "(alpha, sigma) at each t in [0, 1], 0 clean: vp, ve, sub-vp, rectified-flow",
    source: "Song et al. (SDE) appendix C; Liu et al.; Lipman et al.",
    params: &[
        ("process", "vp, ve, sub-vp or rectified-flow"),
        ("min", "beta_min or sigma_min; rectified-flow has none"),
        ("max", "beta_max or sigma_max; rectified-flow has none"),
    ],
    inputs: &[("t", "times, one axis")],
    shape: Shape::Columns(2),
    kind: Kind::Numbers,
    forms: &[generic!(levels), generic!(levels_as_displayed)],
    scale: None,
    readings: &[
        reads(mistake::FLOW_TIME_REVERSED, generic!(backwards)),
        reads(mistake::DEVIATION_OF_VP, generic!(deviation_of_vp)),
    ],
    stands_on: &[],
};

fn process<T: Real>(arguments: &Arguments, name: &str) -> Result<Continuous<T>> {
    let ends = || Ok((arguments.get("min")?, arguments.get("max")?));
    match name {
        "vp" => ends().map(|(beta_min, beta_max)| Continuous::Vp { beta_min, beta_max }),
        "ve" => ends().map(|(sigma_min, sigma_max)| Continuous::Ve {
            sigma_min,
            sigma_max,
        }),
        "sub-vp" => ends().map(|(beta_min, beta_max)| Continuous::SubVp { beta_min, beta_max }),
        "rectified-flow" => Ok(Continuous::RectifiedFlow),
        other => Err(unknown(
            "process",
            other,
            "vp, ve, sub-vp or rectified-flow",
        )),
    }
}

fn at_times<T: Real>(arguments: &Arguments, process: Continuous<T>) -> Result<Vec<T>> {
    let times = arguments.array("t")?;
    let levels = times
        .into_iter()
        .map(|t| process.level(t))
        .collect::<Result<Vec<_>>>()?;
    Ok(pairs(&levels))
}

fn pairs<T: Field>(levels: &[NoiseLevel<T>]) -> Vec<T> {
    levels
        .iter()
        .flat_map(|level| [level.alpha(), level.sigma()])
        .collect()
}

fn levels<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    at_times(arguments, process(arguments, arguments.choice("process")?)?)
}

/// `1 − α²` by subtraction, `σ_min^{1−t} σ_max^t` as a product.
fn levels_as_displayed<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let of = process(arguments, arguments.choice("process")?)?;
    let times = arguments.array::<T>("t")?;
    let mut output = Vec::new();
    for t in times {
        let level = of.level(t)?;
        let alpha = level.alpha();
        let var = T::one() - alpha.squared();
        let sigma = match of {
            Continuous::Vp { .. } => var.sqrt(),
            Continuous::SubVp { .. } => var,
            Continuous::Ve {
                sigma_min,
                sigma_max,
            } => (sigma_min.ln() + t * (sigma_max.ln() - sigma_min.ln())).exp(),
            Continuous::RectifiedFlow => level.sigma(),
        };
        output.extend([alpha, sigma]);
    }
    Ok(output)
}

fn backwards<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let of = process(arguments, arguments.choice("process")?)?;
    let times = arguments.array::<T>("t")?;
    let levels = times
        .into_iter()
        .map(|t| of.level(T::one() - t))
        .collect::<Result<Vec<_>>>()?;
    Ok(pairs(&levels))
}

fn deviation_of_vp<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    match arguments.choice("process")? {
        "sub-vp" => at_times(arguments, process(arguments, "vp")?),
        other => Err(unknown(
            "process",
            other,
            "sub-vp: this reading is of no other",
        )),
    }
}

/// A chain, shifted and scaled so that nothing of the signal is left at its end.
pub static ZERO_TERMINAL_SNR: Operation = Operation {
    name: "schedule.zero_terminal_snr",
    stage: Stage::Schedule,
    says: "alpha'_t = (alpha_t − alpha_T) alpha_1/(alpha_1 − alpha_T), sigma'_t = sqrt(1 − alpha'_t²), t = 1 … T",
    source: "Lin et al. Algorithm 1",
    params: &[],
    inputs: &[("betas", "the variances of the forward steps, T of them")],
    shape: Shape::Columns(2),
    kind: Kind::Numbers,
    forms: &[generic!(without_end), generic!(without_end_by_subtraction)],
    scale: None,
    readings: &[
        reads(mistake::NOT_RESCALED, generic!(as_it_was)),
        reads(mistake::SHIFTED_NOT_SCALED, generic!(shifted)),
    ],
    stands_on: &["schedule.alpha_bars"],
};

fn chain<T: Field>(arguments: &Arguments) -> Result<Discrete<T>> {
    Discrete::from_betas(&arguments.array("betas")?)
}

fn without_end<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    Ok(pairs(&chain(arguments)?.with_zero_terminal_snr()?[1..]))
}

/// `√(1 − α'²)`, as programs have it. The last level is (0, 1).
fn without_end_by_subtraction<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let chain = chain::<T>(arguments)?;
    let alphas: Vec<T> = chain.levels()[1..]
        .iter()
        .map(|level| level.alpha())
        .collect();
    let (first, last) = (alphas[0], alphas[alphas.len() - 1]);
    let scale = first / (first - last);
    let inner = alphas[..alphas.len() - 1].iter().flat_map(|&alpha| {
        let scaled = (alpha - last) * scale;
        [scaled, (T::one() - scaled.squared()).sqrt()]
    });
    Ok(inner.chain([T::zero(), T::one()]).collect())
}

fn as_it_was<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    Ok(pairs(&chain(arguments)?.levels()[1..]))
}

fn shifted<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let chain = chain::<T>(arguments)?;
    let last = chain.level(chain.steps())?.alpha();
    Ok(chain.levels()[1..]
        .iter()
        .flat_map(|level| {
            let alpha = level.alpha() - last;
            [alpha, (T::one() - alpha.squared()).sqrt()]
        })
        .collect())
}
