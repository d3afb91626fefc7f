//! Between which levels each call of a run steps, as claimed, and as the configuration has it.

use ndarray::ArrayD;

use crate::blackbox::drive::{Call as Asked, Record};
use crate::blackbox::formula::{Call, Start, is_closed};
use crate::blackbox::levels::worst_scale;
use crate::blackbox::model::Level;
use crate::blackbox::table::Row;
use crate::blackbox::ways::Ways;
use tweedie::level::NoiseLevel;
use tweedie::scalar::Real;

use tweedie::sampler::Sampler;

/// The levels of a record: claimed, and where each step leads.
pub(super) struct Levels<'a> {
    pub(super) record: &'a Record,
    pub(super) ways: &'a Ways,
}

impl Levels<'_> {
    /// Where call `i` leads, and E of that level where it is not the port's own claim.
    pub(super) fn target(&self, i: usize) -> (Level, Option<[f64; 2]>) {
        let (calls, stops) = (&self.record.calls, &self.ways.stops);
        if stops.get(i).is_some_and(|stop| stop.to == stop.at) {
            return (calls[i].at, None);
        }
        if let Some(next) = calls.get(i + 1) {
            return (next.at, None);
        }
        match self.next_timestep(i).and_then(|t| self.ways.table.get(t)) {
            Some(row) if row.sigma.hi > 0.0 => {
                let scale = worst_scale(row, self.record.format);
                (level_of(row), Some(scale))
            }
            _ => (NoiseLevel::clean(), Some([0.0; 2])),
        }
    }

    /// The level of a timestep; clean at 0.
    pub(super) fn at(&self, t: Option<usize>) -> Option<Level> {
        self.ways.table.get(t?).map(level_of)
    }

    /// The timestep at which call `i` asks, by the configuration.
    pub(super) fn timestep(&self, i: usize) -> Option<usize> {
        self.timestep_at(self.ways.stops.get(i).map(|stop| stop.at))
    }

    /// The timestep to which call `i` leads.
    pub(super) fn next_timestep(&self, i: usize) -> Option<usize> {
        self.timestep_at(self.ways.stops.get(i).map(|stop| stop.to))
    }

    /// The timestep of a place on the path, 0 at its end; none where the grid is no chain.
    fn timestep_at(&self, place: Option<usize>) -> Option<usize> {
        let timesteps = &self.ways.timesteps;
        let t = timesteps.get(place?).copied().unwrap_or(0);
        (!timesteps.is_empty()).then_some(t)
    }

    /// Call `i` in a number system, its levels by `level`.
    pub(super) fn call<T: Real>(
        &self,
        i: usize,
        level: impl Fn(f64, Option<f64>) -> T,
    ) -> Option<Call<T>> {
        let (s, scale) = self.target(i);
        let lifted = |at: Level, scale: Option<[f64; 2]>| {
            let alpha = level(at.alpha(), scale.map(|scale| scale[0]));
            let sigma = level(at.sigma(), scale.map(|scale| scale[1]));
            NoiseLevel::new(alpha, sigma).ok()
        };
        let Asked {
            at,
            x,
            model_output,
            noise,
            ..
        } = &self.record.calls[i];
        let configuration = self.record.configuration;
        let array = |array: &ArrayD<f64>| array.iter().map(|&x| T::from_f64(x)).collect();
        let looks_back = match configuration.sampler {
            Sampler::Heun => i % 2 == 1,
            Sampler::Dpmpp2m => i > 0,
            _ => false,
        };
        let start = if looks_back {
            let before = &self.record.calls[i - 1];
            Some(Start {
                t: lifted(before.at, None)?,
                x: array(&before.x),
                given: array(&before.model_output),
            })
        } else {
            None
        };
        Some(Call {
            // a multistep method moves as DDIM does, with a better estimate
            sampler: if is_closed(configuration.sampler) {
                configuration.sampler
            } else {
                Sampler::Ddim
            },
            prediction: configuration.prediction,
            eta: configuration.sampler.eta(T::from_f64(configuration.eta)),
            t: lifted(*at, exact_if_clean(*at))?,
            s: lifted(s, scale.or(exact_if_clean(s)))?,
            x: array(x),
            given: array(model_output),
            noise: array(noise),
            start,
        })
    }

    /// The step in words: timesteps, of which 0 is clean, or σ.
    pub(super) fn between(&self, i: usize) -> String {
        if let (Some(from), Some(to)) = (self.timestep(i), self.next_timestep(i)) {
            return format!("t = {from} → {to}");
        }
        let (to, _) = self.target(i);
        let from = self.record.calls[i].at;
        format!("sigma = {:.4} → {:.4}", from.sigma(), to.sigma())
    }
}

fn level_of(row: &Row) -> Level {
    NoiseLevel::new(row.alpha.hi, row.sigma.hi).unwrap_or(NoiseLevel::clean())
}

/// Nobody rounds the clean level.
fn exact_if_clean(level: Level) -> Option<[f64; 2]> {
    (level == NoiseLevel::clean()).then_some([0.0; 2])
}
