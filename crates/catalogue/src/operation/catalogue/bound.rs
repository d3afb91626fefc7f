//! Terms of the variational bound.

use super::super::generic;
use super::super::{Arguments, Kind, Operation, Shape, Stage};
use super::divergence::{by_logarithms, half};
use super::{fallible, reads};
use crate::mistake;
use tweedie::error::Result;
use tweedie::gaussian::Gaussian;
use tweedie::posterior::posterior;
use tweedie::scalar::Real;
use tweedie::vlb::{prior_term, step_term, x0_weight};

/// The prior's term of the bound.
pub static PRIOR: Operation = Operation {
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
        reads(mistake::LOGARITHM_LEFT_OUT, generic!(prior_without_log)),
        reads(mistake::IN_BITS, generic!(prior_in_bits)),
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
pub static STEP: Operation = Operation {
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
        reads(mistake::LOGARITHM_LEFT_OUT, generic!(step_without_log)),
        reads(mistake::LAWS_EXCHANGED, generic!(step_exchanged)),
        reads(mistake::SQUARE_ALONE, generic!(step_square)),
    ],
    stands_on: &["gaussian_kl", "posterior"],
};

const DRAWN: [&str; 3] = ["x_t", "x0", "x0_hat"];

fn step<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let (pair, var) = (arguments.pair()?, arguments.get("var")?);
    fallible(arguments, DRAWN, &|[x_t, x0, x0_hat]| {
        step_term(pair, var, x0, x0_hat, x_t)
    })
}

fn step_by_logarithms<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let (law, var) = (posterior::<T>(arguments.pair()?)?, arguments.get("var")?);
    fallible(arguments, DRAWN, &|[x_t, x0, x0_hat]| {
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
    fallible(arguments, DRAWN, &|[x_t, x0, x0_hat]| {
        let q = Gaussian::new(law.mean(x0, x_t), law.var)?;
        Ok(Gaussian::new(law.mean(x0_hat, x_t), var)?.kl(q))
    })
}

fn step_square<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let weight = x0_weight(arguments.pair()?, arguments.get::<T>("var")?)?;
    fallible(arguments, DRAWN, &|[_, x0, x0_hat]: [T; 3]| {
        Ok(weight * (x0 - x0_hat).squared())
    })
}
