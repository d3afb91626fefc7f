//! What holds over a whole run: a point stays a point, one model gives one sample, the flow is followed to an order.

use ndarray::{ArrayD, IxDyn};
use tweedie_catalogue::mistake;

use super::carried::{WEIGHTS, carried};
use super::drive::{Record, Refusal, Session};
use super::known::Known;
use super::model::{Data, GAUSSIANS, Level};
use super::steps::target;
use super::stops::{half_way, is_stochastic};
use super::ways::Ways;
use crate::budget::Budget;
use crate::diagnosis::{Diagnosis, registered};
use crate::golden::{Golden, GoldenReading};
use crate::judge::{Judgement, State, compare};
use tweedie::error::DomainError;
use tweedie::sampler::Sampler;
use tweedie_catalogue::operation::{Configuration, Kind};

/// `x_t = α_t c + σ_t e` at every claimed level, e the noise begun with; for stochastic methods the last state alone.
pub(super) fn point(
    record: &Record,
    ways: &Ways,
    data: Data,
    budget: Budget,
) -> (Judgement, Vec<Diagnosis>) {
    let Some(first) = record.calls.first() else {
        let judgement = Judgement::without_numbers(State::Error, "no step was made");
        return (judgement, Vec::new());
    };
    let bounds = carried(record, ways, data);
    let on_the_line = |at: Level| -> Vec<f64> {
        let place = |(place, &x): (_, &f64)| {
            let place: ndarray::IxDyn = place;
            let c = data.mean(place[1]);
            let noise = if first.at.sigma() > 0.0 {
                (x - first.at.alpha() * c) / first.at.sigma()
            } else {
                0.0
            };
            at.alpha() * c + at.sigma() * noise
        };
        first.x.indexed_iter().map(place).collect()
    };
    let last = record.calls.len() - 1;
    let from = if is_stochastic(&record.configuration) {
        last
    } else {
        0
    };
    let mut shape = vec![record.calls.len() - from];
    shape.extend(first.x.shape());
    let (mut y, mut scale, mut output) = (Vec::new(), Vec::new(), Vec::new());
    for (i, call) in record.calls.iter().enumerate().skip(from) {
        y.extend(on_the_line(target(record, ways, i)));
        scale.extend(&bounds[i]);
        output.extend(call.next.iter().copied());
    }
    let noisy = ways
        .table
        .get(1)
        .filter(|_| record.configuration.sampler != Sampler::DdimInverse)
        .and_then(|row| Level::new(row.alpha.hi, row.sigma.hi).ok());
    let readings = noisy.map(|noisy| {
        let mut reading = y[..y.len() - first.x.len()].to_vec();
        reading.extend(on_the_line(noisy));
        GoldenReading {
            of: mistake::STOPPING_SHORT,
            y: reading,
            scale: scale.clone(),
        }
    });
    let golden = Golden {
        shape: shape.clone(),
        lo: vec![0.0; y.len()],
        y,
        scale,
        readings: readings.into_iter().collect(),
    };
    match ArrayD::from_shape_vec(IxDyn(&shape), output) {
        Ok(output) => {
            let judgement = compare(Kind::Numbers, &golden, &output, budget);
            let diagnoses = match judgement.state {
                State::Fail => registered(Kind::Numbers, &golden, &output, budget),
                _ => Vec::new(),
            };
            (judgement, diagnoses)
        }
        Err(error) => (
            Judgement::without_numbers(State::Error, error.to_string()),
            Vec::new(),
        ),
    }
}

/// Two runs of one model, spoken in two quantities: one sample.
pub(super) fn agreement(
    record: &Record,
    other: &Record,
    ways: &Ways,
    data: Data,
    budget: Budget,
) -> Judgement {
    let (Some(last), Some(got)) = (record.last(), other.last()) else {
        return Judgement::without_numbers(State::Error, "no step was made");
    };
    let both = [record, other].map(|record| carried(record, ways, data).pop());
    let [Some(one), Some(two)] = both else {
        return Judgement::without_numbers(State::Error, "no step was made");
    };
    let golden = Golden {
        shape: last.shape().to_vec(),
        y: last.iter().copied().collect(),
        lo: vec![0.0; last.len()],
        scale: one.iter().zip(&two).map(|(a, b)| a + b).collect(),
        readings: Vec::new(),
    };
    compare(Kind::Numbers, &golden, got, budget)
}

/// Doublings of n over which an order is taken: a chain of 1024 steps has all of them without rounding.
pub(super) const CHAIN: usize = 1024;
const COUNTS: [usize; 5] = [8, 16, 32, 64, 128];

/// Errors of runs of more and more steps.
#[derive(Debug, Clone, Default)]
pub(super) struct Errors {
    /// `(n, error)` half way.
    pub(super) interior: Vec<(usize, f64)>,
    /// `(n, error)` at the end.
    pub(super) end: Vec<(usize, f64)>,
    /// What rounding alone may have done, at most.
    pub(super) floor: f64,
}

