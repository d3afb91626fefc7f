//! DDIM.

use super::super::generic;
use super::super::{Arguments, Kind, Operation, Shape, Stage};
use super::{ETA, columns, reads};
use crate::mistake;
use tweedie::ddim;
use tweedie::error::Result;
use tweedie::guidance::static_threshold;
use tweedie::scalar::{Field, Real};
use tweedie::step::Step;

const LEVELS: [(&str, &str); 4] = [
    ("alpha_s", "signal scale of the level the step goes to"),
    ("sigma_s", "its noise scale"),
    ("alpha_t", "signal scale of the level the step starts from"),
    ("sigma_t", "its noise scale"),
];

/// One step of DDIM, given the estimate of the clean data.
pub static STEP: Operation = Operation {
    name: "ddim_step",
    stage: Stage::Steps,
    says: "x_s = alpha_s x0 + sqrt(sigma_s² − std²) eps + std noise, std = eta sqrt(var), eps = (x_t − alpha_t x0)/sigma_t",
    source: "DDIM eq. 12 with eq. 16",
    params: &[LEVELS[0], LEVELS[1], LEVELS[2], LEVELS[3], ETA],
    inputs: &[
        ("x_t", "the state, any shape"),
        ("x0", "the estimate of the clean data, the same shape"),
        ("noise", "standard normal noise, the same shape"),
    ],
    shape: Shape::Like("x_t"),
    kind: Kind::Numbers,
    forms: &[
        generic!(coefficients),
        generic!(by_eps),
        generic!(by_eps_and_variances),
    ],
    scale: None,
    readings: &[
        reads(mistake::NOISE_ON_TOP, generic!(noise_on_top)),
        reads(mistake::ETA_ON_THE_VARIANCE, generic!(eta_on_the_variance)),
        reads(mistake::EPS_FOR_FRESH_NOISE, generic!(stale_noise)),
        reads(
            mistake::VARIANCE_FOR_DEVIATION,
            generic!(variance_for_deviation),
        ),
        reads(mistake::TAKEN_FOR_EPS, generic!(x0_as_eps)),
    ],
    stands_on: &["posterior.coefficients"],
};

fn step<T: Real>(arguments: &Arguments) -> Result<Step<T>> {
    ddim::step(arguments.pair()?, arguments.get("eta")?)
}

fn coefficients<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    stepped(arguments, step(arguments)?)
}

/// `√(σ²_s − std²)` by subtraction.
fn kept<T: Real>(arguments: &Arguments, std: T) -> Result<T> {
    let sigma_s = arguments.pair::<T>()?.s().sigma();
    Ok((sigma_s.squared() - std.squared()).max(T::zero()).sqrt())
}

/// By way of ε, as the display has it.
fn by_eps<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let std = ddim::std::<T>(arguments.pair()?, arguments.get("eta")?)?;
    along_eps(arguments, kept(arguments, std)?, std)
}

/// The same, with `std = η √(σ²_s/σ²_t) √(1 − …)` from its two roots, and `eps` from `x0` last.
fn by_eps_and_variances<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let pair = arguments.pair::<T>()?;
    let (s, t) = (pair.s(), pair.t());
    let ratio = t.alpha() / s.alpha();
    let var_ts = t.sigma().squared() - ratio.squared() * s.sigma().squared();
    let std = arguments.get::<T>("eta")? * (s.sigma() / t.sigma()) * var_ts.sqrt();
    along_eps(arguments, kept(arguments, std)?, std)
}

fn along_eps<T: Real>(arguments: &Arguments, on_eps: T, std: T) -> Result<Vec<T>> {
    let pair = arguments.pair::<T>()?;
    let (s, t) = (pair.s(), pair.t());
    columns(arguments, ["x_t", "x0", "noise"], |[x_t, x0, noise]| {
        let eps = (x_t - t.alpha() * x0) / t.sigma();
        s.alpha() * x0 + on_eps * eps + std * noise
    })
}

fn noise_on_top<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let pair = arguments.pair::<T>()?;
    let std = ddim::std(pair, arguments.get("eta")?)?;
    along_eps(arguments, pair.s().sigma(), std)
}

fn eta_on_the_variance<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let eta = arguments.get::<T>("eta")?;
    stepped(arguments, ddim::step(arguments.pair()?, eta.sqrt())?)
}

fn stale_noise<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let step = step::<T>(arguments)?;
    let t = arguments.pair::<T>()?.t();
    columns(arguments, ["x_t", "x0"], |[x_t, x0]| {
        step.apply(x_t, x0, (x_t - t.alpha() * x0) / t.sigma())
    })
}

fn variance_for_deviation<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let right = step::<T>(arguments)?;
    stepped(
        arguments,
        Step {
            on_noise: right.on_noise.squared(),
            ..right
        },
    )
}

fn x0_as_eps<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let step = step::<T>(arguments)?;
    let t = arguments.pair::<T>()?.t();
    columns(arguments, ["x_t", "x0", "noise"], |[x_t, eps, noise]| {
        step.apply(x_t, (x_t - t.sigma() * eps) / t.alpha(), noise)
    })
}

fn stepped<T: Field>(arguments: &Arguments, step: Step<T>) -> Result<Vec<T>> {
    columns(arguments, ["x_t", "x0", "noise"], |[x_t, x0, noise]| {
        step.apply(x_t, x0, noise)
    })
}

