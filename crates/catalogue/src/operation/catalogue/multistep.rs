//! DPM-Solver++'s second-order multistep.

use super::super::generic;
use super::super::{Arguments, Kind, Operation, Shape, Stage};
use super::{columns, reads};
use crate::mistake;
use tweedie::dpm_solver::{Multistep, multistep};
use tweedie::error::Result;
use tweedie::level::NoiseLevel;
use tweedie::scalar::{Field, Real};
use tweedie::score::Prediction;

/// One step, from the last two estimates of the clean data.
pub static STEP: Operation = Operation {
    name: "dpmpp_2m_step",
    stage: Stage::Steps,
    says: "h = λ_s − λ_t, h_last = λ_t − λ_r, λ = ln(alpha/sigma); D = x0 + (h/(2 h_last)) (x0 − x0_last), x_s = (sigma_s/sigma_t) x_t − alpha_s (exp(−h) − 1) D",
    source: "Lu et al., DPM-Solver++, Algorithm 2",
    params: &[
        ("alpha_r", "signal scale of the level before, the noisiest"),
        ("sigma_r", "its noise scale"),
        ("alpha_t", "signal scale of the level the step starts from"),
        ("sigma_t", "its noise scale"),
        ("alpha_s", "signal scale of the level it goes to"),
        ("sigma_s", "its noise scale"),
    ],
    inputs: &[
        ("x_t", "the state, any shape"),
        ("x0", "the estimate of the clean data at t, the same shape"),
        ("x0_last", "the estimate at r, the same shape"),
    ],
    shape: Shape::Like("x_t"),
    kind: Kind::Numbers,
    forms: &[generic!(stepped), generic!(as_printed)],
    scale: None,
    readings: &[
        reads(mistake::STRIDES_EXCHANGED, generic!(h_exchanged)),
        reads(mistake::FIRST_ORDER, generic!(first_order)),
        reads(mistake::SIGMA_OF_THE_LEVEL_BEFORE, generic!(wrong_sigma)),
        reads(mistake::HEUNS_CORRECTION, generic!(heun_type)),
    ],
    stands_on: &[],
};

type Levels<T> = [NoiseLevel<T>; 3];

fn levels<T: Field>(arguments: &Arguments) -> Result<Levels<T>> {
    Ok([
        arguments.level_at("r")?,
        arguments.level_at("t")?,
        arguments.level_at("s")?,
    ])
}

fn applied<T: Field>(arguments: &Arguments, step: Multistep<T>) -> Result<Vec<T>> {
    columns(arguments, ["x_t", "x0", "x0_last"], |[x_t, x0, last]| {
        step.apply(x_t, x0, last)
    })
}

fn stepped<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let [r, t, s] = levels(arguments)?;
    applied(arguments, multistep(r, t, s)?)
}

/// `λ = ln(α/σ)`.
fn lambda<T: Real>(level: NoiseLevel<T>) -> T {
    level.alpha().ln() - level.sigma().ln()
}

/// As printed, the correction `D₁` given how it weighs: `on(h, h_last)`.
fn printed<T: Real>(
    arguments: &Arguments,
    [r, t, s]: Levels<T>,
    lean: impl Fn(T, T) -> T,
) -> Result<Vec<T>> {
    let (h, h_last) = (lambda(s) - lambda(t), lambda(t) - lambda(r));
    let lean = lean(h, h_last);
    let ratio = s.sigma() / t.sigma();
    let on_estimate = s.alpha() * (-h).exp_m1();
    columns(arguments, ["x_t", "x0", "x0_last"], |[x_t, x0, last]| {
        let estimate = (T::one() + lean) * x0 - lean * last;
        ratio * x_t - on_estimate * estimate
    })
}

fn as_printed<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    printed(arguments, levels(arguments)?, |h, h_last| {
        h / (T::int(2) * h_last)
    })
}

fn h_exchanged<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    printed(arguments, levels(arguments)?, |h, h_last| {
        h_last / (T::int(2) * h)
    })
}

fn first_order<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    printed(arguments, levels(arguments)?, |_, _| T::zero())
}

fn wrong_sigma<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let [r, t, s] = levels::<T>(arguments)?;
    let right = multistep(r, t, s)?;
    applied(
        arguments,
        Multistep {
            on_x_t: s.sigma() / r.sigma(),
            ..right
        },
    )
}

