//! What rounding may have done to each state of a run: each step's own error, handed on by the coefficients of the method.

use super::drive::Record;
use super::model::{Data, Level};
use super::steps::{local_scale, target};
use super::ways::Ways;
use tweedie::error::{DomainError, Result};
use tweedie::path::Path;
use tweedie::plan::{Place, Plan, Walk};

/// A multistep method combines estimates with weights of both signs; those of the known ones add up to less than this.
pub(super) const WEIGHTS: f64 = 8.0;

/// `B_i = Σ_m |∂x_i/∂x_m| · 8 E_m`, for the state after each call: E_m what call m may have lost, and the derivative that of
/// the plan on the data's own denoiser, with all that later calls remember.
pub(super) fn carried(record: &Record, ways: &Ways, data: Data) -> Vec<Vec<f64>> {
    let count = record.calls.len();
    let columns = record.calls.first().map_or(1, |call| call.x.shape()[1]);
    let own: Vec<Vec<f64>> = (0..count).map(|i| local_scale(record, ways, i)).collect();
    let plan = plan(record, ways).ok().filter(|plan| plan.calls() == count);
    let Some(plan) = plan else {
        // the calls are those of no plan of the method, which is told of elsewhere: each is held to the sum of all losses
        return added(&own);
    };
    let slopes: Vec<_> = (0..columns)
        .map(|j| slopes(&plan, count, data, j))
        .collect();
    let bound = |i: usize, k: usize| -> f64 {
        let slopes = slopes[k % columns].get(i).map_or(&[][..], Vec::as_slice);
        let losses = slopes.iter().zip(&own);
        losses
            .map(|(slope, own)| slope.abs() * WEIGHTS * own[k])
            .sum()
    };
    let elements = own.first().map_or(0, Vec::len);
    let bounds = |i| (0..elements).map(|k| bound(i, k)).collect();
    (0..count).map(bounds).collect()
}

/// `Σ_{m ≤ i} 8 E_m`.
fn added(own: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut sum = vec![0.0; own.first().map_or(0, Vec::len)];
    let add = |own: &Vec<f64>| {
        for (sum, own) in sum.iter_mut().zip(own) {
            *sum += WEIGHTS * own;
        }
        sum.clone()
    };
    own.iter().map(add).collect()
}

/// The plan between the levels that a record claims, however many.
fn plan(record: &Record, ways: &Ways) -> Result<Plan<f64>> {
    let last = record.calls.len().saturating_sub(1);
    let mut levels: Vec<Level> = record.calls.iter().map(|call| call.at).collect();
    levels.push(target(record, ways, last));
    levels.dedup();
    if ways.stops.first().is_some_and(|stop| stop.to < stop.at) {
        levels.reverse();
    }
    let path = Path::new(record.configuration.sampler.curve(), levels)?;
    record.configuration.method().plan(&path)
}

/// How states depend on an error in each state before them, column `j`: linear forms in these errors.
struct Errors {
    data: Data,
    j: usize,
}

impl Place<f64> for Errors {
    type Array = Vec<f64>;
    type Error = DomainError;

    fn combine(&mut self, terms: &[(f64, &Vec<f64>)]) -> Result<Vec<f64>> {
        let longest = terms.iter().map(|(_, form)| form.len()).max();
        let mut sum = vec![0.0; longest.unwrap_or(0)];
        for &(on, form) in terms {
            for (sum, error) in sum.iter_mut().zip(form) {
                *sum += on * error;
            }
        }
        Ok(sum)
    }

    fn denoise(&mut self, x: &Vec<f64>, at: Level) -> Result<Vec<f64>> {
        let gain = self.data.gain(self.j, at);
        Ok(x.iter().map(|error| gain * error).collect())
    }

    fn noise(&mut self, _: &Vec<f64>) -> Result<Vec<f64>> {
        Ok(Vec::new())
    }

    fn eps(&mut self, x: &Vec<f64>, _: &Vec<f64>, at: Level) -> Result<Vec<f64>> {
        let gain = self.data.noise_gain(self.j, at);
        Ok(x.iter().map(|error| gain * error).collect())
    }
}

/// `∂x_i/∂x_m` for the state after call `i` of `count`, m from 0 to i. The start has no error.
fn slopes(plan: &Plan<f64>, count: usize, data: Data, j: usize) -> Vec<Vec<f64>> {
    let mut place = Errors { data, j };
    let mut walk = Walk::new(plan.reach());
    let mut x = Vec::new();
    let mut slopes = Vec::new();
    for (i, rows) in plan.by_call().into_iter().take(count).enumerate() {
        for row in rows {
            match walk.take(&mut place, row, x) {
                Ok(next) => x = next,
                Err(_) => return slopes,
            }
        }
        x.resize(i, 0.0);
        x.push(1.0);
        slopes.push(x.clone());
    }
    slopes
}
