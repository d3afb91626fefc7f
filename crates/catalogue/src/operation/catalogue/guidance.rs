//! Classifier-free guidance and its rescale.

use super::super::generic;
use super::super::{Arguments, Kind, Operation, Shape, Stage};
use super::{columns, reads, sum_at_worst};
use crate::mistake;
use tweedie::error::{DomainError, Result};
use tweedie::guidance::{Weights, rescale};
use tweedie::scalar::{Field, Real};
use tweedie::score::Prediction;

/// Classifier-free guidance.
pub static CFG: Operation = Operation {
    name: "cfg",
    stage: Stage::Operations,
    says: "w cond + (1 − w) uncond; w = 1 is the conditional model",
    source: "Imagen §2.2",
    params: &[("w", "the guidance scale")],
    inputs: &[
        (
            "cond",
            "the conditional prediction; channels along the last axis",
        ),
        ("uncond", "the unconditional one, the same shape"),
    ],
    shape: Shape::Like("cond"),
    kind: Kind::Numbers,
    forms: &[generic!(cfg), generic!(from_uncond), generic!(from_cond)],
    scale: None,
    readings: &[
        reads(mistake::THREE_CHANNELS, generic!(three_channels)),
        reads(mistake::CONDITIONS_EXCHANGED, generic!(exchanged)),
        reads(mistake::W_FROM_0, generic!(as_strength)),
    ],
    stands_on: &[],
};

fn guided<T: Field>(arguments: &Arguments, weights: Weights<T>) -> Result<Vec<T>> {
    columns(arguments, ["cond", "uncond"], |[cond, uncond]| {
        weights.apply(cond, uncond)
    })
}

fn scale<T: Field>(arguments: &Arguments) -> Result<Weights<T>> {
    Ok(Weights::scale(arguments.get("w")?))
}

fn cfg<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    guided(arguments, scale(arguments)?)
}

/// `uncond + w (cond − uncond)`.
fn from_uncond<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let w = arguments.get::<T>("w")?;
    columns(arguments, ["cond", "uncond"], |[cond, uncond]| {
        uncond + w * (cond - uncond)
    })
}

/// `cond + (w − 1)(cond − uncond)`.
fn from_cond<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let beyond = arguments.get::<T>("w")? - T::one();
    columns(arguments, ["cond", "uncond"], |[cond, uncond]| {
        cond + beyond * (cond - uncond)
    })
}

fn three_channels<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let channels = arguments.shape("cond")?.last().copied().unwrap_or(1).max(1);
    let right = cfg::<T>(arguments)?;
    let cond = arguments.array("cond")?;
    Ok(right
        .into_iter()
        .zip(cond)
        .enumerate()
        .map(|(i, (guided, cond))| if i % channels < 3 { guided } else { cond })
        .collect())
}

fn exchanged<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let right = scale(arguments)?;
    guided(
        arguments,
        Weights {
            on_cond: right.on_uncond,
            on_uncond: right.on_cond,
        },
    )
}

fn as_strength<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    guided(arguments, Weights::strength(arguments.get("w")?))
}

/// Guidance rescale.
pub static RESCALE: Operation = Operation {
    name: "cfg_rescale",
    stage: Stage::Operations,
    says: "x = phi x_cfg std(x_cond)/std(x_cfg) + (1 − phi) x_cfg, on the predicted x0, for each row; alpha_t, sigma_t and x_t only tell what eps would be",
    source: "Lin et al. eq. 15–16",
    params: &[
        ("phi", "the share of the rescaled"),
        ("alpha_t", "signal scale of the level"),
        ("sigma_t", "its noise scale"),
    ],
    inputs: &[
        (
            "x_cfg",
            "the guided estimate of the clean data: rows are samples",
        ),
        ("x_cond", "the conditional one, the same shape"),
        ("x_t", "the state, the same shape"),
    ],
    shape: Shape::Like("x_cfg"),
    kind: Kind::Numbers,
    forms: &[
        generic!(rescaled),
        generic!(by_two_deviations),
        generic!(by_factor),
    ],
    scale: None,
    readings: &[
        reads(mistake::ONE_DEVIATION_FOR_ALL, generic!(over_the_batch)),
        reads(mistake::RESCALED_EPS, generic!(on_eps)),
        reads(mistake::SHARES_EXCHANGED, generic!(other_share)),
    ],
    stands_on: &["cfg"],
};

