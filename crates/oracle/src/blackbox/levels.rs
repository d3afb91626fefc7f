//! The levels that a sampler claims: how many, which, and whether they descend.

use ndarray::{ArrayD, IxDyn};
use tweedie_catalogue::mistake;

use super::model::Level;
use super::stops::stops;
use super::table::Row;
use super::ways::{Way, Ways, WrongWay};
use crate::budget::Budget;
use crate::diagnosis::{Diagnosis, registered};
use crate::golden::{Golden, GoldenReading};
use crate::judge::{Judgement, State, compare};
use tweedie::plan::Stop;
use tweedie::scalar::Format;
use tweedie_catalogue::operation::{Configuration, Kind};

/// How exactly a table is kept.
#[derive(Debug, Clone, Copy)]
enum Grade {
    /// α and σ, to two roundings each.
    LastPlace,
    /// ᾱ rounded once from a wider table, the rest from it.
    Rounded,
    /// ᾱ multiplied up in the format of the tables.
    Multiplied,
}

impl Grade {
    const ALL: [Self; 3] = [Self::LastPlace, Self::Rounded, Self::Multiplied];

    fn says(self) -> &'static str {
        match self {
            Self::LastPlace => "levels right to the last place",
            Self::Rounded => "levels from an alpha_bar rounded once",
            Self::Multiplied => "levels as exact as the format's own arithmetic",
        }
    }

    /// E of (α, σ) in a format; no good port keeps its tables in less than single precision.
    fn scale(self, row: &Row, format: Format) -> [f64; 2] {
        let table = Format::F32.roundoff().min(format.roundoff()) / format.roundoff();
        let lost = match self {
            Self::LastPlace => [0.0; 2],
            Self::Rounded => row.rounded,
            Self::Multiplied => row.multiplied,
        };
        [
            lost[0] * table + 2.0 * row.alpha.hi,
            lost[1] * table + 2.0 * row.sigma.hi,
        ]
    }
}

/// What a level may be off by, at the worst grade.
pub(super) fn worst_scale(row: &Row, format: Format) -> [f64; 2] {
    let rounded = Grade::Rounded.scale(row, format);
    let multiplied = Grade::Multiplied.scale(row, format);
    [rounded[0].max(multiplied[0]), rounded[1].max(multiplied[1])]
}

/// Whether the number of calls is right.
pub(super) fn count(configuration: &Configuration, claimed: usize) -> (Judgement, Vec<Diagnosis>) {
    let calls = |n: usize| {
        let swept = Configuration {
            n,
            ..*configuration
        };
        stops(&swept).map_or(n, |stops| stops.len())
    };
    let want = calls(configuration.n);
    let mut judgement = Judgement::pass(1);
    if claimed == want {
        return (judgement, Vec::new());
    }
    judgement.state = State::Fail;
    judgement.outside = 1;
    judgement.rho = f64::INFINITY;
    judgement.reason = Some(format!("{claimed} calls of the model, it should be {want}"));
    let (steps, n) = (configuration.train_steps, configuration.n);
    let readings = [
        (mistake::EVERY_NTH, steps.div_ceil((steps / n).max(1))),
        (mistake::ONE_STEP_MORE, calls(n + 1)),
        (mistake::ONE_STEP_LESS, want.saturating_sub(1)),
    ];
    let diagnoses = readings
        .into_iter()
        .filter(|&(_, count)| count == claimed)
        .map(|(misreading, _)| Diagnosis::certain(misreading));
    (judgement, diagnoses.collect())
}

