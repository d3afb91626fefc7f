//! The posterior of the forward process, and the ancestral step that draws from it.

use super::super::generic;
use super::super::{Arguments, Kind, Operation, Shape, Stage};
use super::{columns, fallible, reads, unknown};
use crate::mistake;
use tweedie::error::Result;
use tweedie::level::LevelPair;
use tweedie::merging;
use tweedie::posterior::{Posterior, eps_mean, learned_var, posterior};
use tweedie::scalar::{Field, Real};

const LEVELS: [(&str, &str); 4] = [
    ("alpha_s", "signal scale of the cleaner level"),
    ("sigma_s", "its noise scale"),
    ("alpha_t", "signal scale of the noisier level"),
    ("sigma_t", "its noise scale"),
];

/// The weights and the variance of the posterior.
pub static COEFFICIENTS: Operation = Operation {
    name: "posterior.coefficients",
    stage: Stage::Coefficients,
    says: "(alpha_s var_ts/sigma_t², alpha_ts sigma_s²/sigma_t², var_ts sigma_s²/sigma_t²): on x0, on x_t, variance; var_ts = sigma_t² − alpha_ts² sigma_s²",
    source: "DDPM eq. 7, for any two levels as in VDM appendix A.2",
    params: &LEVELS,
    inputs: &[],
    shape: Shape::List,
    kind: Kind::Numbers,
    forms: &[generic!(coefficients), generic!(coefficients_by_precision)],
    scale: None,
    readings: &[
        reads(
            mistake::VARIANCE_OF_THE_FORWARD_STEP,
            generic!(variance_of_forward),
        ),
        reads(mistake::WEIGHTS_EXCHANGED, generic!(weights_exchanged)),
    ],
    stands_on: &[],
};

fn law<T: Field>(arguments: &Arguments) -> Result<Posterior<T>> {
    posterior(arguments.pair()?)
}

fn list<T>(law: Posterior<T>) -> Vec<T> {
    vec![law.on_x0, law.on_x_t, law.var]
}

fn coefficients<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    Ok(list(law(arguments)?))
}

/// Precisions add up: `1/var = 1/σ²_s + α²_ts/σ²_ts`.
fn by_precision<T: Field>(pair: LevelPair<T>) -> Result<Posterior<T>> {
    let kernel = merging::between(pair)?;
    let (alpha_ts, var_ts) = (kernel.scale(), kernel.var());
    let var_s = pair.s().sigma().squared();
    if var_s == T::zero() {
        return posterior(pair);
    }
    let precision = T::one() / var_s + alpha_ts.squared() / var_ts;
    let var = T::one() / precision;
    Ok(Posterior {
        on_x0: var * pair.s().alpha() / var_s,
        on_x_t: var * alpha_ts / var_ts,
        var,
    })
}

fn coefficients_by_precision<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    Ok(list(by_precision(arguments.pair()?)?))
}

fn variance_of_forward<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let var = merging::between(arguments.pair()?)?.var();
    Ok(list(Posterior {
        var,
        ..law(arguments)?
    }))
}

fn exchanged<T: Field>(arguments: &Arguments) -> Result<Posterior<T>> {
    let right = law(arguments)?;
    Ok(Posterior {
        on_x0: right.on_x_t,
        on_x_t: right.on_x0,
        var: right.var,
    })
}

fn weights_exchanged<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    Ok(list(exchanged(arguments)?))
}

/// The mean of the posterior.
pub static MEAN: Operation = Operation {
    name: "posterior",
    stage: Stage::Operations,
    says: "mean = (alpha_s var_ts/sigma_t²) x0 + (alpha_ts sigma_s²/sigma_t²) x_t, var_ts = sigma_t² − alpha_ts² sigma_s²",
    source: "DDPM eq. 7, for any two levels as in VDM appendix A.2",
    params: &LEVELS,
    inputs: &[
        ("x_t", "the later state, any shape"),
        ("x0", "the clean data, the same shape"),
    ],
    shape: Shape::Like("x_t"),
    kind: Kind::Numbers,
    forms: &[
        generic!(mean),
        generic!(mean_by_eps),
        generic!(mean_by_precision),
    ],
    scale: None,
    readings: &[reads(mistake::WEIGHTS_EXCHANGED, generic!(mean_exchanged))],
    stands_on: &["posterior.coefficients"],
};

fn mean_of<T: Field>(arguments: &Arguments, law: Posterior<T>) -> Result<Vec<T>> {
    columns(arguments, ["x_t", "x0"], |[x_t, x0]| law.mean(x0, x_t))
}

fn mean<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    mean_of(arguments, law(arguments)?)
}

fn mean_by_precision<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    mean_of(arguments, by_precision(arguments.pair()?)?)
}

/// `(x_t − (σ²_ts/σ_t) ε)/α_ts`, ε from x₀; where nothing of the signal is left, as the display has it.
fn mean_by_eps<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let pair = arguments.pair::<T>()?;
    let t = pair.t();
    if t.alpha() == T::zero() {
        return mean(arguments);
    }
    let mean = eps_mean(pair)?;
    columns(arguments, ["x_t", "x0"], |[x_t, x0]| {
        mean.on_x_t * x_t + mean.on_eps * ((x_t - t.alpha() * x0) / t.sigma())
    })
}

fn mean_exchanged<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    mean_of(arguments, exchanged(arguments)?)
}

