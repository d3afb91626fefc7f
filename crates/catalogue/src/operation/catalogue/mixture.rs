//! The exact law of noisy mixtures.

use crate::mistake;
use ndarray::{Array1, Array2};

use super::super::generic;
use super::super::{Arguments, Kind, Operation, Shape, Stage};
use super::reads;
use tweedie::data::{Mixture, NoisyMixture};
use tweedie::error::{DomainError, Result};
use tweedie::scalar::Real;

mod scale;

pub(super) use scale::of_mean;

const PARAMS: [(&str, &str); 2] = [
    ("alpha_t", "signal scale of the level"),
    ("sigma_t", "its noise scale"),
];

/// A mixture, as inputs.
pub(super) const COMPONENTS: [(&str, &str); 3] = [
    (
        "weights",
        "of the components, one axis; they sum to exactly 1",
    ),
    ("means", "of the components, rows"),
    ("vars", "of the components, one axis"),
];

const INPUTS: [(&str, &str); 4] = [
    COMPONENTS[0],
    COMPONENTS[1],
    COMPONENTS[2],
    ("x", "noisy samples, rows"),
];

/// The ideal denoiser.
pub static DENOISE: Operation = Operation {
    name: "mixture.denoise",
    stage: Stage::Operations,
    says: "E[x0 | x_t = x] = Σ r_k (m_k + (alpha v_k/V_k)(x − alpha m_k)), V_k = alpha² v_k + sigma²",
    source: "Bishop §2.3.3, component by component",
    params: &PARAMS,
    inputs: &INPUTS,
    shape: Shape::Like("x"),
    kind: Kind::Numbers,
    forms: &[generic!(denoise)],
    scale: Some(scale::of_denoise),
    readings: &[
        reads(mistake::LIKELIEST_ALONE, generic!(denoise_nearest)),
        reads(mistake::NO_WIDTH, generic!(denoise_points)),
        reads(mistake::EQUAL_WEIGHTS, generic!(denoise_evenly)),
    ],
    stands_on: &[],
};

/// The score.
pub static SCORE: Operation = Operation {
    name: "mixture.score",
    stage: Stage::Operations,
    says: "∇ ln p(x) = −Σ r_k (x − alpha m_k)/V_k, V_k = alpha² v_k + sigma²",
    source: "Song et al. (SDE) §2.1",
    params: &PARAMS,
    inputs: &INPUTS,
    shape: Shape::Like("x"),
    kind: Kind::Numbers,
    forms: &[generic!(score), generic!(score_by_tweedie)],
    scale: Some(scale::of_score),
    readings: &[
        reads(mistake::NO_WIDTH, generic!(score_points)),
        reads(mistake::EQUAL_WEIGHTS, generic!(score_evenly)),
        reads(mistake::SCORE_NOT_DIVIDED, generic!(score_times_sigma)),
    ],
    stands_on: &["mixture.denoise"],
};

/// The logarithm of the density.
pub static LOG_DENSITY: Operation = Operation {
    name: "mixture.log_density",
    stage: Stage::Operations,
    says: "ln Σ w_k N(x; alpha m_k, V_k) in nats, for each row; V_k = alpha² v_k + sigma²",
    source: "Bishop §2.3.9",
    params: &PARAMS,
    inputs: &INPUTS,
    shape: Shape::PerRow("x"),
    kind: Kind::Numbers,
    forms: &[generic!(log_density)],
    scale: Some(scale::of_log_density),
    readings: &[
        reads(mistake::IN_BITS, generic!(log_density_in_bits)),
        reads(mistake::NO_WIDTH, generic!(log_density_points)),
        reads(mistake::EQUAL_WEIGHTS, generic!(log_density_evenly)),
    ],
    stands_on: &[],
};

fn list(arguments: &Arguments, name: &str) -> Result<Array1<f64>> {
    Ok(arguments.array::<f64>(name)?.into())
}

