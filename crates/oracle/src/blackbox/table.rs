//! The certified levels of a chain, and what tables of them may be off by.

use std::sync::{Arc, LazyLock};

use super::memo::Memo;
use tweedie::scalar::{Certified, Field, Real, Running};
use tweedie_catalogue::operation::Grid;

/// A number as two: `hi + lo`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Number {
    pub(super) hi: f64,
    pub(super) lo: f64,
}

impl Number {
    pub(super) const ZERO: Self = Self { hi: 0.0, lo: 0.0 };
    pub(super) const ONE: Self = Self { hi: 1.0, lo: 0.0 };

    pub(super) fn of(number: Certified) -> Self {
        let (hi, lo, _) = number.split();
        Self { hi, lo }
    }

    pub(super) fn certified(self) -> Certified {
        Certified::from_f64(self.hi) + Certified::from_f64(self.lo)
    }
}

/// A level, and E of it: once rounded from a wide table of ᾱ, and multiplied up in the format.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub(super) alpha: Number,
    pub(super) sigma: Number,
    /// What is lost where ᾱ was made, in units of the roundoff of the table: on α and on σ.
    pub(super) rounded: [f64; 2],
    /// The same where ᾱ was multiplied up.
    pub(super) multiplied: [f64; 2],
}

impl Row {
    /// Clean data, which nobody rounds.
    pub(super) const CLEAN: Self = Self {
        alpha: Number::ONE,
        sigma: Number::ZERO,
        rounded: [0.0; 2],
        multiplied: [0.0; 2],
    };

    /// The same level for unscaled data, `(1, σ/α)`.
    pub(super) fn unscaled(self) -> Self {
        let (alpha, sigma) = (self.alpha.hi, self.sigma.hi);
        let carried = |[on_alpha, on_sigma]: [f64; 2]| {
            [
                0.0,
                (on_sigma + on_alpha * sigma / alpha + 2.0 * sigma) / alpha,
            ]
        };
        Self {
            alpha: Number::ONE,
            sigma: Number::of(self.sigma.certified() / self.alpha.certified()),
            rounded: carried(self.rounded),
            multiplied: carried(self.multiplied),
        }
    }

    /// A share `part/whole` of the way from this level to another, on unscaled data: what interpolating a table gives.
    pub(super) fn towards(self, other: Self, part: usize, whole: usize) -> Self {
        if part == 0 {
            return self;
        }
        let share = Certified::count(part) / Certified::count(whole);
        let (from, to) = (self.sigma.certified(), other.sigma.certified());
        let worse =
            |a: [f64; 2], b: [f64; 2]| [a[0].max(b[0]), a[1].max(b[1]) + 4.0 * other.sigma.hi];
        Self {
            alpha: self.alpha,
            sigma: Number::of(from + share * (to - from)),
            rounded: worse(self.rounded, other.rounded),
            multiplied: worse(self.multiplied, other.multiplied),
        }
    }
}

type Key = (Grid, usize, bool);

/// The tables made so far: one takes as long as a whole run.
static MADE: LazyLock<Memo<Key, Option<Arc<Vec<Row>>>>> = LazyLock::new(Memo::default);

/// The levels 0 … T of a chain, on unscaled data or as they are. None if the grid is no such chain.
pub(super) fn table(grid: Grid, steps: usize, unscaled: bool) -> Option<Arc<Vec<Row>>> {
    // a thread of its own holds the enclosures, and frees them
    let on_a_thread = || {
        std::thread::scope(|scope| {
            let rows = scope.spawn(|| {
                let rows = on_this_thread(grid, steps)?;
                Some(if unscaled {
                    rows.into_iter().map(Row::unscaled).collect()
                } else {
                    rows
                })
            });
            rows.join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        })
    };
    MADE.of((grid, steps, unscaled), || on_a_thread().map(Arc::new))
}

fn on_this_thread(grid: Grid, steps: usize) -> Option<Vec<Row>> {
    let levels = grid.table::<Certified>(steps).ok()?;
    let lost = lost_by_multiplying(grid, steps)?;
    let summed = grid.table::<Running>(steps).ok()?;
    let rows = levels
        .iter()
        .zip(lost)
        .zip(summed)
        .map(|((level, lost), summed)| {
            let (alpha, sigma) = (Number::of(level.alpha()), Number::of(level.sigma()));
            let square = alpha.hi * alpha.hi;
            // σ = √(1 − ᾱ), the subtraction rounded once more
            let scales = |lost: f64| {
                let on_alpha = if alpha.hi > 0.0 {
                    lost / (2.0 * alpha.hi)
                } else {
                    0.0
                };
                let on_sigma = (lost + sigma.hi * sigma.hi) / (2.0 * sigma.hi);
                [on_alpha, on_sigma]
            };
            // some ports add 1 − ᾱ up instead of subtracting
            let [on_alpha, on_sigma] = scales(lost);
            Row {
                alpha,
                sigma,
                rounded: scales(square),
                multiplied: [
                    on_alpha.max(summed.alpha().error),
                    on_sigma.max(summed.sigma().error),
                ],
            }
        });
    let mut rows: Vec<Row> = rows.collect();
    rows[0] = Row::CLEAN;
    Some(rows)
}

/// E of ᾱ₀ … ᾱ_T as the running product of the rounded 1 − β, in the order of a table.
fn lost_by_multiplying(grid: Grid, steps: usize) -> Option<Vec<f64>> {
    let betas: Vec<Running> = match grid {
        Grid::Cosine => cosine_as_printed(steps),
        _ => grid.betas(steps).ok()?,
    };
    let mut alpha_bar = Running::one();
    let mut squares = vec![alpha_bar];
    for beta in betas {
        alpha_bar = alpha_bar * (Running::one() - beta);
        squares.push(alpha_bar);
    }
    if grid == Grid::ZeroSnr {
        squares = rescaled(&squares);
    }
    Some(squares.iter().map(|square| square.error).collect())
}

/// `β = 1 − f(t)/f(t−1)`, the subtraction and all.
fn cosine_as_printed(steps: usize) -> Vec<Running> {
    let offset = Running::ratio(8, 1000);
    let f = |t: usize| {
        let share =
            (Running::count(t) / Running::count(steps) + offset) / (Running::one() + offset);
        (share * Running::pi() / Running::int(2)).cos().squared()
    };
    (1..=steps)
        .map(|t| (Running::one() - f(t) / f(t - 1)).min(Running::ratio(999, 1000)))
        .collect()
}

/// √ᾱ shifted to 0 at its end and scaled, turned into ratios, and multiplied up again.
fn rescaled(squares: &[Running]) -> Vec<Running> {
    let roots: Vec<Running> = squares.iter().map(|square| square.sqrt()).collect();
    let (first, last) = (roots[1], roots[roots.len() - 1]);
    let inner = roots[1..roots.len() - 1].iter();
    let shifted = inner.map(|&root| ((root - last) * (first / (first - last))).squared());
    let mut alpha_bar = Running::one();
    let mut before = Running::one();
    let mut rescaled = vec![Running::one()];
    for square in shifted {
        // the ratio's own error came from roundings that its neighbour shares: only what is new is carried
        let ratio = Running::rounded(square.value / before.value);
        alpha_bar = alpha_bar * (Running::one() - (Running::one() - ratio));
        let error = alpha_bar.error + square.error;
        rescaled.push(Running {
            value: square.value,
            error,
        });
        before = square;
    }
    rescaled.push(Running::exact(0.0));
    rescaled
}
