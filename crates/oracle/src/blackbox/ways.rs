//! The ways a configuration may lead: those that are right, and those that wrong ports took.

use std::sync::Arc;

use super::table::{Number, Row, table};
use tweedie::error::Result;
use tweedie::level::NoiseLevel;
use tweedie::scalar::{Certified, Running};
use tweedie::schedule::Spacing;
use tweedie_catalogue::operation::{Configuration, Grid, Solver};

/// The levels at which the model is asked, by one reading.
#[derive(Debug, Clone)]
pub(super) struct Way {
    /// Convention and reading; both empty where it is what the configuration says.
    pub(super) convention: &'static str,
    pub(super) reading: String,
    pub(super) rows: Vec<Row>,
}

/// All ways of a configuration, and the tables they were read from.
#[derive(Debug, Clone)]
pub(super) struct Ways {
    /// The levels 0 … T, in the coordinates of the method; empty where the grid is no chain.
    pub(super) table: Arc<Vec<Row>>,
    /// The timesteps visited, late to early; empty where the grid is no chain.
    pub(super) timesteps: Vec<usize>,
    /// Any of these is right; the first is what the configuration says.
    pub(super) right: Vec<Way>,
    /// What wrong ports claimed.
    pub(super) wrong: Vec<Way>,
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

/// The calls that a configuration makes of the model.
pub(super) fn calls(configuration: &Configuration) -> usize {
    match configuration.solver {
        Solver::Heun => 2 * configuration.n - 1,
        // the second timestep is visited twice, to start the multistep
        Solver::Pndm if configuration.n > 1 => configuration.n + 1,
        _ => configuration.n,
    }
}

fn chain(configuration: &Configuration) -> Result<Ways> {
    configuration.levels::<f64>()?;
    let timesteps = configuration.timesteps()?;
    let solver = configuration.solver;
    let steps = configuration.train_steps;
    let table = table(configuration.grid, steps, solver.is_unscaled()).unwrap_or_default();
    let way = |convention, reading: &str, rows: Vec<Row>| Way {
        convention,
        reading: reading.to_owned(),
        rows: asked(solver, rows),
    };
    let at = |timesteps: &[usize]| -> Option<Vec<Row>> {
        let rows = timesteps.iter().map(|&t| table.get(t).copied());
        rows.chain([Some(Row::CLEAN)]).collect()
    };
    let mut right = Vec::new();
    right.extend(at(&timesteps).map(|rows| way("", "", rows)));
    if solver.is_unscaled() && configuration.spacing == Spacing::Linspace {
        let rows = interpolated(&table, configuration.n);
        right.push(way("", "levels between timesteps are interpolated", rows));
    }
    if matches!(solver, Solver::Dpmpp2m | Solver::Unipc | Solver::Deis) {
        // n + 1 timesteps, of which the cleanest is left out
        let more = configuration.spacing.timesteps(steps, configuration.n + 1);
        let rows = more.ok().and_then(|more| at(&more[..configuration.n]));
        right.extend(rows.map(|rows| way("", "n + 1 timesteps, the cleanest left out", rows)));
    }
    let mut wrong = Vec::new();
    let shifted = |by: isize| -> Option<Vec<usize>> {
        let moved = timesteps.iter().map(|&t| t.checked_add_signed(by));
        moved.collect()
    };
    let other = |spacing: Spacing| spacing.timesteps(steps, configuration.n).ok();
    let readings = [
        ("TIMESTEP-BASE", "one index later", shifted(1)),
        ("TIMESTEP-BASE", "one index earlier", shifted(-1)),
        ("TIMESTEP-SPACING", "trailing", other(Spacing::Trailing)),
        ("TIMESTEP-SPACING", "linspace", other(Spacing::Linspace)),
        (
            "TIMESTEP-SPACING",
            "leading",
            other(Spacing::Leading { offset: 0 }),
        ),
        (
            "TIMESTEP-OFFSET",
            "leading, moved by one",
            other(Spacing::Leading { offset: 1 }),
        ),
        ("TIMESTEP-ROUNDING", "rounded down", cut(configuration)),
        (
            "TIMESTEP-FORMAT",
            "stored in bf16",
            short::<half::bf16>(&timesteps),
        ),
        (
            "TIMESTEP-FORMAT",
            "stored in f16",
            short::<half::f16>(&timesteps),
        ),
    ];
    for (convention, reading, timesteps) in readings {
        let rows = timesteps.and_then(|timesteps| at(&timesteps));
        wrong.extend(rows.map(|rows| way(convention, reading, rows)));
    }
    Ok(Ways {
        table,
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

/// The levels asked at, given those of the way.
fn asked(solver: Solver, mut rows: Vec<Row>) -> Vec<Row> {
    if solver == Solver::Pndm && rows.len() > 2 {
        rows.insert(1, rows[1]);
    }
    solver.asked(&rows)
}

/// A grid that has a formula of its own.
fn continuous(configuration: &Configuration) -> Result<Ways> {
    let rows = rows(configuration)?;
    let solver = configuration.solver;
    let right = vec![Way {
        convention: "",
        reading: String::new(),
        rows: asked(solver, rows.clone()),
    }];
    let mut wrong = Vec::new();
    let mut add = |convention, reading: &str, rows: Vec<Row>| {
        wrong.push(Way {
            convention,
            reading: reading.to_owned(),
            rows: asked(solver, rows),
        });
    };
    let noisy = &rows[..rows.len() - 1];
    let turned = noisy.iter().rev().copied().chain([Row::CLEAN]);
    add(
        "KARRAS-ENDS",
        "from sigma_min up to sigma_max",
        turned.collect(),
    );
    let more = Configuration {
        n: configuration.n + 1,
        ..*configuration
    };
    if let Ok(mut more) = self::rows(&more) {
        more.remove(configuration.n);
        add("KARRAS-COUNT", "a ramp of n + 1, its end cut off", more);
    }
    Ok(Ways {
        table: Arc::default(),
        timesteps: Vec::new(),
        right,
        wrong,
    })
}

/// The levels of a configuration by its formula, and what computing them in the format costs.
fn rows(configuration: &Configuration) -> Result<Vec<Row>> {
    std::thread::scope(|scope| {
        let rows = scope.spawn(|| {
            let certified: Vec<NoiseLevel<Certified>> = configuration.levels()?;
            let running: Vec<NoiseLevel<Running>> = configuration.levels()?;
            let row = |(level, lost): (&NoiseLevel<Certified>, &NoiseLevel<Running>)| Row {
                alpha: Number::of(level.alpha()),
                sigma: Number::of(level.sigma()),
                rounded: [0.0; 2],
                multiplied: [lost.alpha().error, lost.sigma().error],
            };
            Ok(certified.iter().zip(&running).map(row).collect())
        });
        rows.join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}
