//! The decoder's likelihood: the mass of a Gaussian in the bin of a value.

use super::super::generic;
use super::super::{Arguments, Kind, Operation, Shape, Stage};
use super::reads;
use crate::mistake;
use tweedie::error::{DomainError, Result};
use tweedie::gaussian::Gaussian;
use tweedie::scalar::{Field, Real};
use tweedie::vlb::decoder_term;

/// The discretised decoder.
pub static NLL: Operation = Operation {
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
    forms: &[generic!(decoder), generic!(by_difference)],
    scale: None,
    readings: &[
        reads(mistake::DENSITY_FOR_MASS, generic!(density)),
        reads(mistake::OUTER_BINS_CLOSED, generic!(closed)),
        reads(mistake::PHI_BY_TANH, generic!(tanh)),
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

fn by_difference<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    by_cdf(arguments, T::normal_cdf, true)
}

fn closed<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    by_cdf(arguments, T::normal_cdf, false)
}

fn tanh<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    by_cdf(arguments, cdf_by_tanh, true)
}

/// `½ (1 + tanh(√(2/π) (x + 0.044715 x³))) = 1/(1 + e^{−2 …})`.
fn cdf_by_tanh<T: Real>(x: T) -> T {
    let cubic = x + T::ratio(44_715, 1_000_000) * x * x.squared();
    let argument = T::int(2) * (T::int(2) / T::pi()).sqrt() * cubic;
    T::one() / (T::one() + (-argument).exp())
}

fn density<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let count = how_many(arguments)?;
    values(arguments, |k, _, law: Gaussian<T>| {
        Ok(-law.log_density(bin::<T>(k, count).0))
    })
}
