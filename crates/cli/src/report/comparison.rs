//! The samplers side by side on the roll, judged by what is known exactly.

use std::time::{Duration, Instant};

use crate::Failure;
use tweedie::preset::{COMPARED, Quality, SHADES, SMOOTHING, Schedule, generator, roll};
use tweedie::sampler::{Sampler, run, standard_normal};

/// Samples of each sampler.
const SAMPLES: usize = 600;

/// One sampler.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub(super) sampler: Sampler,
    pub(super) schedule: Schedule,
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
    pub(super) fn run(steps: usize, seed: u64) -> Result<Self, Failure> {
        let roll = roll()?;
        let fresh = roll.draw(SAMPLES, &mut generator(seed))?.points;
        let mut rows = Vec::new();
        for sampler in COMPARED {
            let schedule = Schedule::of(sampler);
            let path = schedule.path(steps)?;
            let plan = sampler.method(0.0).plan(&path)?;
            let mut rng = generator(seed);
            let mut noise = standard_normal(&mut rng);
            let start = noise((SAMPLES, 2)) * path.start().sigma();
            let clock = Instant::now();
            let samples = run(&plan, &roll.data, start, &mut noise, |_, _| {})?;
            rows.push(Row {
                sampler,
                schedule,
                evaluations: plan.calls(),
                time: clock.elapsed(),
                quality: roll.quality(&samples)?,
            });
        }
        Ok(Self {
            samples: SAMPLES,
            smoothing: SMOOTHING,
            parts: SHADES,
            rows,
            fresh: roll.quality(&fresh)?,
        })
    }
}
