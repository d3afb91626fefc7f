//! A plan: what a sampler does, as coefficients.
//!
//! Every sampler of this field is a general linear method: each look at the denoiser is followed by one sum of what is
//! remembered (states, answers, fresh noise, earlier draws). So a plan says everything that can be asked of a sampler:
//! how often and where it looks, whether fresh noise enters, how far back it reaches, what it keeps.
//!
//! | method | row |
//! |---|---|
//! | ancestral, DDIM, Euler | look at t; `on_x_t · State(0) + on_x0 · X0(0) + on_noise · Fresh` |
//! | Heun | an Euler row; then look at s; `on_x_t · State(1) + on_x0 · X0(1) + on_x0_next · X0(0)` |
//! | churn | no look; `State(0) + on_noise · Fresh` |
//! | two-step methods | look at t; `on_x_t · State(0) + on_x0 · X0(0) + on_x0_last · X0(1)` |

mod carry_out;
mod history;
mod law;
mod quadrature;
mod row;

pub use carry_out::{Place, Walk, carry_out};
pub use history::{History, Remembered};
pub use law::{Affine, gaussian_law, noise_defects, point_law, signal_defects};
pub use quadrature::quadrature_defects;
pub use row::{Past, Row};

use std::cmp::Ordering;

use crate::error::{DomainError, Result};
use crate::level::{LevelPair, NoiseLevel};
use crate::path::Path;
use crate::scalar::Field;

/// A sampler's rows, and the level of the state it starts from.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan<T> {
    start: NoiseLevel<T>,
    rows: Vec<Row<T>>,
}

/// How much of the past a plan names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reach {
    /// States, the newest included.
    pub states: usize,
    /// Answers, that of a row's own look included.
    pub answers: usize,
    /// Draws of earlier rows.
    pub draws: usize,
    /// Whether answers are spelt as noise.
    pub eps: bool,
}

/// A call of the denoiser, on levels that are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stop {
    /// Where it looks.
    pub at: usize,
    /// Where the rows up to the next call lead; `at` itself for a second look.
    pub to: usize,
}

impl<T: Field> Plan<T> {
    /// The plan that sets out from a state at `start`.
    ///
    /// # Errors
    /// If a row names what is not there yet, or tells the denoiser another level than that of the state it is shown.
    pub fn new(start: NoiseLevel<T>, rows: Vec<Row<T>>) -> Result<Self> {
        let plan = Self { start, rows };
        let history = plan.history();
        for (i, row) in plan.rows.iter().enumerate() {
            let past = history.before(i);
            let shown = past.state(0).unwrap_or(start);
            if let Some(at) = row.look().filter(|&at| differ(at, shown)) {
                return Err(DomainError::new(
                    format!("look of row {i}"),
                    (at.alpha(), at.sigma()),
                    format!(
                        "the state it is shown lies at {:?}",
                        (shown.alpha(), shown.sigma())
                    ),
                ));
            }
            for &(_, named) in row.sum() {
                let there = match named {
                    Past::State(back) => past.state(back).is_some(),
                    Past::X0(back) | Past::Eps(back) => past.look(back).is_some(),
                    Past::Fresh => true,
                    Past::Drawn(back) => back < past.draws(),
                };
                if !there {
                    return Err(DomainError::new(
                        format!("term of row {i}"),
                        named,
                        "no row before it made one",
                    ));
                }
            }
        }
        Ok(plan)
    }

    /// The plan whose rows belong to the steps of a path, one after another.
    ///
    /// # Errors
    /// Those of `rows`, and as [`Plan::new`].
    pub fn stepwise(
        path: &Path<T>,
        rows: impl FnMut(LevelPair<T>) -> Result<Vec<Row<T>>>,
    ) -> Result<Self> {
        let rows: Result<Vec<_>> = path.steps().map(rows).collect();
        Self::new(path.start(), rows?.into_iter().flatten().collect())
    }

    /// The level of the state that it starts from.
    pub fn start(&self) -> NoiseLevel<T> {
        self.start
    }

    /// The rows.
    pub fn rows(&self) -> &[Row<T>] {
        &self.rows
    }

    /// Where the past of its rows lies.
    pub fn history(&self) -> History<T> {
        History::new(self.start, &self.rows)
    }

    /// How often the denoiser is asked.
    pub fn calls(&self) -> usize {
        self.asked().count()
    }

    /// The levels at which it is asked.
    pub fn asked(&self) -> impl Iterator<Item = NoiseLevel<T>> {
        self.rows.iter().filter_map(Row::look)
    }

