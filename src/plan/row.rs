//! One row of a plan.

use crate::level::{LevelPair, NoiseLevel};
use crate::scalar::Field;
use crate::step::Step;

/// Something that is remembered, counted back from the newest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Past {
    /// A state; 0 is the newest, which the row sets out from.
    State(usize),
    /// An answer of the denoiser, x̂₀; 0 is the newest, that of the row's own look where it has one.
    X0(usize),
    /// The same answer, spelt as noise: `ε̂ = (x − α x̂₀)/σ`, x the state that was shown.
    Eps(usize),
    /// Standard normal noise, drawn for this row.
    Fresh,
    /// The noise of an earlier row, again; 0 is the newest of them.
    Drawn(usize),
}

/// At most one look at the denoiser, then one sum of what is remembered. The sum becomes the newest state.
#[derive(Debug, Clone, PartialEq)]
pub struct Row<T> {
    look: Option<NoiseLevel<T>>,
    to: NoiseLevel<T>,
    sum: Vec<(T, Past)>,
}

impl<T: Field> Row<T> {
    /// A row that shows the newest state to the denoiser, at level `at`, and sums up to a state at level `to`.
    pub fn looking(
        at: NoiseLevel<T>,
        to: NoiseLevel<T>,
        terms: impl IntoIterator<Item = (T, Past)>,
    ) -> Self {
        Self::new(Some(at), to, terms)
    }

    /// A step from t to s, by the state, the answer at t, and fresh noise.
    pub fn of_step(pair: LevelPair<T>, step: Step<T>) -> Self {
        Self::stepping(pair.t(), pair.s(), step)
    }

    /// The same from a level to any other, or to itself.
    pub fn stepping(at: NoiseLevel<T>, to: NoiseLevel<T>, step: Step<T>) -> Self {
        let terms = [
            (step.on_x_t, Past::State(0)),
            (step.on_x0, Past::X0(0)),
            (step.on_noise, Past::Fresh),
        ];
        Self::looking(at, to, terms)
    }

    /// A row that asks nothing.
    pub fn silent(to: NoiseLevel<T>, terms: impl IntoIterator<Item = (T, Past)>) -> Self {
        Self::new(None, to, terms)
    }

    /// What is named twice is added up, what has no weight is left out, and states come first, then answers, then noise:
    /// so rows that do the same are equal.
    fn new(
        look: Option<NoiseLevel<T>>,
        to: NoiseLevel<T>,
        terms: impl IntoIterator<Item = (T, Past)>,
    ) -> Self {
        let mut sum: Vec<(T, Past)> = Vec::new();
        for (weight, past) in terms {
            match sum.iter_mut().find(|(_, known)| *known == past) {
                Some((known, _)) => *known = *known + weight,
                None => sum.push((weight, past)),
            }
        }
        sum.retain(|&(weight, _)| weight != T::zero());
        sum.sort_by_key(|&(_, past)| past);
        Self { look, to, sum }
    }

    /// The same look and level with another sum.
    pub(super) fn summing(&self, terms: impl IntoIterator<Item = (T, Past)>) -> Self {
        Self::new(self.look, self.to, terms)
    }

    /// The level that the denoiser is told, where it is asked.
    pub fn look(&self) -> Option<NoiseLevel<T>> {
        self.look
    }

    /// The level of the state that is made.
    pub fn to(&self) -> NoiseLevel<T> {
        self.to
    }

    /// What is added up.
    pub fn sum(&self) -> &[(T, Past)] {
        &self.sum
    }

    /// The weight of something remembered; 0 where it is not named.
    pub fn weight(&self, past: Past) -> T {
        let found = self.sum.iter().find(|(_, known)| *known == past);
        found.map_or(T::zero(), |&(weight, _)| weight)
    }

    /// Whether fresh noise enters.
    pub fn draws(&self) -> bool {
        self.sum.iter().any(|&(_, past)| past == Past::Fresh)
    }
}