/// What becomes of a guided row, given the conditional one.
type Rescaling<'a, T> = dyn Fn(&mut [T], &[T]) -> Result<()> + 'a;

fn by_rows<T: Real>(arguments: &Arguments, rescaling: &Rescaling<'_, T>) -> Result<Vec<T>> {
    if arguments.shape("x_cfg")? != arguments.shape("x_cond")? {
        return Err(DomainError::new(
            "shape of x_cond",
            arguments.shape("x_cond")?,
            "x_cfg has another",
        ));
    }
    let mut output = Vec::new();
    for (mut cfg, cond) in arguments
        .rows("x_cfg")?
        .into_iter()
        .zip(arguments.rows("x_cond")?)
    {
        rescaling(&mut cfg, &cond)?;
        output.extend(cfg);
    }
    Ok(output)
}

fn rescaled<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let phi = arguments.get("phi")?;
    by_rows(arguments, &|cfg, cond| rescale(cfg, cond, phi))
}

/// The standard deviation about the mean, added up at worst.
fn deviation<T: Real>(values: &[T]) -> T {
    let n = T::count(values.len());
    let mean = sum_at_worst(values.to_vec()) / n;
    (sum_at_worst(values.iter().map(|&x| (x - mean).squared()).collect()) / n).sqrt()
}

/// Whether a sample has no contrast to rescale.
fn constant<T: Field>(values: &[T]) -> bool {
    values.iter().all(|&x| x == values[0])
}

/// `φ (x · (std_cond/std_cfg)) + (1 − φ) x`, each deviation by itself.
fn by_two_deviations<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let phi = arguments.get::<T>("phi")?;
    by_rows(arguments, &|cfg, cond| {
        if constant(cfg) {
            return Ok(());
        }
        let contrast = deviation(cond) / deviation(cfg);
        for x in cfg {
            *x = phi * (*x * contrast) + (T::one() - phi) * *x;
        }
        Ok(())
    })
}

/// `x · (φ std_cond/std_cfg + (1 − φ))`.
fn by_factor<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let phi = arguments.get::<T>("phi")?;
    by_rows(arguments, &|cfg, cond| {
        if constant(cfg) {
            return Ok(());
        }
        let factor = phi * (deviation(cond) / deviation(cfg)) + (T::one() - phi);
        for x in cfg {
            *x = *x * factor;
        }
        Ok(())
    })
}

fn over_the_batch<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let mut all = arguments.array::<T>("x_cfg")?;
    rescale(&mut all, &arguments.array("x_cond")?, arguments.get("phi")?)?;
    Ok(all)
}

fn on_eps<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let level = arguments.level_at::<T>("t")?;
    let phi = arguments.get("phi")?;
    let to_eps = Prediction::eps().from(Prediction::x0(), level)?;
    let to_x0 = Prediction::x0().from(Prediction::eps(), level)?;
    let states = arguments.rows::<T>("x_t")?;
    let rows = arguments
        .rows::<T>("x_cfg")?
        .into_iter()
        .zip(arguments.rows::<T>("x_cond")?);
    let mut output = Vec::new();
    for ((cfg, cond), x_t) in rows.zip(states) {
        let eps_of = |x0: Vec<T>| -> Vec<T> {
            x0.into_iter()
                .zip(&x_t)
                .map(|(x0, &x_t)| to_eps.apply(x_t, x0))
                .collect()
        };
        let (mut guided, cond) = (eps_of(cfg), eps_of(cond));
        rescale(&mut guided, &cond, phi)?;
        output.extend(
            guided
                .into_iter()
                .zip(&x_t)
                .map(|(eps, &x_t)| to_x0.apply(x_t, eps)),
        );
    }
    Ok(output)
}

fn other_share<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let phi = T::one() - arguments.get("phi")?;
    by_rows(arguments, &|cfg, cond| rescale(cfg, cond, phi))
}
