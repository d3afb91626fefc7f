//! The divergence between Gaussians.

use super::super::generic;
use super::super::{Arguments, Kind, Operation, Shape, Stage};
use super::{fallible, reads};
use crate::mistake;
use tweedie::error::Result;
use tweedie::gaussian::Gaussian;
use tweedie::scalar::{Field, Real};

/// KL between Gaussians.
pub static KL: Operation = Operation {
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
        reads(mistake::LOGARITHM_LEFT_OUT, generic!(kl_without_log)),
        reads(mistake::LAWS_EXCHANGED, generic!(kl_exchanged)),
        reads(mistake::VARIANCES_AS_DEVIATIONS, generic!(kl_of_deviations)),
        reads(mistake::IN_BITS, generic!(kl_in_bits)),
    ],
    stands_on: &[],
};

const GAUSSIANS: [&str; 4] = ["mean_q", "var_q", "mean_p", "var_p"];

pub(super) fn half<T: Field>() -> T {
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
pub(super) fn by_logarithms<T: Real>(mean_q: T, var_q: T, mean_p: T, var_p: T) -> T {
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
