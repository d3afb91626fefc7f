//! What a network predicts, told in other words.

use super::super::generic;
use super::super::{Arguments, Kind, Operation, Shape, Stage};
use super::{columns, reads, unknown};
use crate::mistake;
use tweedie::error::Result;
use tweedie::level::NoiseLevel;
use tweedie::scalar::{Field, Real};
use tweedie::score::Prediction;

/// One prediction from another, at any level.
pub static CONVERT: Operation = Operation {
    name: "convert",
    stage: Stage::Operations,
    says: "x_t = alpha_t x0 + sigma_t eps; score = −eps/sigma_t, velocity = eps − x0: `to` from `given`, which is `from`",
    source: "Salimans & Ho §4; Song et al. §2.1; Lipman et al.",
    params: &[
        ("from", "what is given: x0, eps, score or velocity"),
        ("to", "what is wanted: x0, eps, score or velocity"),
        ("alpha_t", "signal scale of the level"),
        ("sigma_t", "its noise scale"),
    ],
    inputs: &[
        ("x_t", "the state, any shape"),
        ("given", "the prediction, the same shape"),
    ],
    shape: Shape::Like("x_t"),
    kind: Kind::Numbers,
    forms: &[generic!(convert), generic!(by_x0_and_eps)],
    scale: None,
    readings: &[
        reads(mistake::SCALES_EXCHANGED, generic!(scales_exchanged)),
        reads(mistake::TAKEN_FOR_EPS, generic!(taken_for_eps)),
        reads(mistake::TAKEN_FOR_X0, generic!(taken_for_x0)),
        reads(mistake::SCORE_NOT_DIVIDED, generic!(score_unscaled)),
        reads(mistake::VELOCITY_REVERSED, generic!(velocity_reversed)),
    ],
    stands_on: &[],
};

fn prediction<T: Field>(name: &str, level: NoiseLevel<T>) -> Result<Prediction<T>> {
    match name {
        "x0" => Ok(Prediction::x0()),
        "eps" => Ok(Prediction::eps()),
        "v" => Ok(Prediction::v(level)),
        "score" => Prediction::score(level),
        "velocity" => Ok(Prediction::velocity()),
        other => Err(unknown(
            "prediction",
            other,
            "x0, eps, v, score or velocity",
        )),
    }
}

fn converted<T: Field>(
    arguments: &Arguments,
    level: NoiseLevel<T>,
    given: Prediction<T>,
    wanted: Prediction<T>,
) -> Result<Vec<T>> {
    let conversion = wanted.from(given, level)?;
    columns(arguments, ["x_t", "given"], |[x_t, given]| {
        conversion.apply(x_t, given)
    })
}

fn level<T: Field>(arguments: &Arguments) -> Result<NoiseLevel<T>> {
    arguments.level_at("t")
}

/// The predictions `from` and `to` at a level.
fn ends<T: Field>(
    arguments: &Arguments,
    level: NoiseLevel<T>,
) -> Result<(Prediction<T>, Prediction<T>)> {
    Ok((
        prediction(arguments.choice("from")?, level)?,
        prediction(arguments.choice("to")?, level)?,
    ))
}

fn convert<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let level = level(arguments)?;
    let (given, wanted) = ends(arguments, level)?;
    converted(arguments, level, given, wanted)
}

/// First to x₀ or ε, whichever is not given, and from there on, as schedulers do.
fn by_x0_and_eps<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    via_x0_and_eps(arguments, level(arguments)?)
}

fn via_x0_and_eps<T: Real>(arguments: &Arguments, level: NoiseLevel<T>) -> Result<Vec<T>> {
    let (alpha, sigma) = (level.alpha(), level.sigma());
    let both = both(arguments.choice("from")?, alpha, sigma);
    let wanted = wanted(arguments.choice("to")?, alpha, sigma);
    columns(arguments, ["x_t", "given"], |[x_t, given]| {
        let (x0, eps) = both(x_t, given);
        wanted(x0, eps)
    })
}

/// x₀ and ε from x_t and what is given.
fn both<T: Real>(from: &str, alpha: T, sigma: T) -> impl Fn(T, T) -> (T, T) {
    let from = from.to_owned();
    move |x_t, given| {
        let x0_of = |eps: T| (x_t - sigma * eps) / alpha;
        match from.as_str() {
            "x0" => (given, (x_t - alpha * given) / sigma),
            "eps" => (x0_of(given), given),
            "v" => (alpha * x_t - sigma * given, sigma * x_t + alpha * given),
            "score" => {
                let eps = -(sigma * given);
                (x0_of(eps), eps)
            }
            _ => {
                let total = alpha + sigma;
                ((x_t - sigma * given) / total, (x_t + alpha * given) / total)
            }
        }
    }
}

