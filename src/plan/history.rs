//! Where the past of every row lies.

use super::Row;
use crate::level::NoiseLevel;
use crate::scalar::Field;

/// The levels of all states and looks of a plan, in the order in which they are made.
#[derive(Debug, Clone)]
pub struct History<T> {
    states: Vec<NoiseLevel<T>>,
    looks: Vec<Look<T>>,
    /// Of each row: looks made, its own included, and draws made before it.
    counts: Vec<(usize, usize)>,
}

/// A look at the denoiser.
#[derive(Debug, Clone, Copy)]
struct Look<T> {
    at: NoiseLevel<T>,
    /// Which state was shown; 0 is the start.
    shown: usize,
}

/// What a row finds remembered. Its own look is made, its state is not.
#[derive(Debug, Clone, Copy)]
pub struct Remembered<'a, T> {
    states: &'a [NoiseLevel<T>],
    looks: &'a [Look<T>],
    draws: usize,
}

impl<T: Field> History<T> {
    pub(super) fn new(start: NoiseLevel<T>, rows: &[Row<T>]) -> Self {
        let states = [start]
            .into_iter()
            .chain(rows.iter().map(Row::to))
            .collect();
        let (mut looks, mut counts, mut draws) = (Vec::new(), Vec::new(), 0);
        for (shown, row) in rows.iter().enumerate() {
            looks.extend(row.look().map(|at| Look { at, shown }));
            counts.push((looks.len(), draws));
            draws += usize::from(row.draws());
        }
        Self {
            states,
            looks,
            counts,
        }
    }

    /// What row `i` finds.
    ///
    /// # Panics
    /// If the plan has no row `i`.
    #[must_use]
    pub fn before(&self, i: usize) -> Remembered<'_, T> {
        let (looks, draws) = self.counts[i];
        Remembered {
            states: &self.states[..=i],
            looks: &self.looks[..looks],
            draws,
        }
    }
}

impl<T: Field> Remembered<'_, T> {
    /// The level of a state, 0 the newest.
    #[must_use]
    pub fn state(&self, back: usize) -> Option<NoiseLevel<T>> {
        self.states.iter().nth_back(back).copied()
    }

    /// The level at which an answer was asked, 0 the newest, and how many states ago the one that was shown was made.
    #[must_use]
    pub fn look(&self, back: usize) -> Option<(NoiseLevel<T>, usize)> {
        let look = self.looks.iter().nth_back(back)?;
        Some((look.at, self.states.len() - 1 - look.shown))
    }

    /// How many earlier rows drew noise.
    #[must_use]
    pub fn draws(&self) -> usize {
        self.draws
    }
}
