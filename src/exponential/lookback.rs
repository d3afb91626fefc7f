//! Methods that look back: which answers each step of a path weighs.

use super::{Segment, weights};
use crate::error::{DomainError, Result};
use crate::path::Path;
use crate::plan::{Past, Plan, Row};
use crate::scalar::Real;

/// The order of the last steps of a method that looks back. A step of an exponential integrator to clean data is of first order
/// in any case, since λ has no value there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ending {
    /// It falls to 1: at most the number of steps that are left. What most programs do.
    #[default]
    Falling,
    /// It stays.
    Kept,
}

/// How a method looks back.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lookback<T> {
    /// How many answers a step weighs. The first steps weigh those that there are.
    pub order: usize,
    /// Scales fresh noise: 0 is the flow, 1 the reverse of the forward process.
    pub eta: T,
    /// What becomes of the order at the end.
    pub ending: Ending,
}

/// A step of a path, and where the answers lie that it weighs.
#[derive(Debug, Clone, PartialEq)]
pub struct Stride<T> {
    /// The step.
    pub segment: Segment<T>,
    /// `λ − λ_t` of each answer, the newest first: 0, for the step's start; then of earlier ones.
    pub nodes: Vec<T>,
}

impl<T: Real> Lookback<T> {
    /// The steps of a path.
    ///
    /// Pure noise has no λ: a step from there is of first order, and later ones leave its answer out. Both are the limits of
    /// what is done near it.
    ///
    /// # Errors
    /// If the order is 0, or `eta` is negative or not finite.
    pub fn strides(self, path: &Path<T>) -> Result<Vec<Stride<T>>> {
        if self.order == 0 {
            return Err(DomainError::new(
                "order",
                self.order,
                "give 1 or more: how many answers a step weighs",
            ));
        }
        let levels = path.levels();
        let steps = levels.len() - 1;
        let stride = |(i, pair)| {
            let segment = Segment::new(pair, self.eta)?;
            let mut most = self.order;
            if self.ending == Ending::Falling {
                most = most.min(steps - i);
            }
            if segment.is_endless() {
                most = 1;
            }
            let earlier = levels[..i].iter().rev().take(most - 1);
            let earlier = earlier.filter(|look| look.alpha() > T::zero());
            let nodes = earlier.map(|&look| segment.rise_to(look));
            Ok(Stride {
                segment,
                nodes: [T::zero()].into_iter().chain(nodes).collect(),
            })
        };
        path.steps().enumerate().map(stride).collect()
    }

    /// The plan whose every step asks at its start, and weighs that answer and those before it as `moments` say, of so many.
    ///
    /// # Errors
    /// As [`Lookback::strides`].
    pub fn plan(
        self,
        path: &Path<T>,
        moments: impl Fn(Segment<T>, usize) -> Vec<T>,
    ) -> Result<Plan<T>> {
        let row = |Stride { segment, nodes }: Stride<T>| {
            let on_answers = weights(&nodes, &moments(segment, nodes.len()));
            let answers = on_answers.into_iter().zip((0..).map(Past::X0));
            let terms = segment.terms(Past::State(0), answers, Past::Fresh);
            let pair = segment.pair();
            Row::looking(pair.t(), pair.s(), terms)
        };
        let rows = self.strides(path)?.into_iter().map(row).collect();
        Plan::new(path.start(), rows)
    }
}