fn wanted<T: Real>(to: &str, alpha: T, sigma: T) -> impl Fn(T, T) -> T {
    let to = to.to_owned();
    move |x0, eps| match to.as_str() {
        "x0" => x0,
        "eps" => eps,
        "v" => alpha * eps - sigma * x0,
        "score" => -(eps / sigma),
        _ => eps - x0,
    }
}

fn scales_exchanged<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let right = level::<T>(arguments)?;
    let level = NoiseLevel::new(right.sigma(), right.alpha())?;
    let (given, wanted) = ends(arguments, level)?;
    converted(arguments, level, given, wanted)
}

fn taken_for_eps<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let level = level(arguments)?;
    let (_, wanted) = ends(arguments, level)?;
    converted(arguments, level, Prediction::eps(), wanted)
}

fn taken_for_x0<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let level = level(arguments)?;
    let (_, wanted) = ends(arguments, level)?;
    converted(arguments, level, Prediction::x0(), wanted)
}

/// The ends, with one of the predictions as another has it, wherever it stands.
fn replaced<T: Real>(arguments: &Arguments, name: &str, by: Prediction<T>) -> Result<Vec<T>> {
    let level = level(arguments)?;
    let (given, wanted) = ends(arguments, level)?;
    let at = |end: &str, right: Prediction<T>| -> Result<Prediction<T>> {
        Ok(if arguments.choice(end)? == name {
            by
        } else {
            right
        })
    };
    let (given, wanted) = (at("from", given)?, at("to", wanted)?);
    converted(arguments, level, given, wanted)
}

fn score_unscaled<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let minus_eps = Prediction {
        on_x0: T::zero(),
        on_eps: -T::one(),
    };
    replaced(arguments, "score", minus_eps)
}

fn velocity_reversed<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let reversed = Prediction {
        on_x0: T::one(),
        on_eps: -T::one(),
    };
    replaced(arguments, "velocity", reversed)
}

/// A conversion from or to v, on a variance-preserving level.
pub static CONVERT_V: Operation = Operation {
    name: "convert_v",
    stage: Stage::Operations,
    says: "alpha = sqrt(alpha_bar), sigma = sqrt(1 − alpha_bar), v = alpha eps − sigma x0: `to` from `given`, which is `from`",
    source: "Salimans & Ho §4",
    params: &[
        ("from", "what is given: x0, eps or v"),
        ("to", "what is wanted: x0, eps or v"),
        ("alpha_bar_t", "the square of the level's signal scale"),
    ],
    inputs: &[
        ("x_t", "the state, any shape"),
        ("given", "the prediction, the same shape"),
    ],
    shape: Shape::Like("x_t"),
    kind: Kind::Numbers,
    forms: &[generic!(convert_v), generic!(v_by_x0_and_eps)],
    scale: None,
    readings: &[
        reads(mistake::TAKEN_FOR_EPS, generic!(v_taken_for_eps)),
        reads(mistake::TAKEN_FOR_X0, generic!(v_taken_for_x0)),
        reads(mistake::V_WITH_PLUS, generic!(v_with_plus)),
    ],
    stands_on: &[],
};

fn preserving<T: Field>(arguments: &Arguments) -> Result<NoiseLevel<T>> {
    arguments.preserving_at("t")
}

fn convert_v<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let level = preserving(arguments)?;
    let (given, wanted) = ends(arguments, level)?;
    converted(arguments, level, given, wanted)
}

fn v_by_x0_and_eps<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    via_x0_and_eps(arguments, preserving(arguments)?)
}

fn v_taken_for_eps<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let level = preserving(arguments)?;
    let (_, wanted) = ends(arguments, level)?;
    converted(arguments, level, Prediction::eps(), wanted)
}

fn v_taken_for_x0<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let level = preserving(arguments)?;
    let (_, wanted) = ends(arguments, level)?;
    converted(arguments, level, Prediction::x0(), wanted)
}

/// `x₀ = α x_t + σ v`, `ε = α v − σ x_t`: the rotation turned the other way.
fn v_with_plus<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let level = preserving::<T>(arguments)?;
    let (given, wanted) = ends(arguments, level)?;
    let turned = Prediction {
        on_x0: level.sigma(),
        on_eps: level.alpha(),
    };
    let (sigma, alpha) = (level.sigma(), level.alpha());
    match (arguments.choice("from")?, arguments.choice("to")?) {
        ("v", "x0") => columns(arguments, ["x_t", "given"], |[x_t, v]| {
            alpha * x_t + sigma * v
        }),
        ("v", "eps") => columns(arguments, ["x_t", "given"], |[x_t, v]| {
            alpha * v - sigma * x_t
        }),
        (_, "v") => converted(arguments, level, given, turned),
        _ => converted(arguments, level, given, wanted),
    }
}