/// A learned variance.
pub static LEARNED_VARIANCE: Operation = Operation {
    name: "learned_variance",
    stage: Stage::Operations,
    says: "exp(v ln var_ts + (1 − v) ln var): v = 1 the forward step's variance, v = 0 the posterior's",
    source: "Improved DDPM eq. 15",
    params: &LEVELS,
    inputs: &[("v", "where between the two, in [0, 1]; any shape")],
    shape: Shape::Like("v"),
    kind: Kind::Numbers,
    forms: &[generic!(learned), generic!(learned_from_posterior)],
    scale: None,
    readings: &[
        reads(mistake::LOGARITHM_FOR_VARIANCE, generic!(learned_log)),
        reads(mistake::EVEN_IN_VARIANCE, generic!(learned_evenly)),
        reads(mistake::V_FROM_MINUS_1, generic!(learned_symmetric)),
    ],
    stands_on: &["posterior.coefficients"],
};

fn learned<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let pair = arguments.pair()?;
    fallible(arguments, ["v"], &|[v]| learned_var(pair, v))
}

fn variances<T: Real>(arguments: &Arguments) -> Result<(T, T)> {
    let pair = arguments.pair()?;
    Ok((merging::between(pair)?.var(), posterior(pair)?.var))
}

/// `exp(ln var + v (ln var_ts − ln var))`.
fn learned_from_posterior<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let (forward, var) = variances::<T>(arguments)?;
    let (forward, var) = (forward.ln(), var.ln());
    columns(arguments, ["v"], |[v]| (var + v * (forward - var)).exp())
}

fn learned_log<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    Ok(learned::<T>(arguments)?.into_iter().map(T::ln).collect())
}

fn learned_evenly<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let (forward, var) = variances::<T>(arguments)?;
    columns(arguments, ["v"], |[v]| v * forward + (T::one() - v) * var)
}

fn learned_symmetric<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let pair = arguments.pair()?;
    fallible(arguments, ["v"], &|[v]| {
        learned_var(pair, T::ratio(1, 2) * (v + T::one()))
    })
}

/// One ancestral step.
pub static DDPM_STEP: Operation = Operation {
    name: "ddpm_step",
    stage: Stage::Steps,
    says: "x_s = posterior mean of (x_t, x0) + std noise, std² = var (posterior) or var_ts (forward); no noise where sigma_s = 0",
    source: "DDPM Algorithm 2, between any two levels",
    params: &[
        LEVELS[0],
        LEVELS[1],
        LEVELS[2],
        LEVELS[3],
        ("variance", "posterior or forward"),
    ],
    inputs: &[
        ("x_t", "the state, any shape"),
        ("x0", "the estimate of the clean data, the same shape"),
        ("noise", "standard normal noise, the same shape"),
    ],
    shape: Shape::Like("x_t"),
    kind: Kind::Numbers,
    forms: &[generic!(ancestral), generic!(ancestral_by_eps)],
    scale: None,
    readings: &[
        reads(
            mistake::NOISE_AT_THE_LAST_STEP,
            generic!(ancestral_noisy_end),
        ),
        reads(mistake::EPS_FOR_FRESH_NOISE, generic!(ancestral_stale)),
        reads(
            mistake::VARIANCE_FOR_DEVIATION,
            generic!(ancestral_variance),
        ),
        reads(mistake::TAKEN_FOR_EPS, generic!(ancestral_x0_as_eps)),
        reads(mistake::THE_OTHER_VARIANCE, generic!(ancestral_other)),
    ],
    stands_on: &["posterior"],
};

fn reverse_var<T: Field>(arguments: &Arguments, choice: &str) -> Result<T> {
    let pair = arguments.pair::<T>()?;
    match choice {
        "posterior" | "forward" if pair.s().sigma() == T::zero() => Ok(T::zero()),
        "posterior" => Ok(posterior(pair)?.var),
        "forward" => Ok(merging::between(pair)?.var()),
        other => Err(unknown("variance", other, "posterior or forward")),
    }
}

fn stepped<T: Field>(arguments: &Arguments, var: T) -> Result<Vec<T>> {
    let step = law(arguments)?.step(var);
    columns(arguments, ["x_t", "x0", "noise"], |[x_t, x0, noise]| {
        step.apply(x_t, x0, noise)
    })
}

fn ancestral<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    stepped(
        arguments,
        reverse_var(arguments, arguments.choice("variance")?)?,
    )
}

/// The mean by way of ε, the deviation from the logarithm of the variance.
fn ancestral_by_eps<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let var = reverse_var::<T>(arguments, arguments.choice("variance")?)?;
    let std = if var == T::zero() {
        var
    } else {
        (T::ratio(1, 2) * var.ln()).exp()
    };
    let mean = mean_by_eps::<T>(arguments)?;
    let noise = arguments.array::<T>("noise")?;
    Ok(mean
        .into_iter()
        .zip(noise)
        .map(|(mean, noise)| mean + std * noise)
        .collect())
}

fn ancestral_noisy_end<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    stepped(arguments, merging::between(arguments.pair()?)?.var())
}

fn ancestral_stale<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let step = law::<T>(arguments)?.step(reverse_var(arguments, arguments.choice("variance")?)?);
    let t = arguments.pair::<T>()?.t();
    columns(arguments, ["x_t", "x0"], |[x_t, x0]| {
        step.apply(x_t, x0, (x_t - t.alpha() * x0) / t.sigma())
    })
}

fn ancestral_variance<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let var = reverse_var::<T>(arguments, arguments.choice("variance")?)?;
    stepped(arguments, var.squared())
}

fn ancestral_x0_as_eps<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let step = law::<T>(arguments)?.step(reverse_var(arguments, arguments.choice("variance")?)?);
    let t = arguments.pair::<T>()?.t();
    columns(arguments, ["x_t", "x0", "noise"], |[x_t, eps, noise]| {
        step.apply(x_t, (x_t - t.sigma() * eps) / t.alpha(), noise)
    })
}

fn ancestral_other<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let other = match arguments.choice("variance")? {
        "forward" => "posterior",
        _ => "forward",
    };
    stepped(arguments, reverse_var(arguments, other)?)
}
