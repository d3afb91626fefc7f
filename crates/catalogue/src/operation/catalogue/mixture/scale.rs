//! What rounding may cost: E of the laws of mixtures.
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

use super::{Law, law};
use crate::operation::Arguments;
use tweedie::data::NoisyMixture;
use tweedie::error::Result;
use tweedie::level::NoiseLevel;
use tweedie::scalar::Running;

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

/// E of the posterior mean, coordinate by coordinate.
pub fn of_mean(law: &NoisyMixture<Running>, x: &[Running]) -> Result<Vec<f64>> {
    let scales = by_coordinate(&Row::new(law, x)?, &law.posterior_means(x)?);
    Ok(scales.into_iter().map(|scale| scale * ROUND_UP).collect())
}

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

pub fn of_denoise(arguments: &Arguments) -> Result<Vec<f64>> {
    let law = law::<Running>(arguments, Law::Right)?;
    let mut output = Vec::new();
    for x in arguments.rows("x")? {
        output.extend(of_mean(&law, &x)?);
    }
    Ok(output)
}

/// The larger of two: the weighted mean of the components' scores, and Tweedie's formula from the denoiser.
pub fn of_score(arguments: &Arguments) -> Result<Vec<f64>> {
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

pub fn of_log_density(arguments: &Arguments) -> Result<Vec<f64>> {
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
