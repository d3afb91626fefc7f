//! Step by step: the next state against the certified step between the claimed levels, the state being the port's own.

mod places;
mod readings;

use std::sync::Arc;
use tweedie_catalogue::mistake;

use ndarray::{ArrayD, IxDyn};

use super::drive::Record;
use super::formula::is_closed;
use super::known::Known;
use super::model::Level;
use super::stops::stops;
use super::truth::{Truth, widest};
use super::ways::Ways;
use crate::budget::Budget;
use crate::diagnosis::{Diagnosis, registered};
use crate::finding::Said;
use crate::golden::Golden;
use crate::judge::{Judgement, State, compare};
use crate::loops::first_wrong;
use places::Levels;
use readings::readings;
use tweedie::sampler::Sampler;
use tweedie::scalar::{Certified, Field, Running};
use tweedie_catalogue::operation::{Kind, Quantity};

/// The steps of a record, judged. None for a method without a closed form here.
pub(super) fn steps(record: &Record, ways: &Ways, known: &Known, budget: Budget) -> Option<Said> {
    if !is_closed(record.configuration.sampler) {
        return None;
    }
    // a thread of its own holds the enclosures, and frees them
    Some(std::thread::scope(|scope| {
        scope
            .spawn(|| on_this_thread(record, ways, known, budget))
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    }))
}

fn on_this_thread(record: &Record, ways: &Ways, known: &Known, budget: Budget) -> Said {
    let levels = Levels { record, ways };
    let count = record.calls.len();
    let mut golden = Golden {
        shape: vec![count],
        y: Vec::new(),
        lo: Vec::new(),
        scale: Vec::new(),
        readings: Vec::new(),
    };
    for i in 0..count {
        let Some(truth) = certified(&levels, i, known) else {
            let reason = format!("step {i}: the claimed levels give no step to judge by");
            return Judgement::without_numbers(State::Blocked, reason).into();
        };
        golden.y.extend(&truth.y);
        golden.lo.extend(&truth.lo);
        golden.scale.extend(&truth.scale);
    }
    let shape = record.calls.first().map_or(&[][..], |call| call.x.shape());
    golden.shape.extend(shape);
    let output: Vec<f64> = record
        .calls
        .iter()
        .flat_map(|call| call.next.iter().copied())
        .collect();
    let Ok(output) = ArrayD::from_shape_vec(IxDyn(&golden.shape), output) else {
        return Judgement::without_numbers(State::Error, "states of different shapes").into();
    };
    let judgement = compare(Kind::Numbers, &golden, &output, budget);
    if judgement.state == State::Pass {
        return judgement.into();
    }
    golden.readings = readings(&levels);
    Said {
        first_wrong: first_wrong(&golden, &output, budget, |i| levels.between(i)),
        diagnoses: registered(Kind::Numbers, &golden, &output, budget),
        judgement,
    }
}

/// A claimed number: the port's own table may differ from it by `roundings`.
fn claimed(roundings: f64) -> impl Fn(f64, Option<f64>) -> Running {
    move |value, scale| Running {
        value,
        error: scale.unwrap_or(roundings * value.abs()),
    }
}

/// The truth of call `i`, and E: what its claims may hide, and what its arithmetic may cost.
fn certified(levels: &Levels<'_>, i: usize, known: &Known) -> Option<Arc<Truth>> {
    let hidden = levels.call(i, claimed(2.0))?;
    let costs = levels.call(i, claimed(1.0))?;
    known.step([&hidden, &costs], || {
        let exactly = |x: f64, _: Option<f64>| Certified::from_f64(x);
        Truth::of(&levels.call(i, exactly)?, &hidden, &costs)
    })
}

/// How a state that is no number came about, from where it happened.
pub(super) fn not_finite(record: &Record) -> Option<Diagnosis> {
    let last = record.calls.last()?;
    if last.next.iter().all(|value| value.is_finite()) {
        return None;
    }
    let configuration = record.configuration;
    let at_end = stops(&configuration).is_ok_and(|stops| stops.len() == record.calls.len());
    let misreading = if last.at.alpha() == 0.0 && configuration.prediction == Quantity::Eps {
        mistake::EPS_OVER_ZERO
    } else if matches!(
        configuration.sampler,
        Sampler::EulerAncestral | Sampler::Ddpm | Sampler::Ddim
    ) {
        mistake::VARIANCE_BELOW_ZERO
    } else if at_end {
        mistake::LOGARITHM_OF_ZERO
    } else {
        return None;
    };
    Some(Diagnosis::certain(misreading))
}

/// Where call `i` of a record leads.
pub(super) fn target(record: &Record, ways: &Ways, i: usize) -> Level {
    Levels { record, ways }.target(i).0
}

/// E of call `i` as a deterministic step in closed form; zeros where it does not move.
pub(super) fn local_scale(record: &Record, ways: &Ways, i: usize) -> Vec<f64> {
    let levels = Levels { record, ways };
    let count = record.calls[i].x.len();
    let call = levels.call(i, claimed(2.0));
    call.map_or_else(|| vec![0.0; count], |call| widest(&call))
}
