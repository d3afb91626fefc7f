//! The ways a configuration may lead: those that are right, and those that wrong ports took.

use std::sync::Arc;

use super::stops::{asked, stops};
use super::table::{Number, Row, table};
use tweedie::error::Result;
use tweedie::level::NoiseLevel;
use tweedie::path::Curve;
use tweedie::plan::Stop;
use tweedie::sampler::Sampler;
use tweedie::scalar::{Certified, Running};
use tweedie::schedule::Spacing;
use tweedie_catalogue::mistake::{self, Misreading};
use tweedie_catalogue::operation::{Configuration, Grid};

/// The levels at which the model is asked.
#[derive(Debug, Clone)]
pub(super) struct Way {
    /// How it is right; empty where it is what the configuration says.
    pub(super) note: &'static str,
    pub(super) rows: Vec<Row>,
}

/// The levels at which a wrong port asks.
#[derive(Debug, Clone)]
pub(super) struct WrongWay {
    pub(super) of: &'static Misreading,
    pub(super) rows: Vec<Row>,
}

/// All ways of a configuration, and the tables they were read from.
#[derive(Debug, Clone)]
pub(super) struct Ways {
    /// The levels 0 … T, in the coordinates of the method; empty where the grid is no chain.
    pub(super) table: Arc<Vec<Row>>,
    /// The calls, as places on the path.
    pub(super) stops: Vec<Stop>,
    /// The timesteps visited, late to early; empty where the grid is no chain.
    pub(super) timesteps: Vec<usize>,
    /// Any of these is right; the first is what the configuration says.
    pub(super) right: Vec<Way>,
    /// What wrong ports claimed.
    pub(super) wrong: Vec<WrongWay>,
}

/// The ways of a configuration.
///
/// # Errors
/// If the configuration has no levels.
pub(super) fn ways(configuration: &Configuration) -> Result<Ways> {
    match configuration.grid {
        Grid::Karras | Grid::Flow => continuous(configuration),
        _ => chain(configuration),
    }
}

fn chain(configuration: &Configuration) -> Result<Ways> {
    let stops = stops(configuration)?;
    let timesteps = configuration.timesteps()?;
    let unscaled = configuration.sampler.curve() == Curve::Unscaled;
    let steps = configuration.train_steps;
    let table = table(configuration.grid, steps, unscaled).unwrap_or_default();
    let right_way = |note, rows: &[Row]| asked(&stops, rows).map(|rows| Way { note, rows });
    let wrong_way = |of, rows: &[Row]| asked(&stops, rows).map(|rows| WrongWay { of, rows });
    let at = |timesteps: &[usize]| -> Option<Vec<Row>> {
        let rows = timesteps.iter().map(|&t| table.get(t).copied());
        rows.chain([Some(Row::CLEAN)]).collect()
    };
    let mut right = Vec::new();
    right.extend(at(&timesteps).and_then(|rows| right_way("", &rows)));
    if unscaled && configuration.spacing == Spacing::Linspace {
        let rows = interpolated(&table, configuration.n);
        right.extend(right_way(
            "levels between timesteps are interpolated",
            &rows,
        ));
    }
    if matches!(
        configuration.sampler,
        Sampler::Dpmpp2m | Sampler::Unipc | Sampler::Deis
    ) {
        // n + 1 timesteps, of which the cleanest is left out
        let more = configuration.spacing.timesteps(steps, configuration.n + 1);
        let rows = more.ok().and_then(|more| at(&more[..configuration.n]));
        let note = "n + 1 timesteps, the cleanest left out";
        right.extend(rows.and_then(|rows| right_way(note, &rows)));
    }
    let mut wrong = Vec::new();
    let shifted = |by: isize| -> Option<Vec<usize>> {
        let moved = timesteps.iter().map(|&t| t.checked_add_signed(by));
        moved.collect()
    };
    let other = |spacing: Spacing| spacing.timesteps(steps, configuration.n).ok();
    let readings = [
        (mistake::ONE_INDEX_LATER, shifted(1)),
        (mistake::ONE_INDEX_EARLIER, shifted(-1)),
        (mistake::SPACED_TRAILING, other(Spacing::Trailing)),
        (mistake::SPACED_LINSPACE, other(Spacing::Linspace)),
        (
            mistake::SPACED_LEADING,
            other(Spacing::Leading { offset: 0 }),
        ),
        (mistake::MOVED_BY_ONE, other(Spacing::Leading { offset: 1 })),
        (mistake::ROUNDED_DOWN, cut(configuration)),
        (mistake::TIMESTEPS_IN_BF16, short::<half::bf16>(&timesteps)),
        (mistake::TIMESTEPS_IN_F16, short::<half::f16>(&timesteps)),
    ];
    for (of, timesteps) in readings {
        let rows = timesteps.and_then(|timesteps| at(&timesteps));
        wrong.extend(rows.and_then(|rows| wrong_way(of, &rows)));
    }
    Ok(Ways {
        table,
        stops,
        timesteps,
        right,
        wrong,
    })
}

