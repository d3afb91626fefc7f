//! The exact law of noisy mixtures.
//!
//! The running error of a soft-max says too much: an error that all logits share changes nothing. To first order
//! `δ Σ r_k m_k = Σ r_k (m_k − D) δℓ_k`, so with
//!
//! ```text
//! A_k = Σ_{j: ℓ_j ≥ ℓ_k} (E_ℓj + κ) + |ℓ_k − M|     of logit k, its distance to the largest, M, and the exponentials on the way
//! E   = Σ r_k |m_k − D| A_k + 2K (Σ r_k |m_k| + |D|) + Σ r_k E_mk + |D|
//! ```
//!
//! holds for one pass or two, with the largest logit known before or found on the way; for the logarithm of the sum it is
//! `Σ r_k A_k + E_ℓM + 2K + κ |ln Σ e^{ℓ−M}| + |ln p|`. K is the number of components, κ = 2.

use ndarray::{Array1, Array2, IxDyn};

use super::super::generic;
use super::super::{Arguments, Kind, Operation, Shape, Stage};
use super::reads;
use crate::data::{Mixture, NoisyMixture};
use crate::error::{DomainError, Result};
use crate::level::NoiseLevel;
use crate::scalar::{Real, Running};

const PARAMS: [(&str, &str); 2] = [
    ("alpha_t", "signal scale of the level"),
    ("sigma_t", "its noise scale"),
];