/// One deterministic step of DDIM, the estimate of the clean data clipped first.
pub static STEP_CLIPPED: Operation = Operation {
    name: "ddim_step_clipped",
    stage: Stage::Steps,
    says: "x0' = clip(x0, −bound, bound), eps = (x_t − alpha_t x0')/sigma_t, x_s = alpha_s x0' + sigma_s eps",
    source: "DDIM eq. 12; Imagen §2.3",
    params: &[
        LEVELS[0],
        LEVELS[1],
        LEVELS[2],
        LEVELS[3],
        ("bound", "the largest value of clean data"),
    ],
    inputs: &[
        ("x_t", "the state, any shape"),
        ("x0", "the estimate of the clean data, the same shape"),
    ],
    shape: Shape::Like("x_t"),
    kind: Kind::Numbers,
    forms: &[generic!(clipped), generic!(clipped_by_eps)],
    scale: None,
    readings: &[
        reads(mistake::EPS_AS_IT_WAS, generic!(eps_kept)),
        reads(mistake::NOT_CLIPPED, generic!(unclipped)),
    ],
    stands_on: &["ddim_step", "threshold.static"],
};

fn clip<T: Field>(arguments: &Arguments) -> Result<Vec<T>> {
    let mut x0 = arguments.array("x0")?;
    static_threshold(&mut x0, arguments.get("bound")?)?;
    Ok(x0)
}

fn deterministic<T: Field>(arguments: &Arguments, x0: Vec<T>) -> Result<Vec<T>> {
    let step = ddim::step(arguments.pair()?, T::zero())?;
    let x_t = arguments.array("x_t")?;
    Ok(x_t
        .into_iter()
        .zip(x0)
        .map(|(x_t, x0)| step.apply(x_t, x0, T::zero()))
        .collect())
}

fn clipped<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    deterministic(arguments, clip(arguments)?)
}

fn clipped_by_eps<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let clipped = clip::<T>(arguments)?;
    with_eps_of(arguments, &clipped, &clipped)
}

/// `α_s x₀ + σ_s ε`, the two from different estimates.
fn with_eps_of<T: Field>(arguments: &Arguments, x0: &[T], of: &[T]) -> Result<Vec<T>> {
    let pair = arguments.pair::<T>()?;
    let (s, t) = (pair.s(), pair.t());
    let x_t = arguments.array::<T>("x_t")?;
    Ok(x_t
        .iter()
        .zip(x0)
        .zip(of)
        .map(|((&x_t, &x0), &of)| s.alpha() * x0 + s.sigma() * ((x_t - t.alpha() * of) / t.sigma()))
        .collect())
}

fn eps_kept<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    with_eps_of(arguments, &clip(arguments)?, &arguments.array("x0")?)
}

fn unclipped<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    deterministic(arguments, arguments.array("x0")?)
}

/// One step of inversion.
pub static INVERT_STEP: Operation = Operation {
    name: "ddim_invert_step",
    stage: Stage::Steps,
    says: "x_t = (alpha_t/alpha_s) x_s + (sigma_t − (alpha_t/alpha_s) sigma_s) eps",
    source: "DDIM eq. 13–14, §4.3",
    params: &[
        (
            "alpha_s",
            "signal scale of the level the step starts from, the cleaner",
        ),
        ("sigma_s", "its noise scale"),
        ("alpha_t", "signal scale of the level the step goes to"),
        ("sigma_t", "its noise scale"),
    ],
    inputs: &[
        ("x_s", "the state, any shape"),
        (
            "eps",
            "the estimate of the noise at level s, the same shape",
        ),
    ],
    shape: Shape::Like("x_s"),
    kind: Kind::Numbers,
    forms: &[
        generic!(inverted),
        generic!(inverted_by_x0),
        generic!(inverted_in_edm_sigma),
    ],
    scale: None,
    readings: &[
        reads(mistake::EPS_OF_THE_LEVEL_LEFT, generic!(old_scale)),
        reads(mistake::LEVELS_EXCHANGED, generic!(sampled)),
    ],
    stands_on: &[],
};

fn inverted<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let inversion = ddim::inversion(arguments.pair::<T>()?);
    columns(arguments, ["x_s", "eps"], |[x_s, eps]| {
        inversion.on_x_s * x_s + inversion.on_eps * eps
    })
}

/// By way of x₀: `α_t (x_s − σ_s ε)/α_s + σ_t ε`.
fn inverted_by_x0<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let pair = arguments.pair::<T>()?;
    let (s, t) = (pair.s(), pair.t());
    columns(arguments, ["x_s", "eps"], |[x_s, eps]| {
        t.alpha() * ((x_s - s.sigma() * eps) / s.alpha()) + t.sigma() * eps
    })
}

/// `α_t (x_s/α_s + (σ_t/α_t − σ_s/α_s) ε)`; without signal, as the display has it.
fn inverted_in_edm_sigma<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let pair = arguments.pair::<T>()?;
    let (s, t) = (pair.s(), pair.t());
    if t.alpha() == T::zero() {
        return inverted(arguments);
    }
    let stride = t.edm_sigma() - s.edm_sigma();
    columns(arguments, ["x_s", "eps"], |[x_s, eps]| {
        t.alpha() * (x_s / s.alpha() + stride * eps)
    })
}

fn old_scale<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let pair = arguments.pair::<T>()?;
    let (s, t) = (pair.s(), pair.t());
    columns(arguments, ["x_s", "eps"], |[x_s, eps]| {
        t.alpha() * ((x_s - t.sigma() * eps) / s.alpha()) + s.sigma() * eps
    })
}

fn sampled<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let pair = arguments.pair::<T>()?;
    let (s, t) = (pair.s(), pair.t());
    columns(arguments, ["x_s", "eps"], |[x_s, eps]| {
        s.alpha() * ((x_s - t.sigma() * eps) / t.alpha()) + s.sigma() * eps
    })
}