/// Timesteps as a short format holds them.
fn short<F: tweedie::scalar::Float>(timesteps: &[usize]) -> Option<Vec<usize>> {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // whole numbers ≥ 0
    let rounded = timesteps.iter().map(|&t| {
        // tables are indexed from 0
        let held = F::count(t.checked_sub(1)?).to_f64();
        Some(held as usize + 1)
    });
    rounded.collect()
}

/// The spacing with its halves and thirds cut off.
fn cut(configuration: &Configuration) -> Option<Vec<usize>> {
    let (steps, n) = (configuration.train_steps, configuration.n);
    let ascending: Vec<usize> = match configuration.spacing {
        Spacing::Trailing => (1..=n).map(|i| i * steps / n).collect(),
        Spacing::Linspace if n > 1 => (0..n).map(|i| 1 + i * (steps - 1) / (n - 1)).collect(),
        _ => return None,
    };
    Some(ascending.into_iter().rev().collect())
}

/// σ at evenly spaced times between the timesteps, read off the table by straight lines.
fn interpolated(table: &[Row], n: usize) -> Vec<Row> {
    let last = table.len() - 2;
    let gaps = (n - 1).max(1);
    let row = |i: usize| {
        let (whole, rest) = (1 + i * last / gaps, i * last % gaps);
        table[whole].towards(table[(whole + 1).min(last + 1)], rest, gaps)
    };
    (0..n).rev().map(row).chain([Row::CLEAN]).collect()
}

/// A grid that has a formula of its own.
fn continuous(configuration: &Configuration) -> Result<Ways> {
    let rows = rows(configuration)?;
    let stops = stops(configuration)?;
    let right_way = |note, rows: &[Row]| asked(&stops, rows).map(|rows| Way { note, rows });
    let wrong_way = |of, rows: &[Row]| asked(&stops, rows).map(|rows| WrongWay { of, rows });
    let right = right_way("", &rows).into_iter().collect();
    let mut wrong = Vec::new();
    let noisy = &rows[..rows.len() - 1];
    let turned: Vec<Row> = noisy.iter().rev().copied().chain([Row::CLEAN]).collect();
    wrong.extend(wrong_way(mistake::SIGMAS_ASCENDING, &turned));
    let more = Configuration {
        n: configuration.n + 1,
        ..*configuration
    };
    if let Ok(mut more) = self::rows(&more) {
        more.remove(configuration.n);
        wrong.extend(wrong_way(mistake::RAMP_OF_ONE_MORE, &more));
    }
    Ok(Ways {
        table: Arc::default(),
        stops,
        timesteps: Vec::new(),
        right,
        wrong,
    })
}

/// The levels of a configuration by its formula, and what computing them in the format costs.
fn rows(configuration: &Configuration) -> Result<Vec<Row>> {
    std::thread::scope(|scope| {
        let rows = scope.spawn(|| {
            let certified = configuration.path::<Certified>()?;
            let running = configuration.path::<Running>()?;
            let row = |(level, lost): (&NoiseLevel<Certified>, &NoiseLevel<Running>)| Row {
                alpha: Number::of(level.alpha()),
                sigma: Number::of(level.sigma()),
                rounded: [0.0; 2],
                multiplied: [lost.alpha().error, lost.sigma().error],
            };
            let both = certified.levels().iter().zip(running.levels());
            Ok(both.map(row).collect())
        });
        rows.join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}
