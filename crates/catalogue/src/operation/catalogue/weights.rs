//! Weights of the loss.

use super::super::generic;
use super::super::{Arguments, Kind, Operation, Shape, Stage};
use super::reads;
use crate::mistake;
use tweedie::error::Result;
use tweedie::level::NoiseLevel;
use tweedie::scalar::{Field, Real};
use tweedie::score::Prediction;
use tweedie::vlb::{min_snr_weight, weight_of};

/// The Min-SNR weights.
pub static MIN_SNR: Operation = Operation {
    name: "loss.min_snr",
    stage: Stage::Coefficients,
    says: "(w, w/snr, w/(snr + 1)); w = min(snr, gamma); snr = alpha_bar_t/(1 − alpha_bar_t): weights of the squared errors of x0, eps and v",
    source: "Hang et al. §3.4",
    params: &[
        ("alpha_bar_t", "the square of the level's signal scale"),
        ("gamma", "the cap"),
    ],
    inputs: &[],
    shape: Shape::List,
    kind: Kind::Numbers,
    forms: &[generic!(min_snr), generic!(by_snr)],
    scale: None,
    readings: &[
        reads(mistake::MAX_FOR_MIN, generic!(at_least)),
        reads(mistake::SNR_AND_1_CAPPED, generic!(snr_and_1_capped)),
        reads(mistake::WEIGHT_OF_X0, generic!(of_x0)),
    ],
    stands_on: &[],
};

fn level<T: Field>(arguments: &Arguments) -> Result<NoiseLevel<T>> {
    arguments.preserving_at("t")
}

fn all<T: Field>(level: NoiseLevel<T>, on_x0: T) -> Result<Vec<T>> {
    [Prediction::x0(), Prediction::eps(), Prediction::v(level)]
        .into_iter()
        .map(|prediction| weight_of(prediction, level, on_x0))
        .collect()
}

fn min_snr<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let level = level(arguments)?;
    all(level, min_snr_weight(level, arguments.get("gamma")?))
}

/// As programs have it: the ratio of the squares, and divisions by it.
fn by_snr<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let alpha_bar = arguments.get::<T>("alpha_bar_t")?;
    let snr = alpha_bar / (T::one() - alpha_bar);
    let weight = snr.min(arguments.get("gamma")?);
    Ok(vec![weight, weight / snr, weight / (snr + T::one())])
}

fn at_least<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let level = level::<T>(arguments)?;
    all(level, level.snr().max(arguments.get("gamma")?))
}

fn snr_and_1_capped<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let snr_and_1 = level::<T>(arguments)?.snr() + T::one();
    let mut weights = min_snr(arguments)?;
    weights[2] = snr_and_1.min(arguments.get("gamma")?) / snr_and_1;
    Ok(weights)
}

fn of_x0<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    Ok(vec![
        min_snr_weight(
            level(arguments)?,
            arguments.get("gamma")?
        );
        3
    ])
}
