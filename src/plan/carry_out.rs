//! The loop: a fold over rows, with a short memory.

use std::borrow::Borrow;
use std::collections::VecDeque;

use super::{Past, Reach, Row};
use crate::error::DomainError;
use crate::level::NoiseLevel;
use crate::scalar::Field;

/// Where a plan is carried out: what holds states, and works on them. Arrays on a processor or a device; affine forms,
/// where the law of a plan is asked for.
pub trait Place<T: Field> {
    /// A state, an answer, or noise.
    type Array;
    /// What can go wrong here.
    type Error: From<DomainError>;

    /// `Σ cᵢ · Aᵢ`, for one term or more.
    ///
    /// # Errors
    /// If shapes differ, or the place fails.
    fn combine(&mut self, terms: &[(T, &Self::Array)]) -> Result<Self::Array, Self::Error>;

    /// `x̂₀` for samples `x` at level `t`.
    ///
    /// # Errors
    /// If the denoiser refuses the samples or the level, or the place fails.
    fn denoise(&mut self, x: &Self::Array, t: NoiseLevel<T>) -> Result<Self::Array, Self::Error>;

    /// Fresh standard normal noise, of the shape of `x`.
    ///
    /// # Errors
    /// If the place fails.
    fn noise(&mut self, x: &Self::Array) -> Result<Self::Array, Self::Error>;

    /// `ε̂ = (x − α x̂₀)/σ`.
    ///
    /// # Errors
    /// If `σ = 0`, or the place fails.
    fn eps(
        &mut self,
        x: &Self::Array,
        x0: &Self::Array,
        t: NoiseLevel<T>,
    ) -> Result<Self::Array, Self::Error> {
        let sigma = super::told_by_x0(t)?.sigma();
        self.combine(&[(T::one() / sigma, x), (-(t.alpha() / sigma), x0)])
    }
}

/// A plan under way: what later rows may name, newest first.
#[derive(Debug, Clone)]
pub struct Walk<A> {
    reach: Reach,
    states: VecDeque<A>,
    x0: VecDeque<A>,
    eps: VecDeque<A>,
    drawn: VecDeque<A>,
}

impl<A> Walk<A> {
    /// A walk that has not begun, along rows that name that much of the past: [`super::Plan::reach`].
    #[must_use]
    pub fn new(reach: Reach) -> Self {
        Self {
            reach,
            states: VecDeque::new(),
            x0: VecDeque::new(),
            eps: VecDeque::new(),
            drawn: VecDeque::new(),
        }
    }

    /// The state that a row makes of the newest one, `x`.
    ///
    /// # Errors
    /// Those of the place; and if the row names what is not remembered.
    pub fn take<T: Field, P: Place<T, Array = A>>(
        &mut self,
        place: &mut P,
        row: &Row<T>,
        x: A,
    ) -> Result<A, P::Error> {
        let reach = self.reach;
        if let Some(at) = row.look() {
            let x0 = place.denoise(&x, at)?;
            if reach.eps {
                remember(place.eps(&x, &x0, at)?, &mut self.eps, reach.answers);
            }
            remember(x0, &mut self.x0, reach.answers);
        }
        let fresh = if row.draws() {
            Some(place.noise(&x)?)
        } else {
            None
        };
        remember(x, &mut self.states, reach.states);
        let recalled = |&(weight, past): &(T, Past)| {
            let array = match past {
                Past::Fresh => fresh.as_ref(),
                other => self.recall(other),
            };
            let forgotten = || DomainError::new("term of a row", past, "it is not remembered");
            Ok((weight, array.ok_or_else(forgotten)?))
        };
        let terms: Result<Vec<_>, DomainError> = row.sum().iter().map(recalled).collect();
        let next = place.combine(&terms?)?;
        if let Some(fresh) = fresh.filter(|_| reach.draws > 0) {
            remember(fresh, &mut self.drawn, reach.draws);
        }
        Ok(next)
    }

    fn recall(&self, past: Past) -> Option<&A> {
        match past {
            Past::State(back) => self.states.get(back),
            Past::X0(back) => self.x0.get(back),
            Past::Eps(back) => self.eps.get(back),
            Past::Drawn(back) => self.drawn.get(back),
            Past::Fresh => None,
        }
    }
}

fn remember<A>(new: A, past: &mut VecDeque<A>, most: usize) {
    past.truncate(most.saturating_sub(1));
    past.push_front(new);
}

/// Carries out rows from the state `x`, and gives the last state. `reach` says how much of the past they name
/// ([`super::Plan::reach`]); what lies beyond is dropped.
///
/// `observe(i, x)` sees the state that row `i` made. Rows are taken one by one, so they may depend on what was observed.
///
/// # Errors
/// Those of the place, and of `observe`; and if a row names what is not remembered.
pub fn carry_out<T: Field, P: Place<T>, R: Borrow<Row<T>>>(
    place: &mut P,
    rows: impl IntoIterator<Item = R>,
    reach: Reach,
    mut x: P::Array,
    mut observe: impl FnMut(usize, &P::Array) -> Result<(), P::Error>,
) -> Result<P::Array, P::Error> {
    let mut walk = Walk::new(reach);
    for (i, row) in rows.into_iter().enumerate() {
        x = walk.take(place, row.borrow(), x)?;
        observe(i, &x)?;
    }
    Ok(x)
}
