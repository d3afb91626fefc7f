//! The samplers side by side on the roll, judged by what is known exactly.

use std::time::{Duration, Instant};

use ndarray::Array2;

use crate::cli::Failure;
use crate::level::NoiseLevel;
use crate::preset::{Roll, SHADES, Sampler, generator, roll};
use crate::sampler::{Move, run, standard_normal};

/// Samples of each sampler.
const SAMPLES: usize = 600;

/// The noise scale at which densities are taken.
const SMOOTHING: f64 = 0.05;

/// How well samples fit the data: across the arms of the roll, and along them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quality {
    /// Mean of `ln p` of the data smoothed by `SMOOTHING`, in nats.
    pub(super) log_density: f64,
    /// The standard error of that mean.
    pub(super) standard_error: f64,
    /// Pearson's χ² of the counts in the parts of the roll.
    pub(super) evenness: f64,
}

/// One sampler.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub(super) sampler: Sampler,
    pub(super) evaluations: usize,
    pub(super) time: Duration,
    pub(super) quality: Quality,
}

/// All samplers, and fresh data judged in the same way.
#[derive(Debug, Clone)]
pub(super) struct Comparison {
    pub(super) samples: usize,
    pub(super) smoothing: f64,
    pub(super) parts: usize,
    pub(super) rows: Vec<Row>,
    pub(super) fresh: Quality,
}

impl Comparison {
    /// Runs all samplers for `steps` steps, each on the schedule of its paper.
    pub(super) fn run(
        steps: usize,
        seed: u64,
        mut begin: impl FnMut(Sampler),
    ) -> Result<Self, Failure> {
        let roll = roll()?;
        let fresh = roll.draw(SAMPLES, &mut generator(seed))?.points;
        let mut rows = Vec::new();
        for sampler in Sampler::ALL {
            begin(sampler);
            let levels = sampler.home().levels(steps)?;
            let plan = sampler.method(0.0).plan(&levels)?;
            let mut rng = generator(seed);
            let mut noise = standard_normal(&mut rng);
            let start = noise((SAMPLES, 2)) * levels[0].sigma();
            let clock = Instant::now();
            let samples = run(&plan, &roll.data, start, &mut noise, |_, _| {})?;
            rows.push(Row {
                sampler,
                evaluations: plan.iter().map(Move::evaluations).sum(),
                time: clock.elapsed(),
                quality: quality(&roll, &samples)?,
            });
        }
        Ok(Self {
            samples: SAMPLES,
            smoothing: SMOOTHING,
            parts: SHADES,
            rows,
            fresh: quality(&roll, &fresh)?,
        })
    }
}

#[allow(clippy::cast_precision_loss)] // counts of samples
fn quality(roll: &Roll, samples: &Array2<f64>) -> Result<Quality, Failure> {
    let law = roll.data.at(NoiseLevel::unscaled(SMOOTHING)?)?;
    let densities: Vec<f64> = samples
        .rows()
        .into_iter()
        .map(|x| law.log_density(&x.to_vec()))
        .collect::<Result<_, _>>()?;
    let n = densities.len() as f64;
    let mean = densities.iter().sum::<f64>() / n;
    let var = densities
        .iter()
        .map(|l| (l - mean) * (l - mean))
        .sum::<f64>()
        / (n - 1.0);
    let mut counts = [0.0; SHADES];
    for part in roll.parts(samples) {
        counts[part] += 1.0;
    }
    let term = |(count, share): (f64, f64)| (count - n * share) * (count - n * share) / (n * share);
    Ok(Quality {
        log_density: mean,
        standard_error: (var / n).sqrt(),
        evenness: counts.into_iter().zip(roll.shares()).map(term).sum(),
    })
}