/// `−α_s ((e^{−h} − 1)/h + 1) D₁` for the correction, `D₁ = (h/h_last)(x₀ − x₀_last)`.
fn heun_type<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    printed(arguments, levels(arguments)?, |h, h_last| {
        let shrunk = (-h).exp_m1();
        (shrunk / h + T::one()) / -shrunk * (h / h_last)
    })
}

/// The same with a network that predicts v.
pub static STEP_V: Operation = Operation {
    name: "dpmpp_2m_step_v",
    stage: Stage::Steps,
    says: "dpmpp_2m_step with x0 = alpha_t x_t − sigma_t v and x0_last = alpha_r x_r − sigma_r v_last, alpha = sqrt(alpha_bar)",
    source: "Lu et al., DPM-Solver++, Algorithm 2; Salimans & Ho §4",
    params: &[
        (
            "alpha_bar_r",
            "the square of the signal scale of the level before",
        ),
        ("alpha_bar_t", "that of the level the step starts from"),
        ("alpha_bar_s", "that of the level it goes to"),
    ],
    inputs: &[
        ("x_r", "the state before, any shape"),
        ("x_t", "the state, the same shape"),
        ("v_last", "the prediction at r, the same shape"),
        ("v", "the prediction at t, the same shape"),
    ],
    shape: Shape::Like("x_t"),
    kind: Kind::Numbers,
    forms: &[generic!(stepped_v), generic!(stepped_v_rotated)],
    scale: None,
    readings: &[
        reads(mistake::V_COMBINED_RAW, generic!(combined_raw)),
        reads(mistake::V_WITH_PLUS, generic!(v_with_plus)),
    ],
    stands_on: &["convert_v", "dpmpp_2m_step"],
};

fn preserving<T: Field>(arguments: &Arguments) -> Result<Levels<T>> {
    Ok([
        arguments.preserving_at("r")?,
        arguments.preserving_at("t")?,
        arguments.preserving_at("s")?,
    ])
}

const V_INPUTS: [&str; 4] = ["x_r", "x_t", "v_last", "v"];

/// The step, x₀ from the state and v: at r by `last`, at t by `now`.
fn stepped_by<T: Real>(
    arguments: &Arguments,
    last: impl Fn(T, T) -> T,
    now: impl Fn(T, T) -> T,
) -> Result<Vec<T>> {
    let [r, t, s] = preserving(arguments)?;
    let step = multistep(r, t, s)?;
    columns(arguments, V_INPUTS, |[x_r, x_t, v_last, v]| {
        step.apply(x_t, now(x_t, v), last(x_r, v_last))
    })
}

fn stepped_v<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let [r, t, _] = preserving::<T>(arguments)?;
    let to_x0 = |level| Prediction::x0().from(Prediction::v(level), level);
    let (at_r, at_t) = (to_x0(r)?, to_x0(t)?);
    stepped_by(arguments, |x, v| at_r.apply(x, v), |x, v| at_t.apply(x, v))
}

/// `x₀ = α x − σ v`.
fn stepped_v_rotated<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let [r, t, _] = preserving::<T>(arguments)?;
    let x0 = |level: NoiseLevel<T>| move |x, v| level.alpha() * x - level.sigma() * v;
    stepped_by(arguments, x0(r), x0(t))
}

fn v_with_plus<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let [r, t, _] = preserving::<T>(arguments)?;
    let x0 = |level: NoiseLevel<T>| move |x, v| level.alpha() * x + level.sigma() * v;
    stepped_by(arguments, x0(r), x0(t))
}

fn combined_raw<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let [r, t, s] = preserving::<T>(arguments)?;
    let step = multistep(r, t, s)?;
    let on_estimate = step.on_x0 + step.on_x0_last;
    let (now, last) = (step.on_x0 / on_estimate, step.on_x0_last / on_estimate);
    let x0 = Prediction::x0().from(Prediction::v(t), t)?;
    columns(arguments, V_INPUTS, |[_, x_t, v_last, v]| {
        step.on_x_t * x_t + on_estimate * x0.apply(x_t, now * v + last * v_last)
    })
}