/// Runs over doublings of n, against the exact flow of Gaussian data.
///
/// # Errors
/// If the backend does not have the configuration, or fails.
pub(super) fn errors(
    session: &mut Session<'_>,
    known: &Known,
    configuration: &Configuration,
) -> Result<Errors, Refusal> {
    let mut errors = Errors::default();
    for n in COUNTS {
        let configuration = Configuration {
            n,
            train_steps: CHAIN,
            ..*configuration
        };
        let skipped = |error: DomainError| Refusal::Skipped(error.to_string());
        let ways = known.ways(&configuration).map_err(skipped)?;
        let record = session.drive(&configuration, GAUSSIANS, 1)?;
        if let Some(reason) = record.stopped {
            return Err(Refusal::Error(reason));
        }
        let (first, count) = (&record.calls[0], record.calls.len());
        let off = |got: &ArrayD<f64>, at: Level| {
            let truth = GAUSSIANS.flow(first.at, &first.x, at);
            let off = got.iter().zip(&truth).map(|(got, want)| (got - want).abs());
            off.fold(0.0, f64::max)
        };
        let middle = &record.calls[half_way(&ways.stops, n)];
        errors.interior.push((n, off(&middle.x, middle.at)));
        let last = &record.calls[count - 1];
        errors
            .end
            .push((n, off(&last.next, target(&record, &ways, count - 1))));
        // what rounding alone may have done to the two states that are looked at
        let bounds = carried(&record, &ways, GAUSSIANS);
        let seen = [half_way(&ways.stops, n).saturating_sub(1), count - 1];
        for bound in seen.into_iter().flat_map(|i| &bounds[i]) {
            let rounding = bound / WEIGHTS * record.format.roundoff();
            errors.floor = errors.floor.max(rounding);
        }
    }
    Ok(errors)
}

/// Whether the errors fall with the claimed order: their slope over the doublings lies nearer to it than to the next lower one.
pub(super) fn order(errors: &[(usize, f64)], floor: f64, claimed: u8) -> Judgement {
    let above: Vec<(usize, f64)> = errors
        .iter()
        .copied()
        .filter(|&(_, error)| error > floor)
        .collect();
    if above.is_empty() {
        return Judgement {
            reason: Some("no error beyond rounding".to_owned()),
            ..Judgement::pass(errors.len())
        };
    }
    // the first doubling is far from the limit
    let tail = &above[above.len().saturating_sub(4)..];
    if tail.len() < 3 {
        let reason = "rounding hides the order: fewer than two doublings stand out of it";
        return Judgement::without_numbers(State::NoPower, reason);
    }
    let slope = slope(tail);
    let wanted = f64::from(claimed) - 0.5;
    let told = format!(
        "order {slope:.2} over n = {} … {}, claimed {claimed}",
        tail[0].0,
        tail[tail.len() - 1].0
    );
    let fails = slope.is_nan() || slope < wanted;
    Judgement {
        state: if fails { State::Fail } else { State::Pass },
        rho: if fails { f64::INFINITY } else { 0.0 },
        outside: usize::from(fails),
        count: 1,
        worst: None,
        reason: Some(told),
    }
}

/// The slope of −ln error by ln n, of least squares.
fn slope(errors: &[(usize, f64)]) -> f64 {
    use tweedie::scalar::{Field, Real};
    let points: Vec<(f64, f64)> = errors
        .iter()
        .map(|&(n, error)| (Real::ln(f64::count(n)), -Real::ln(error)))
        .collect();
    let count = f64::count(points.len());
    let mean = |pick: fn(&(f64, f64)) -> f64| points.iter().map(pick).sum::<f64>() / count;
    let (x, y) = (mean(|point| point.0), mean(|point| point.1));
    let across: f64 = points.iter().map(|p| (p.0 - x) * (p.1 - y)).sum();
    across / points.iter().map(|p| (p.0 - x) * (p.0 - x)).sum::<f64>()
}

/// Sampled and inverted: how far from where it began, over doublings of n.
///
/// # Errors
/// If the backend does not have DDIM and its inverse, or fails.
pub(super) fn round_trips(
    session: &mut Session<'_>,
    known: &Known,
    configuration: &Configuration,
) -> Result<Errors, Refusal> {
    let mut errors = Errors::default();
    for n in COUNTS {
        let down = Configuration {
            n,
            train_steps: CHAIN,
            ..*configuration
        };
        let up = Configuration {
            sampler: Sampler::DdimInverse,
            ..down
        };
        let skipped = |error: DomainError| Refusal::Skipped(error.to_string());
        let ways = known.ways(&down).map_err(skipped)?;
        // an inversion that is not there is told of before anything runs
        session.begin(&up)?;
        let sampled = session.drive(&down, GAUSSIANS, 1)?;
        let levels = session.begin(&up)?;
        let (Some(first), Some(last)) = (sampled.calls.first(), sampled.last()) else {
            return Err(Refusal::Error("no step was made".to_owned()));
        };
        let start = last.mapv(|value| session.format.round(value));
        let back = session.run_on(&up, GAUSSIANS, &levels, start);
        if let Some(reason) = sampled.stopped.clone().or(back.stopped.clone()) {
            return Err(Refusal::Error(reason));
        }
        let Some(end) = back.last() else {
            return Err(Refusal::Error("no step was made".to_owned()));
        };
        let off = end.iter().zip(&first.x).map(|(a, b)| (a - b).abs());
        errors.end.push((n, off.fold(0.0, f64::max)));
        let bounds = carried(&sampled, &ways, GAUSSIANS).concat();
        let rounding = bounds.into_iter().fold(0.0, f64::max) * session.format.roundoff();
        errors.floor = errors.floor.max(rounding);
    }
    Ok(errors)
}
