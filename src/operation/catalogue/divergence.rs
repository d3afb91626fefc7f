//! Divergences and likelihoods: the terms of the variational bound.

use super::super::generic;
use super::super::{Arguments, Kind, Operation, Shape, Stage};
use super::{fallible, reads};
use crate::error::{DomainError, Result};
use crate::gaussian::Gaussian;
use crate::posterior::posterior;
use crate::scalar::{Field, Real};
use crate::vlb::{decoder_term, prior_term, step_term, x0_weight};

/// KL between Gaussians.
pub static GAUSSIAN_KL: Operation = Operation {
    name: "gaussian_kl",
    stage: Stage::Operations,
    says: "(v_q/v_p − 1 − ln(v_q/v_p) + (m_q − m_p)²/v_p)/2, in nats, place by place",
    source: "DDPM eq. 5",
    params: &[],
    inputs: &[
        ("mean_q", "any shape"),
        ("var_q", "the same shape"),
        ("mean_p", "the same shape"),
        ("var_p", "the same shape"),
    ],
    shape: Shape::Like("mean_q"),
    kind: Kind::Numbers,
    forms: &[generic!(kl), generic!(kl_by_logarithms)],
    scale: None,
    readings: &[
        reads(
            "KL-LOGVAR",
            "the logarithm of the variances left out",
            generic!(kl_without_log),
        ),
        reads("KL-ORDER", "the other way round", generic!(kl_exchanged)),
        reads(
            "KL-STD",
            "variances taken for standard deviations",
            generic!(kl_of_deviations),
        ),
        reads("LOG-BASE", "in bits", generic!(kl_in_bits)),
    ],
    stands_on: &[],
};

const GAUSSIANS: [&str; 4] = ["mean_q", "var_q", "mean_p", "var_p"];

fn half<T: Field>() -> T {
    T::ratio(1, 2)
}

fn kl<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    fallible(
        arguments,
        GAUSSIANS,
        &|[mean_q, var_q, mean_p, var_p]: [T; 4]| {
            Ok(Gaussian::new(mean_q, var_q)?.kl(Gaussian::new(mean_p, var_p)?))
        },
    )
}

/// From the logarithms of the variances, as programs have it.
fn by_logarithms<T: Real>(mean_q: T, var_q: T, mean_p: T, var_p: T) -> T {
    let (log_q, log_p) = (var_q.ln(), var_p.ln());
    let square = (mean_q - mean_p).squared() * (-log_p).exp();
    half::<T>() * (log_p - log_q - T::one() + (log_q - log_p).exp() + square)
}

fn kl_by_logarithms<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    fallible(
        arguments,
        GAUSSIANS,
        &|[mean_q, var_q, mean_p, var_p]: [T; 4]| Ok(by_logarithms(mean_q, var_q, mean_p, var_p)),
    )
}

fn kl_without_log<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    fallible(
        arguments,
        GAUSSIANS,
        &|[mean_q, var_q, mean_p, var_p]: [T; 4]| {
            let right = Gaussian::new(mean_q, var_q)?.kl(Gaussian::new(mean_p, var_p)?);
            Ok(right + half::<T>() * (var_q / var_p).ln())
        },
    )
}

fn kl_exchanged<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    fallible(
        arguments,
        GAUSSIANS,
        &|[mean_q, var_q, mean_p, var_p]: [T; 4]| {
            Ok(Gaussian::new(mean_p, var_p)?.kl(Gaussian::new(mean_q, var_q)?))
        },
    )
}

fn kl_of_deviations<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    fallible(
        arguments,
        GAUSSIANS,
        &|[mean_q, var_q, mean_p, var_p]: [T; 4]| {
            Ok(Gaussian::new(mean_q, var_q.squared())?.kl(Gaussian::new(mean_p, var_p.squared())?))
        },
    )
}

fn kl_in_bits<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    Ok(kl::<T>(arguments)?
        .into_iter()
        .map(|nats| nats / T::int(2).ln())
        .collect())
}

/// The discretised decoder.
pub static DECODER_NLL: Operation = Operation {
    name: "decoder_nll",
    stage: Stage::Operations,
    says: "−ln of the mass of N(mean, var) in the bin of value k of `values`, in nats; the outer bins reach to infinity",
    source: "DDPM eq. 13",
    params: &[
        ("var", "the variance of the decoder"),
        ("values", "how many values a coordinate can take: 256"),
    ],
    inputs: &[
        ("k", "the value, a whole number from 0; any shape"),
        ("mean", "of the decoder, the same shape"),
    ],
    shape: Shape::Like("k"),
    kind: Kind::Numbers,
    forms: &[generic!(decoder), generic!(decoder_by_difference)],
    scale: None,
    readings: &[
        reads(
            "DECODER-BINS",
            "the density at the value",
            generic!(decoder_density),
        ),
        reads(
            "DECODER-BINS",
            "the outer bins end where their neighbours' would",
            generic!(decoder_closed),
        ),
        reads(
            "DECODER-CDF",
            "Φ by its approximation with a hyperbolic tangent",
            generic!(decoder_tanh),
        ),
    ],
    stands_on: &[],
};

