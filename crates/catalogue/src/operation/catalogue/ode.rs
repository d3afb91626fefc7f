//! Steps of the probability-flow ODE in unscaled data, and their stochastic relatives.

use super::super::generic;
use super::super::{Arguments, Kind, Operation, Shape, Stage};
use super::{ETA, columns, reads};
use crate::mistake;
use tweedie::ddim;
use tweedie::edm;
use tweedie::error::Result;
use tweedie::level::{LevelPair, NoiseLevel};
use tweedie::scalar::{Field, Real};
use tweedie::step::Step;

const SIGMAS: [(&str, &str); 2] = [
    ("sigma_t", "noise scale of the level the step starts from"),
    ("sigma_s", "noise scale of the level it goes to"),
];

const STATES: [(&str, &str); 2] = [
    ("x", "the state, unscaled; any shape"),
    ("denoised", "the estimate of the clean data, the same shape"),
];

fn level<T: Field>(arguments: &Arguments, name: &str) -> Result<NoiseLevel<T>> {
    NoiseLevel::unscaled(arguments.get(name)?)
}

fn ends<T: Field>(arguments: &Arguments) -> Result<(NoiseLevel<T>, NoiseLevel<T>)> {
    Ok((level(arguments, "sigma_t")?, level(arguments, "sigma_s")?))
}

/// One Euler step.
pub static EULER_STEP: Operation = Operation {
    name: "euler_step",
    stage: Stage::Steps,
    says: "x + (sigma_s − sigma_t) (x − denoised)/sigma_t",
    source: "EDM Algorithm 1, lines 4–5",
    params: &SIGMAS,
    inputs: &STATES,
    shape: Shape::Like("x"),
    kind: Kind::Numbers,
    forms: &[
        generic!(euler),
        generic!(euler_by_slope),
        generic!(euler_by_ratio),
    ],
    scale: None,
    readings: &[
        reads(mistake::SLOPE_REVERSED, generic!(euler_uphill)),
        reads(mistake::TIME_IS_LOG_SIGMA, generic!(euler_in_log_sigma)),
    ],
    stands_on: &[],
};

fn euler<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let (t, s) = ends::<T>(arguments)?;
    let step = edm::euler(t, s)?;
    columns(arguments, ["x", "denoised"], |[x, denoised]| {
        step.apply(x, denoised, T::zero())
    })
}

/// As printed: `d = (x − D)/σ_t`, `x + (σ_s − σ_t) d`.
fn euler_by_slope<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let (t, s) = ends::<T>(arguments)?;
    columns(arguments, ["x", "denoised"], |[x, denoised]| {
        x + (s.sigma() - t.sigma()) * ((x - denoised) / t.sigma())
    })
}

/// `D + (σ_s/σ_t)(x − D)`.
fn euler_by_ratio<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let (t, s) = ends::<T>(arguments)?;
    let ratio = s.sigma() / t.sigma();
    columns(arguments, ["x", "denoised"], |[x, denoised]| {
        denoised + ratio * (x - denoised)
    })
}

fn euler_uphill<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let (t, s) = ends::<T>(arguments)?;
    columns(arguments, ["x", "denoised"], |[x, denoised]| {
        x - (s.sigma() - t.sigma()) * ((x - denoised) / t.sigma())
    })
}

fn euler_in_log_sigma<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let (t, s) = ends::<T>(arguments)?;
    let stride = s.sigma().ln() - t.sigma().ln();
    columns(arguments, ["x", "denoised"], |[x, denoised]| {
        x + stride * (x - denoised)
    })
}

/// The corrected step of Heun's method.
pub static HEUN_STEP: Operation = Operation {
    name: "heun_step",
    stage: Stage::Steps,
    says: "d = (x − denoised)/sigma_t, x' = x + (sigma_s − sigma_t) d, d' = (x' − denoised_next)/sigma_s, x + (sigma_s − sigma_t)(d + d')/2",
    source: "EDM Algorithm 1, lines 4–8",
    params: &SIGMAS,
    inputs: &[
        STATES[0],
        STATES[1],
        ("denoised_next", "the estimate at x', the same shape"),
    ],
    shape: Shape::Like("x"),
    kind: Kind::Numbers,
    forms: &[generic!(heun), generic!(heun_by_slopes)],
    scale: None,
    readings: &[
        reads(mistake::SECOND_SLOPE_OVER_SIGMA_T, generic!(heun_old_sigma)),
        reads(mistake::SECOND_SLOPE_FROM_X, generic!(heun_old_state)),
        reads(mistake::SECOND_SLOPE_ALONE, generic!(heun_second_alone)),
    ],
    stands_on: &["euler_step"],
};