/// The first call whose level is not where the path goes on from that of the call before: beyond it, or, for a second look,
/// the same.
pub(super) fn stands_still(stops: &[Stop], claimed: &[Level]) -> Option<usize> {
    let ascends = |i: usize| stops.get(i).is_some_and(|stop| stop.to < stop.at);
    let stuck = |(i, pair): (usize, &[Level])| {
        let again = match (stops.get(i), stops.get(i + 1)) {
            (Some(one), Some(other)) => one.at == other.at,
            _ => false,
        };
        let fine = if again {
            pair[0] == pair[1]
        } else if ascends(i.min(stops.len().saturating_sub(1))) {
            pair[0].is_cleaner_than(pair[1])
        } else {
            pair[1].is_cleaner_than(pair[0])
        };
        (!fine).then_some(i + 1)
    };
    claimed.windows(2).enumerate().find_map(stuck)
}

/// Whether the levels are those of the configuration, by the best of its right ways.
pub(super) fn levels(
    ways: &Ways,
    claimed: &[Level],
    budget: Budget,
) -> (Judgement, Vec<Diagnosis>) {
    let output = ArrayD::from_shape_fn(IxDyn(&[claimed.len(), 2]), |place| {
        let level = claimed[place[0]];
        [level.alpha(), level.sigma()][place[1]]
    });
    let mut best: Option<(Judgement, Golden)> = None;
    for grade in Grade::ALL {
        for way in &ways.right {
            let golden = golden(way, &ways.wrong, grade, budget.format);
            let mut judgement = compare(Kind::Numbers, &golden, &output, budget);
            if judgement.state == State::Pass {
                if let Some(i) = stands_still(&ways.stops, claimed) {
                    return standing_still(judgement, i, claimed);
                }
                let how = [grade.says(), way.note];
                let how: Vec<&str> = how.into_iter().filter(|part| !part.is_empty()).collect();
                judgement.reason = Some(how.join("; "));
                return (judgement, Vec::new());
            }
            // of failures, the first way by the widest grade is told of
            if matches!(grade, Grade::Multiplied) && best.is_none() {
                best = Some((judgement, golden));
            }
        }
    }
    let Some((judgement, golden)) = best else {
        return (
            Judgement::without_numbers(State::Undecided, "the configuration has no levels"),
            Vec::new(),
        );
    };
    let diagnoses = registered(Kind::Numbers, &golden, &output, budget);
    match stands_still(&ways.stops, claimed) {
        Some(i) if !diagnoses.iter().any(|diagnosis| diagnosis.matches) => {
            standing_still(judgement, i, claimed)
        }
        _ => (judgement, diagnoses),
    }
}

fn standing_still(
    judgement: Judgement,
    i: usize,
    claimed: &[Level],
) -> (Judgement, Vec<Diagnosis>) {
    let reason = format!(
        "call {i} is at alpha {}, sigma {}, not beyond the call before it",
        claimed[i].alpha(),
        claimed[i].sigma()
    );
    let judgement = Judgement {
        state: State::Fail,
        rho: f64::INFINITY,
        reason: Some(reason),
        ..judgement
    };
    let diagnosis = Diagnosis {
        matches: claimed[i] == claimed[i - 1],
        ..Diagnosis::certain(mistake::A_LEVEL_TWICE)
    };
    (judgement, vec![diagnosis])
}

fn golden(way: &Way, wrong: &[WrongWay], grade: Grade, format: Format) -> Golden {
    let scale = |rows: &[Row]| -> Vec<f64> {
        rows.iter()
            .flat_map(|row| grade.scale(row, format))
            .collect()
    };
    let flat = |rows: &[Row], low: bool| -> Vec<f64> {
        rows.iter()
            .flat_map(|row| [row.alpha, row.sigma])
            .map(|number| if low { number.lo } else { number.hi })
            .collect()
    };
    Golden {
        shape: vec![way.rows.len(), 2],
        y: flat(&way.rows, false),
        lo: flat(&way.rows, true),
        scale: scale(&way.rows),
        readings: wrong
            .iter()
            .map(|wrong| GoldenReading {
                of: wrong.of,
                y: flat(&wrong.rows, false),
                scale: scale(&wrong.rows),
            })
            .collect(),
    }
}