const INPUTS: [(&str, &str); 4] = [
    (
        "weights",
        "of the components, one axis; they sum to exactly 1",
    ),
    ("means", "of the components, rows"),
    ("vars", "of the components, one axis"),
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
    scale: Some(scale_of_denoise),
    readings: &[
        reads(
            "MIXTURE-NEAREST",
            "that of the likeliest component alone",
            generic!(denoise_nearest),
        ),
        reads(
            "MIXTURE-VARIANCE",
            "components without width",
            generic!(denoise_points),
        ),
        reads(
            "MIXTURE-WEIGHTS",
            "all components weigh the same",
            generic!(denoise_evenly),
        ),
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
    scale: Some(scale_of_score),
    readings: &[
        reads(
            "MIXTURE-VARIANCE",
            "components without width",
            generic!(score_points),
        ),
        reads(
            "MIXTURE-WEIGHTS",
            "all components weigh the same",
            generic!(score_evenly),
        ),
        reads(
            "SCORE-SCALE",
            "the score not divided by sigma_t",
            generic!(score_times_sigma),
        ),
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
    scale: Some(scale_of_log_density),
    readings: &[
        reads("LOG-BASE", "in bits", generic!(log_density_in_bits)),
        reads(
            "MIXTURE-VARIANCE",
            "components without width",
            generic!(log_density_points),
        ),
        reads(
            "MIXTURE-WEIGHTS",
            "all components weigh the same",
            generic!(log_density_evenly),
        ),
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
    let rows = arguments.shape("means")?;
    let means = Array2::from_shape_fn((rows[0], rows.get(1).copied().unwrap_or(1)), |_| 0.0);
    let flat = arguments.array::<f64>("means")?;
    let means = Array2::from_shape_vec(means.raw_dim(), flat)
        .map_err(|_| DomainError::new("shape of means", IxDyn(rows), "give two axes"))?;
    Mixture::new(weights, means, vars)
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
        Law::Right => data(arguments, weights, vars)?,
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

/// What an exponential may be off by, in u.
const KAPPA: f64 = 2.0;

/// A row of samples: what the components say of it, each with its running error.
struct Row {
    logits: Vec<Running>,
    shares: Vec<f64>,
    /// A_k.
    slack: Vec<f64>,
}

impl Row {
    fn new(law: &NoisyMixture<Running>, x: &[Running]) -> Result<Self> {
        let logits = law.logits(x)?;
        let largest = largest(&logits).value;
        let slack = logits
            .iter()
            .map(|logit| {
                let above = logits.iter().filter(|other| other.value >= logit.value);
                let errors: f64 = above.map(|other| other.error + KAPPA).sum();
                errors + (logit.value - largest).abs()
            })
            .collect();
        Ok(Self {
            shares: law
                .responsibilities(x)?
                .iter()
                .map(|share| share.value)
                .collect(),
            slack,
            logits,
        })
    }

    #[allow(clippy::cast_precision_loss)] // a count of components
    fn twice_count(&self) -> f64 {
        2.0 * self.logits.len() as f64
    }

    /// E of `D = Σ r_k m_k`, for one coordinate.
    fn scale_of_mean(&self, terms: &[Running]) -> f64 {
        let over = |f: &dyn Fn(usize) -> f64| -> f64 {
            (0..terms.len()).map(|k| self.shares[k] * f(k)).sum()
        };
        let mean = over(&|k| terms[k].value);
        let by_logits = over(&|k| (terms[k].value - mean).abs() * self.slack[k]);
        let by_sums = self.twice_count() * (over(&|k| terms[k].value.abs()) + mean.abs());
        by_logits + by_sums + over(&|k| terms[k].error) + mean.abs()
    }
}

fn largest(logits: &[Running]) -> Running {
    logits[1..].iter().fold(logits[0], |best, &other| {
        if other.value > best.value {
            other
        } else {
            best
        }
    })
}

/// Makes up for the roundings of E itself.
const ROUND_UP: f64 = 1.0 + 1e-12;

fn scales(
    arguments: &Arguments,
    function: impl Fn(&NoisyMixture<Running>, &[Running], &Row) -> Result<Vec<f64>>,
) -> Result<Vec<f64>> {
    let law = law::<Running>(arguments, Law::Right)?;
    let mut output = Vec::new();
    for x in arguments.rows("x")? {
        let row = Row::new(&law, &x)?;
        output.extend(
            function(&law, &x, &row)?
                .into_iter()
                .map(|scale| scale * ROUND_UP),
        );
    }
    Ok(output)
}

/// E of the weighted mean of `terms` (components, coordinates), coordinate by coordinate.
fn by_coordinate(row: &Row, terms: &[Vec<Running>]) -> Vec<f64> {
    (0..terms[0].len())
        .map(|j| row.scale_of_mean(&terms.iter().map(|term| term[j]).collect::<Vec<_>>()))
        .collect()
}

fn scale_of_denoise(arguments: &Arguments) -> Result<Vec<f64>> {
    scales(arguments, |law, x, row| {
        Ok(by_coordinate(row, &law.posterior_means(x)?))
    })
}

/// The larger of two: the weighted mean of the components' scores, and Tweedie's formula from the denoiser.
fn scale_of_score(arguments: &Arguments) -> Result<Vec<f64>> {
    let level = arguments.level_at::<f64>("t")?;
    scales(arguments, |law, x, row| {
        let direct = by_coordinate(row, &law.component_scores(x)?);
        let denoised = law.posterior_mean(x)?;
        let scales = by_coordinate(row, &law.posterior_means(x)?);
        let by_tweedie = scales
            .iter()
            .zip(&denoised)
            .zip(x)
            .map(|((&error, denoised), &x)| {
                let denoised = Running {
                    value: denoised.value,
                    error,
                };
                tweedie_of(level, denoised, x).error
            });
        Ok(direct
            .into_iter()
            .zip(by_tweedie)
            .map(|(a, b)| a.max(b))
            .collect())
    })
}

/// The score from the denoiser, with its running error.
fn tweedie_of(level: NoiseLevel<f64>, denoised: Running, x: Running) -> Running {
    let (alpha, sigma) = (Running::exact(level.alpha()), Running::exact(level.sigma()));
    (alpha * denoised - x) / (sigma * sigma)
}

fn scale_of_log_density(arguments: &Arguments) -> Result<Vec<f64>> {
    scales(arguments, |law, x, row| {
        let log_density = law.log_density(x)?.value;
        let largest = largest(&row.logits);
        let by_logits: f64 = row
            .shares
            .iter()
            .zip(&row.slack)
            .map(|(share, slack)| share * slack)
            .sum();
        let log_sum = (log_density - largest.value).abs();
        Ok(vec![
            by_logits + largest.error + row.twice_count() + KAPPA * log_sum + log_density.abs(),
        ])
    })
}