/// `(k, mean)` at each place.
fn values<T: Real>(
    arguments: &Arguments,
    function: impl Fn(u32, T, Gaussian<T>) -> Result<T>,
) -> Result<Vec<T>> {
    let var = arguments.get("var")?;
    let indices = arguments.array::<f64>("k")?;
    let means = arguments.array::<T>("mean")?;
    if indices.len() != means.len() {
        return Err(DomainError::new(
            "numbers of k and mean",
            (indices.len(), means.len()),
            "give one mean for each value",
        ));
    }
    indices
        .into_iter()
        .zip(means)
        .map(|(k, mean)| function(index(k)?, mean, Gaussian::new(mean, var)?))
        .collect()
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // it has been looked at
fn index(k: f64) -> Result<u32> {
    if k.fract() == 0.0 && (0.0..65536.0).contains(&k) {
        Ok(k as u32)
    } else {
        Err(DomainError::new(
            "value k",
            k,
            "give a whole number below 65536",
        ))
    }
}

fn how_many(arguments: &Arguments) -> Result<u32> {
    let values = arguments.count("values")?;
    u32::try_from(values)
        .map_err(|_| DomainError::new("values", values, "give a number below 65536"))
}

fn decoder<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let count = how_many(arguments)?;
    values(arguments, |k, _, law: Gaussian<T>| {
        Ok(-decoder_term(law, k, count)?)
    })
}

/// Where the value k lies, and half the width of its bin.
fn bin<T: Field>(k: u32, count: u32) -> (T, T) {
    let gaps = i64::from(count) - 1;
    (T::ratio(2 * i64::from(k) - gaps, gaps), T::ratio(1, gaps))
}

/// `−ln(Φ(upper) − Φ(lower))`, the bin's ends by `open`.
fn by_cdf<T: Real>(
    arguments: &Arguments,
    cdf: fn(T) -> T,
    outer_bins_open: bool,
) -> Result<Vec<T>> {
    let count = how_many(arguments)?;
    values(arguments, |k, mean: T, law| {
        let (x, reach) = bin::<T>(k, count);
        let over_std = T::one() / law.var().sqrt();
        let upper = || cdf(over_std * (x - mean + reach));
        let lower = || cdf(over_std * (x - mean - reach));
        let mass = match k {
            0 if outer_bins_open => upper(),
            k if outer_bins_open && k + 1 == count => T::one() - lower(),
            _ => upper() - lower(),
        };
        Ok(-mass.ln())
    })
}

fn decoder_by_difference<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    by_cdf(arguments, T::normal_cdf, true)
}

fn decoder_closed<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    by_cdf(arguments, T::normal_cdf, false)
}

fn decoder_tanh<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    by_cdf(arguments, cdf_by_tanh, true)
}

/// `½ (1 + tanh(√(2/π) (x + 0.044715 x³))) = 1/(1 + e^{−2 …})`.
fn cdf_by_tanh<T: Real>(x: T) -> T {
    let cubic = x + T::ratio(44_715, 1_000_000) * x * x.squared();
    let argument = T::int(2) * (T::int(2) / T::pi()).sqrt() * cubic;
    T::one() / (T::one() + (-argument).exp())
}

fn decoder_density<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let count = how_many(arguments)?;
    values(arguments, |k, _, law: Gaussian<T>| {
        Ok(-law.log_density(bin::<T>(k, count).0))
    })
}

/// The prior's term of the bound.
pub static VLB_PRIOR: Operation = Operation {
    name: "vlb_terms.prior",
    stage: Stage::Operations,
    says: "KL(N(alpha_t x0, sigma_t²) ‖ N(0, 1)) in nats, place by place",
    source: "DDPM eq. 5, first term",
    params: &[
        ("alpha_t", "signal scale of the last level"),
        ("sigma_t", "its noise scale"),
    ],
    inputs: &[("x0", "clean data, any shape")],
    shape: Shape::Like("x0"),
    kind: Kind::Numbers,
    forms: &[
        generic!(prior),
        generic!(prior_by_logarithm),
        generic!(prior_as_displayed),
    ],
    scale: None,
    readings: &[
        reads(
            "KL-LOGVAR",
            "the logarithm of the variances left out",
            generic!(prior_without_log),
        ),
        reads("LOG-BASE", "in bits", generic!(prior_in_bits)),
    ],
    stands_on: &["gaussian_kl"],
};

