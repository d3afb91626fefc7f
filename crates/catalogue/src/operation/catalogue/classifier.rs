//! Classifier guidance.

use super::super::generic;
use super::super::{Arguments, Kind, Operation, Shape, Stage};
use super::{columns, reads};
use crate::mistake;
use tweedie::error::Result;
use tweedie::guidance::{classifier_on_gradient, classifier_shift};
use tweedie::level::NoiseLevel;
use tweedie::scalar::{Field, Real};

/// Classifier guidance on ε.
pub static ON_NOISE: Operation = Operation {
    name: "classifier_guidance",
    stage: Stage::Operations,
    says: "eps − w sigma_t gradient",
    source: "Dhariwal & Nichol, Algorithm 2",
    params: &[
        ("w", "the scale"),
        ("alpha_t", "signal scale of the level"),
        ("sigma_t", "its noise scale"),
    ],
    inputs: &[
        ("eps", "the prediction of the noise, any shape"),
        ("gradient", "of ln p(y | x_t) in x_t, the same shape"),
    ],
    shape: Shape::Like("eps"),
    kind: Kind::Numbers,
    forms: &[generic!(guided), generic!(score_first)],
    scale: None,
    readings: &[
        reads(mistake::SIGMA_LEFT_OUT, generic!(without_sigma)),
        reads(mistake::GUIDED_BY_VARIANCE, generic!(by_variance)),
        reads(mistake::TOWARDS_THE_LESS_LIKELY, generic!(away)),
    ],
    stands_on: &[],
};

fn with<T: Field>(arguments: &Arguments, on_gradient: T) -> Result<Vec<T>> {
    columns(arguments, ["eps", "gradient"], |[eps, gradient]| {
        eps + on_gradient * gradient
    })
}

fn on_gradient<T: Field>(arguments: &Arguments) -> Result<T> {
    Ok(classifier_on_gradient(
        arguments.level_at("t")?,
        arguments.get("w")?,
    ))
}

fn guided<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    with(arguments, on_gradient(arguments)?)
}

/// `ε − σ (w ∇)`: the gradient scaled first.
fn score_first<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let (w, sigma) = (
        arguments.get::<T>("w")?,
        arguments.level_at::<T>("t")?.sigma(),
    );
    columns(arguments, ["eps", "gradient"], |[eps, gradient]| {
        eps - sigma * (w * gradient)
    })
}

fn without_sigma<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    with(arguments, -arguments.get("w")?)
}

fn by_variance<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let right = arguments.level_at::<T>("t")?;
    let level = NoiseLevel::new(right.alpha(), right.sigma().squared())?;
    with(
        arguments,
        classifier_on_gradient(level, arguments.get("w")?),
    )
}

fn away<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    with(arguments, -on_gradient(arguments)?)
}

/// Classifier guidance on the mean of the reverse step.
pub static ON_MEAN: Operation = Operation {
    name: "classifier_guidance.mean",
    stage: Stage::Operations,
    says: "mean + w var at_mean",
    source: "Dhariwal & Nichol, eq. 10 and Algorithm 1",
    params: &[
        ("w", "the scale"),
        ("var", "the variance of the reverse step"),
    ],
    inputs: &[
        ("mean", "of the reverse step, any shape"),
        (
            "at_mean",
            "the gradient of ln p(y | x) at the mean, the same shape",
        ),
        (
            "at_x_t",
            "the gradient at x_t, the same shape: not wanted here",
        ),
    ],
    shape: Shape::Like("mean"),
    kind: Kind::Numbers,
    forms: &[generic!(shifted), generic!(shifted_gradient_first)],
    scale: None,
    readings: &[
        reads(mistake::GRADIENT_AT_X_T, generic!(at_x_t)),
        reads(mistake::DEVIATION_FOR_VARIANCE, generic!(by_deviation)),
        reads(mistake::TOWARDS_THE_LESS_LIKELY, generic!(shifted_away)),
    ],
    stands_on: &[],
};

fn shift<T: Field>(arguments: &Arguments, gradient: &str, on_gradient: T) -> Result<Vec<T>> {
    columns(arguments, ["mean", gradient], |[mean, gradient]| {
        mean + on_gradient * gradient
    })
}

fn on_mean<T: Field>(arguments: &Arguments) -> Result<T> {
    classifier_shift(arguments.get("var")?, arguments.get("w")?)
}

fn shifted<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    shift(arguments, "at_mean", on_mean(arguments)?)
}

/// `mean + var (w ∇)`.
fn shifted_gradient_first<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let (w, var) = (arguments.get::<T>("w")?, arguments.get::<T>("var")?);
    columns(arguments, ["mean", "at_mean"], |[mean, gradient]| {
        mean + var * (w * gradient)
    })
}

fn at_x_t<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    shift(arguments, "at_x_t", on_mean(arguments)?)
}

fn by_deviation<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let std = arguments.get::<T>("var")?.sqrt();
    shift(
        arguments,
        "at_mean",
        classifier_shift(std, arguments.get("w")?)?,
    )
}

fn shifted_away<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    shift(arguments, "at_mean", -on_mean(arguments)?)
}
