//! Loops: each step from the backend's own state, and all of them together.
//!
//! ```text
//! local    |x̂_{i+1} − Φ_i(x̂_i)| ≤ m u E_i (1 + 64u) + τ        Φ_i by certified enclosure, at the state that came
//! global   |x̂_{i+1} − x_{i+1}| ≤ m u B_{i+1} (1 + 64u) + τ      B_{i+1} = |J_i| (B_i + ⅛) + E_i
//! ```
//!
//! The local check names the first wrong step, and is as sharp at the last as at the first. The global one says that the
//! whole arrives where it should, as far as it can be told: where what rounding may cost is wider than a twentieth of the
//! data, it says nothing, and the case is without power.

use ndarray::{ArrayD, Axis};
use rayon::prelude::*;

use super::budget::Budget;
use super::case::Case;
use super::diagnosis::{Diagnosis, diagnose};
use super::finding::{FirstWrong, Said};
use super::golden::{Golden, OracleError, golden};
use super::judge::{Judgement, State, compare};
use tweedie::error::Result;
use tweedie_catalogue::operation::{Arguments, Kind, Loop};

/// The part of the data's spread beyond which a budget says nothing.
const VACUOUS: f64 = 0.05;

/// The answer of a loop, judged step by step and as a whole.
pub(super) fn said(
    walk: &Loop,
    case: &Case,
    truth: &Golden,
    output: &ArrayD<f64>,
    budget: Budget,
) -> Said {
    let whole = compare(Kind::Numbers, truth, output, budget);
    if output.shape() != truth.shape {
        return whole.into();
    }
    let (forced, unknown) = forced(walk, case, output);
    let steps = compare(Kind::Numbers, &forced, output, budget);
    let between = |i| (walk.between)(&case.arguments, i).unwrap_or_default();
    let first = first_wrong(&forced, output, budget, between);
    if let Some((at, error)) = unknown
        && first.as_ref().is_none_or(|first| first.step >= at)
    {
        return Judgement::without_numbers(State::Undecided, error.to_string()).into();
    }
    if let Some(first) = first {
        return Said {
            judgement: steps,
            diagnoses: diagnoses(walk, case, output, first.step, budget),
            first_wrong: Some(first),
        };
    }
    if whole.state == State::Fail {
        let reason = "every step follows from the state before it, and yet the way leads elsewhere";
        return Judgement {
            reason: Some(reason.to_owned()),
            ..whole
        }
        .into();
    }
    match vacuous(walk, &case.arguments, &truth.scale, budget) {
        Ok(None) if whole.rho > steps.rho => whole.into(),
        Ok(None) => steps.into(),
        Ok(Some(reason)) => Judgement::without_numbers(State::NoPower, reason).into(),
        Err(error) => Judgement::without_numbers(State::Undecided, error.to_string()).into(),
    }
}

/// Step `i` as a case of its own, from the states that came.
fn step(walk: &Loop, case: &Case, output: &ArrayD<f64>, i: usize) -> Result<Case> {
    Ok(Case {
        operation: walk.step,
        arguments: (walk.at)(&case.arguments, i, output)?,
        readings: false,
        ..case.clone()
    })
}

/// Where each step should have led from the state before it, and from which step on that is not known, and why: from a state
/// that is no number, or too large for any, nothing follows.
fn forced(
    walk: &Loop,
    case: &Case,
    output: &ArrayD<f64>,
) -> (Golden, Option<(usize, OracleError)>) {
    let steps: Vec<_> = (0..output.shape()[0])
        .into_par_iter()
        .map(|i| match step(walk, case, output, i) {
            Ok(step) => golden(&step),
            Err(error) => Err(OracleError::Domain(case.id.clone(), error)),
        })
        .collect();
    let mut all = Golden {
        shape: output.shape().to_vec(),
        y: Vec::new(),
        lo: Vec::new(),
        scale: Vec::new(),
        readings: Vec::new(),
    };
    let mut unknown = None;
    for (i, step) in steps.into_iter().enumerate() {
        match step {
            Ok(step) => {
                all.y.extend(step.y);
                all.lo.extend(step.lo);
                all.scale.extend(step.scale);
            }
            Err(error) => {
                unknown = Some((i, error));
                break;
            }
        }
    }
    all.y.resize(output.len(), f64::NAN);
    all.lo.resize(output.len(), 0.0);
    all.scale.resize(output.len(), 0.0);
    (all, unknown)
}

/// What a wrong step looks like: the readings of the step, from the backend's own state. No file holds them, as nobody knows
/// that state before.
fn diagnoses(
    walk: &Loop,
    case: &Case,
    output: &ArrayD<f64>,
    i: usize,
    budget: Budget,
) -> Vec<Diagnosis> {
    let Ok(step) = step(walk, case, output, i) else {
        return Vec::new();
    };
    let step = Case {
        readings: true,
        ..step
    };
    let reached = output.index_axis(Axis(0), i).to_owned();
    if output.shape()[0] > 1 && output.outer_iter().all(|state| state == reached) {
        return vec![Diagnosis::of_output(
            "LAYOUT",
            "every state is the same one",
        )];
    }
    golden(&step).map_or_else(
        |_| Vec::new(),
        |truth| diagnose(&step, &truth, &reached, budget),
    )
}

/// The first wrong step of many, whose outputs stand along the first axis.
pub(super) fn first_wrong(
    golden: &Golden,
    output: &ArrayD<f64>,
    budget: Budget,
    between: impl Fn(usize) -> String,
) -> Option<FirstWrong> {
    let each = golden.y.len() / golden.shape[0].max(1);
    let mut rho_before = 0.0_f64;
    for (i, got) in output.outer_iter().enumerate() {
        let here = i * each..(i + 1) * each;
        let part = Golden {
            shape: got.shape().to_vec(),
            y: golden.y[here.clone()].to_vec(),
            lo: golden.lo[here.clone()].to_vec(),
            scale: golden.scale[here].to_vec(),
            readings: Vec::new(),
        };
        let judgement = compare(Kind::Numbers, &part, &got.to_owned(), budget);
        if judgement.state == State::Fail {
            return Some(FirstWrong {
                step: i,
                of: golden.shape[0],
                between: between(i),
                rho_before,
            });
        }
        rho_before = rho_before.max(judgement.rho);
    }
    None
}

/// Why a budget says nothing of a loop, if it does not: somewhere it is wider than a twentieth of the data's spread.
pub(super) fn vacuous(
    walk: &Loop,
    arguments: &Arguments,
    scale: &[f64],
    budget: Budget,
) -> Result<Option<String>> {
    let spread = (walk.spread)(arguments)?;
    let widest = scale.iter().copied().fold(0.0, f64::max);
    let share = budget.tolerance(widest) / spread;
    Ok((share.is_nan() || share > VACUOUS).then(|| {
        format!(
            "vacuous: in {} rounding may cost {:.0} % of the data's standard deviation",
            budget.format,
            100.0 * share
        )
    }))
}