    /// The rows call by call: each with the look it begins with, up to the next one. Rows before the first look are in none.
    pub fn by_call(&self) -> Vec<&[Row<T>]> {
        let mut rest = &self.rows[..];
        let mut calls = Vec::new();
        while let Some(first) = rest.iter().position(|row| row.look().is_some()) {
            let after = &rest[first + 1..];
            let silent = after.iter().take_while(|row| row.look().is_none()).count();
            calls.push(&rest[first..=first + silent]);
            rest = &after[silent..];
        }
        calls
    }

    /// For each call: at which of `levels` it looks and to which it leads. None for a method that stops at levels of its own.
    pub fn stops(&self, levels: &[NoiseLevel<T>]) -> Option<Vec<Stop>> {
        let which = |wanted: NoiseLevel<T>| levels.iter().position(|&level| level == wanted);
        let stop = |rows: &[Row<T>]| {
            let at = which(rows.first()?.look()?)?;
            let to = which(rows.last()?.to())?;
            Some(Stop { at, to })
        };
        self.by_call().into_iter().map(stop).collect()
    }

    /// Whether fresh noise enters.
    pub fn is_stochastic(&self) -> bool {
        self.rows.iter().any(Row::draws)
    }

    /// How far back its rows name states, answers and draws.
    pub fn reach(&self) -> Reach {
        let mut reach = Reach::default();
        for &(_, past) in self.rows.iter().flat_map(Row::sum) {
            match past {
                Past::State(back) => reach.states = reach.states.max(back + 1),
                Past::X0(back) => reach.answers = reach.answers.max(back + 1),
                Past::Eps(back) => {
                    reach.answers = reach.answers.max(back + 1);
                    reach.eps = true;
                }
                Past::Fresh => {}
                Past::Drawn(back) => reach.draws = reach.draws.max(back + 1),
            }
        }
        reach
    }

    /// For each of `levels` but the first: the row that arrives there, after which the state stays at that level until
    /// the sampler moves on. Methods with stages also visit levels of their own.
    pub fn arrivals(&self, levels: &[NoiseLevel<T>]) -> Vec<usize> {
        let mut wanted = levels.iter().skip(1).peekable();
        let mut arrivals = Vec::new();
        for (i, row) in self.rows.iter().enumerate() {
            let moves_on = self
                .rows
                .get(i + 1)
                .is_none_or(|next| next.to() != row.to());
            if moves_on && wanted.next_if(|&&level| level == row.to()).is_some() {
                arrivals.push(i);
            }
        }
        arrivals
    }

    /// The same plan with every ε̂ written out as a state and an x̂₀: plans that do the same are equal then.
    ///
    /// # Errors
    /// If an ε̂ was asked of clean data: no x̂₀ tells it there.
    pub fn in_x0(&self) -> Result<Self> {
        let history = self.history();
        let row = |(i, row): (usize, &Row<T>)| {
            let past = history.before(i);
            let mut terms = Vec::new();
            for &(weight, named) in row.sum() {
                match named {
                    Past::Eps(back) => {
                        let missing =
                            || DomainError::new("term of a row", named, "no row made one");
                        let (at, shown) = past.look(back).ok_or_else(missing)?;
                        let on_state = weight / told_by_x0(at)?.sigma();
                        terms.push((on_state, Past::State(shown)));
                        terms.push((-(on_state * at.alpha()), Past::X0(back)));
                    }
                    other => terms.push((weight, other)),
                }
            }
            Ok(row.summing(terms))
        };
        let rows = self.rows.iter().enumerate().map(row);
        Self::new(self.start, rows.collect::<Result<_>>()?)
    }
}

/// Whether two levels are certainly not the same; enclosures that overlap may be.
fn differ<T: Field>(a: NoiseLevel<T>, b: NoiseLevel<T>) -> bool {
    let apart = |a: T, b: T| a.partial_cmp(&b).is_some_and(Ordering::is_ne);
    apart(a.alpha(), b.alpha()) || apart(a.sigma(), b.sigma())
}

/// A level at which x̂₀ tells ε̂.
fn told_by_x0<T: Field>(at: NoiseLevel<T>) -> Result<NoiseLevel<T>> {
    if at.sigma() == T::zero() {
        return Err(DomainError::new(
            "sigma at a look",
            at.sigma(),
            "no estimate of clean data tells their noise: start the method from a noisy level",
        ));
    }
    Ok(at)
}