fn heun<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let (t, s) = ends::<T>(arguments)?;
    let step = edm::heun(t, s)?;
    columns(
        arguments,
        ["x", "denoised", "denoised_next"],
        |[x, denoised, next]| step.on_x_t * x + step.on_x0 * denoised + step.on_x0_next * next,
    )
}

/// `x + (σ_s − σ_t) · mean(d, d')`, the second slope by `next(x, x', D', [σ_t, σ_s])`.
fn by_slopes<T: Real>(
    arguments: &Arguments,
    second: impl Fn(T, T, T, [T; 2]) -> T,
    mean: impl Fn(T, T) -> T,
) -> Result<Vec<T>> {
    let (t, s) = ends::<T>(arguments)?;
    let stride = s.sigma() - t.sigma();
    columns(
        arguments,
        ["x", "denoised", "denoised_next"],
        |[x, denoised, next]| {
            let d = (x - denoised) / t.sigma();
            let reached = x + stride * d;
            x + stride * mean(d, second(x, reached, next, [t.sigma(), s.sigma()]))
        },
    )
}

fn half_way<T: Real>(a: T, b: T) -> T {
    (a + b) / T::int(2)
}

/// As printed.
fn heun_by_slopes<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    by_slopes(
        arguments,
        |_, reached, next, [_, sigma_s]| (reached - next) / sigma_s,
        half_way,
    )
}

fn heun_old_sigma<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    by_slopes(
        arguments,
        |_, reached, next, [sigma_t, _]| (reached - next) / sigma_t,
        half_way,
    )
}

fn heun_old_state<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    by_slopes(
        arguments,
        |x, _, next, [_, sigma_s]| (x - next) / sigma_s,
        half_way,
    )
}

fn heun_second_alone<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    by_slopes(
        arguments,
        |_, reached, next, [_, sigma_s]| (reached - next) / sigma_s,
        |_, b| b,
    )
}

/// Noise added before a step.
pub static CHURN: Operation = Operation {
    name: "churn",
    stage: Stage::Steps,
    says: "x + sqrt(sigma'² − sigma²) s_noise noise, sigma' = (1 + gamma) sigma",
    source: "EDM Algorithm 2, lines 4–6",
    params: &[
        ("sigma", "noise scale of the level"),
        ("gamma", "by how much the noise grows"),
        ("s_noise", "scales the fresh noise"),
    ],
    inputs: &[
        STATES[0],
        ("noise", "standard normal noise, the same shape"),
    ],
    shape: Shape::Like("x"),
    kind: Kind::Numbers,
    forms: &[generic!(churn), generic!(churn_by_levels)],
    scale: None,
    readings: &[
        reads(mistake::S_NOISE_LEFT_OUT, generic!(churn_unscaled)),
        reads(mistake::DIFFERENCE_FOR_DEVIATION, generic!(churn_linear)),
        reads(mistake::VARIANCE_FOR_DEVIATION, generic!(churn_variance)),
    ],
    stands_on: &[],
};

fn churned<T: Field>(arguments: &Arguments, on_noise: T) -> Result<Vec<T>> {
    columns(arguments, ["x", "noise"], |[x, noise]| x + on_noise * noise)
}

fn churn<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let level = level(arguments, "sigma")?;
    let churn = edm::churn(level, arguments.get("gamma")?, arguments.get("s_noise")?)?;
    churned(arguments, churn.on_noise)
}

/// σ and σ' of the two levels.
fn risen<T: Field>(arguments: &Arguments) -> Result<(T, T)> {
    let sigma = arguments.get::<T>("sigma")?;
    let gamma = arguments.get::<T>("gamma")?;
    Ok((sigma, sigma + gamma * sigma))
}