/// The data: weights that are normalised already, so that no number system has to.
fn data(arguments: &Arguments, weights: Array1<f64>, vars: Array1<f64>) -> Result<Mixture> {
    let total = weights.sum();
    if total != 1.0 {
        return Err(DomainError::new(
            "sum of the weights",
            total,
            "give weights that sum to exactly 1",
        ));
    }
    let shape = arguments.shape("means")?;
    let means = match *shape {
        [rows, columns] => Array2::from_shape_vec((rows, columns), arguments.array("means")?).ok(),
        _ => None,
    };
    let Some(means) = means else {
        return Err(DomainError::new("shape of means", shape, "give two axes"));
    };
    Mixture::new(weights, means, vars)
}

/// The data of the arguments.
pub(crate) fn mixture(arguments: &Arguments) -> Result<Mixture> {
    let (weights, vars) = (list(arguments, "weights")?, list(arguments, "vars")?);
    data(arguments, weights, vars)
}

/// The law as it is, with even weights, or without widths.
#[derive(Clone, Copy, PartialEq)]
enum Law {
    Right,
    Even,
    Points,
}

fn law<T: Real>(arguments: &Arguments, kind: Law) -> Result<NoisyMixture<T>> {
    let (weights, vars) = (list(arguments, "weights")?, list(arguments, "vars")?);
    let data = match kind {
        Law::Right => mixture(arguments)?,
        Law::Points => data(arguments, weights, Array1::zeros(vars.len()))?,
        Law::Even => {
            // 1/K need not be a number: the mixture normalises
            let means = data(arguments, weights, vars.clone())?.means().to_owned();
            Mixture::new(Array1::ones(vars.len()), means, vars)?
        }
    };
    data.at(arguments.level_at("t")?)
}

/// What the law of the noisy data says of one row.
type OfRow<'a, T> = dyn Fn(&NoisyMixture<T>, &[T]) -> Result<Vec<T>> + 'a;

/// A function of each row, its results one after another.
fn by_rows<T: Real>(arguments: &Arguments, kind: Law, of_row: &OfRow<'_, T>) -> Result<Vec<T>> {
    let law = law(arguments, kind)?;
    let mut output = Vec::new();
    for row in arguments.rows::<T>("x")? {
        output.extend(of_row(&law, &row)?);
    }
    Ok(output)
}

fn denoise<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    by_rows(arguments, Law::Right, &NoisyMixture::posterior_mean)
}

fn denoise_evenly<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    by_rows(arguments, Law::Even, &NoisyMixture::posterior_mean)
}

fn denoise_points<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    by_rows(arguments, Law::Points, &NoisyMixture::posterior_mean)
}

fn denoise_nearest<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    by_rows(arguments, Law::Right, &|law, x| {
        let shares = law.responsibilities(x)?;
        let means = law.posterior_means(x)?;
        let best =
            (0..shares.len()).fold(0, |best, k| if shares[k] > shares[best] { k } else { best });
        Ok(means[best].clone())
    })
}

fn score<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    by_rows(arguments, Law::Right, &NoisyMixture::score)
}

fn score_evenly<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    by_rows(arguments, Law::Even, &NoisyMixture::score)
}

fn score_points<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    by_rows(arguments, Law::Points, &NoisyMixture::score)
}

/// `(α D − x)/σ²`, Tweedie's formula solved for the score.
fn score_by_tweedie<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let level = arguments.level_at::<T>("t")?;
    by_rows(arguments, Law::Right, &|law, x| {
        let denoised = law.posterior_mean(x)?;
        Ok(denoised
            .into_iter()
            .zip(x)
            .map(|(denoised, &x)| (level.alpha() * denoised - x) / level.sigma().squared())
            .collect())
    })
}

fn score_times_sigma<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let sigma = arguments.level_at::<T>("t")?.sigma();
    Ok(score::<T>(arguments)?
        .into_iter()
        .map(|score| score * sigma)
        .collect())
}

fn log_density<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    by_rows(arguments, Law::Right, &|law, x| {
        Ok(vec![law.log_density(x)?])
    })
}

fn log_density_evenly<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    by_rows(arguments, Law::Even, &|law, x| {
        Ok(vec![law.log_density(x)?])
    })
}

fn log_density_points<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    by_rows(arguments, Law::Points, &|law, x| {
        Ok(vec![law.log_density(x)?])
    })
}

fn log_density_in_bits<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    Ok(log_density::<T>(arguments)?
        .into_iter()
        .map(|nats| nats / T::int(2).ln())
        .collect())
}
