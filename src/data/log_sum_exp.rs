//! Streaming log-sum-exp: one pass, no overflow, right when every term underflows.

use crate::scalar::Real;

/// The logarithm of an unnormalised Gaussian weight, `offset − ½ distance/var`, kept apart so that differences of
/// two logits are formed before anything overflows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Logit<T> {
    /// What does not depend on the sample.
    pub(super) offset: T,
    /// The squared distance from the sample to the component's mean.
    pub(super) distance: T,
    /// The component's variance.
    pub(super) var: T,
}

impl<T: Real> Logit<T> {
    /// The logit.
    pub(super) fn value(self) -> T {
        self.offset - T::ratio(1, 2) * (self.distance / self.var)
    }

    /// `self − other`. The distances are subtracted first, over the smaller variance: as σ → 0 the nearest point
    /// wins although both logits overflow.
    fn minus(self, other: Self) -> T {
        let var = self.var.min(other.var);
        let excess = if self.var == other.var {
            self.distance - other.distance
        } else {
            (var / self.var) * self.distance - (var / other.var) * other.distance
        };
        self.offset - other.offset - T::ratio(1, 2) * (excess / var)
    }
}

/// How a sum changes when a term joins: `sum ← old · sum + new · term`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Update<T> {
    /// Multiplies what was summed so far.
    pub(super) old: T,
    /// Multiplies the term that joins.
    pub(super) new: T,
}

/// `Σ exp(logit)`, relative to the largest logit so far.
#[derive(Debug, Clone, Copy)]
pub(super) struct LogSumExp<T> {
    largest: Option<Logit<T>>,
    /// `Σ exp(logit − largest)`, between 1 and the number of terms.
    pub(super) sum: T,
}

impl<T: Real> LogSumExp<T> {
    /// The sum of no terms.
    pub(super) fn empty() -> Self {
        Self {
            largest: None,
            sum: T::zero(),
        }
    }

    /// Adds a term, and says how other sums with the same weights change.
    pub(super) fn add(&mut self, logit: Logit<T>) -> Update<T> {
        let lead = self.largest.map(|largest| logit.minus(largest));
        let (old, new) = match lead {
            Some(lead) if lead <= T::zero() => (T::one(), lead.exp()),
            _ => {
                self.largest = Some(logit);
                let old = lead.map_or(T::zero(), |lead| (-lead).exp());
                (old, T::one())
            }
        };
        self.sum = old * self.sum + new;
        Update { old, new }
    }

    /// The share `exp(logit)/Σ exp` of a term.
    pub(super) fn share(self, logit: Logit<T>) -> T {
        self.largest
            .map_or(T::zero(), |largest| logit.minus(largest).exp())
            / self.sum
    }

    /// `ln Σ exp(logit)`; −∞ or undefined for no terms.
    pub(super) fn value(self) -> T {
        self.largest
            .map_or(T::zero().ln(), |largest| largest.value() + self.sum.ln())
    }
}