/// `√(σ'² − σ²)` by subtraction.
fn churn_by_levels<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let (sigma, risen) = risen::<T>(arguments)?;
    let std = (risen.squared() - sigma.squared()).sqrt();
    let s_noise = arguments.get::<T>("s_noise")?;
    columns(arguments, ["x", "noise"], |[x, noise]| {
        x + (s_noise * noise) * std
    })
}

fn churn_linear<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let (sigma, risen) = risen::<T>(arguments)?;
    churned(arguments, (risen - sigma) * arguments.get("s_noise")?)
}

fn churn_unscaled<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let level = level(arguments, "sigma")?;
    churned(
        arguments,
        edm::churn(level, arguments.get("gamma")?, T::one())?.on_noise,
    )
}

fn churn_variance<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let (sigma, risen) = risen::<T>(arguments)?;
    churned(
        arguments,
        (risen.squared() - sigma.squared()) * arguments.get("s_noise")?,
    )
}

/// One step of Euler's method down, and fresh noise up again.
pub static EULER_ANCESTRAL_STEP: Operation = Operation {
    name: "euler_ancestral_step",
    stage: Stage::Steps,
    says: "up = eta sqrt(sigma_s² (sigma_t² − sigma_s²)/sigma_t²), down = sqrt(sigma_s² − up²), x + (down − sigma_t)(x − denoised)/sigma_t + up noise",
    source: "k-diffusion (code); DDIM eq. 12 with eq. 16, for unscaled data",
    params: &[SIGMAS[0], SIGMAS[1], ETA],
    inputs: &[
        STATES[0],
        STATES[1],
        ("noise", "standard normal noise, the same shape"),
    ],
    shape: Shape::Like("x"),
    kind: Kind::Numbers,
    forms: &[generic!(ancestral), generic!(ancestral_by_slope)],
    scale: None,
    readings: &[
        reads(mistake::DOWN_TO_SIGMA_S, generic!(ancestral_on_top)),
        reads(mistake::ETA_ON_THE_VARIANCE, generic!(ancestral_eta)),
        reads(
            mistake::VARIANCE_FOR_DEVIATION,
            generic!(ancestral_variance),
        ),
    ],
    stands_on: &["euler_step"],
};

fn ancestral_with<T: Real>(arguments: &Arguments, eta: T) -> Result<Step<T>> {
    let (t, s) = ends(arguments)?;
    ddim::step(LevelPair::new(s, t)?, eta)
}

fn stepped<T: Field>(arguments: &Arguments, step: Step<T>) -> Result<Vec<T>> {
    columns(
        arguments,
        ["x", "denoised", "noise"],
        |[x, denoised, noise]| step.apply(x, denoised, noise),
    )
}

fn ancestral<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    stepped(arguments, ancestral_with(arguments, arguments.get("eta")?)?)
}

/// `(down, up)` as printed.
fn split<T: Real>(arguments: &Arguments) -> Result<(T, T)> {
    let (t, s) = ends::<T>(arguments)?;
    let (var_t, var_s) = (t.sigma().squared(), s.sigma().squared());
    let eta = arguments.get::<T>("eta")?;
    let up = (eta * (var_s * (var_t - var_s) / var_t).sqrt()).min(s.sigma());
    Ok(((var_s - up.squared()).max(T::zero()).sqrt(), up))
}

fn slope_and_noise<T: Real>(arguments: &Arguments, down: T, up: T) -> Result<Vec<T>> {
    let sigma_t = arguments.get::<T>("sigma_t")?;
    columns(
        arguments,
        ["x", "denoised", "noise"],
        |[x, denoised, noise]| x + (down - sigma_t) * ((x - denoised) / sigma_t) + up * noise,
    )
}

fn ancestral_by_slope<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let (down, up) = split::<T>(arguments)?;
    slope_and_noise(arguments, down, up)
}

fn ancestral_on_top<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let step = ancestral_with::<T>(arguments, arguments.get("eta")?)?;
    slope_and_noise(arguments, arguments.get("sigma_s")?, step.on_noise)
}

fn ancestral_eta<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    stepped(
        arguments,
        ancestral_with(arguments, arguments.get::<T>("eta")?.sqrt())?,
    )
}

fn ancestral_variance<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let step = ancestral_with::<T>(arguments, arguments.get("eta")?)?;
    stepped(
        arguments,
        Step {
            on_noise: step.on_noise.squared(),
            ..step
        },
    )
}