fn prior<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let end = arguments.level_at("t")?;
    fallible(arguments, ["x0"], &|[x0]| prior_term(end, x0))
}

fn prior_by_logarithm<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let end = arguments.level_at::<T>("t")?;
    fallible(arguments, ["x0"], &|[x0]| {
        Ok(by_logarithms(
            end.alpha() * x0,
            end.sigma().squared(),
            T::zero(),
            T::one(),
        ))
    })
}

/// `½ (σ² + (α x₀)² − 1) − ln σ`.
fn prior_as_displayed<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let end = arguments.level_at::<T>("t")?;
    fallible(arguments, ["x0"], &|[x0]| {
        let squares = end.sigma().squared() + (end.alpha() * x0).squared() - T::one();
        Ok(half::<T>() * squares - end.sigma().ln())
    })
}

fn prior_without_log<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let left_out = arguments.level_at::<T>("t")?.sigma().ln();
    Ok(prior::<T>(arguments)?
        .into_iter()
        .map(|nats| nats + left_out)
        .collect())
}

fn prior_in_bits<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    Ok(prior::<T>(arguments)?
        .into_iter()
        .map(|nats| nats / T::int(2).ln())
        .collect())
}

/// A middle term of the bound.
pub static VLB_STEP: Operation = Operation {
    name: "vlb_terms.step",
    stage: Stage::Operations,
    says: "KL(q(x_s | x_t, x0) ‖ N(mean at x0_hat, var)) in nats, place by place",
    source: "DDPM eq. 5, middle terms",
    params: &[
        ("alpha_s", "signal scale of the cleaner level"),
        ("sigma_s", "its noise scale"),
        ("alpha_t", "signal scale of the noisier level"),
        ("sigma_t", "its noise scale"),
        ("var", "the variance of the model's step"),
    ],
    inputs: &[
        ("x_t", "the state, any shape"),
        ("x0", "clean data, the same shape"),
        ("x0_hat", "the model's estimate of them, the same shape"),
    ],
    shape: Shape::Like("x_t"),
    kind: Kind::Numbers,
    forms: &[generic!(step), generic!(step_by_logarithms)],
    scale: None,
    readings: &[
        reads(
            "KL-LOGVAR",
            "the logarithm of the variances left out",
            generic!(step_without_log),
        ),
        reads("KL-ORDER", "the other way round", generic!(step_exchanged)),
        reads(
            "KL-SQUARE",
            "the weighted square alone",
            generic!(step_square),
        ),
    ],
    stands_on: &["gaussian_kl", "posterior"],
};

const STEP: [&str; 3] = ["x_t", "x0", "x0_hat"];

fn step<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let (pair, var) = (arguments.pair()?, arguments.get("var")?);
    fallible(arguments, STEP, &|[x_t, x0, x0_hat]| {
        step_term(pair, var, x0, x0_hat, x_t)
    })
}

fn step_by_logarithms<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let (law, var) = (posterior::<T>(arguments.pair()?)?, arguments.get("var")?);
    fallible(arguments, STEP, &|[x_t, x0, x0_hat]| {
        Ok(by_logarithms(
            law.mean(x0, x_t),
            law.var,
            law.mean(x0_hat, x_t),
            var,
        ))
    })
}

fn step_without_log<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let ratio = posterior::<T>(arguments.pair()?)?.var / arguments.get("var")?;
    let left_out = half::<T>() * ratio.ln();
    Ok(step::<T>(arguments)?
        .into_iter()
        .map(|nats| nats + left_out)
        .collect())
}

fn step_exchanged<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let (law, var) = (posterior::<T>(arguments.pair()?)?, arguments.get("var")?);
    fallible(arguments, STEP, &|[x_t, x0, x0_hat]| {
        let q = Gaussian::new(law.mean(x0, x_t), law.var)?;
        Ok(Gaussian::new(law.mean(x0_hat, x_t), var)?.kl(q))
    })
}

fn step_square<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let weight = x0_weight(arguments.pair()?, arguments.get::<T>("var")?)?;
    fallible(arguments, STEP, &|[_, x0, x0_hat]: [T; 3]| {
        Ok(weight * (x0 - x0_hat).squared())
    })
}
