//! A live check: a claim, and how near it came to failing.

use crate::Failure;
use tweedie::scalar::{Format, Running};

/// The roundoff of f64.
pub(super) const U: f64 = f64::EPSILON / 2.0;

/// Looks at a claim, in as many places as it has.
pub(super) type Look = fn(&mut Check) -> Result<(), Failure>;

/// A claim, and the place where it came nearest to failing.
#[derive(Debug, Clone)]
pub(super) struct Check {
    /// Its row of `CLAIMS.md`.
    pub(super) row: &'static str,
    /// The claim.
    pub(super) claim: &'static str,
    /// In one line of mathematics.
    pub(super) formula: &'static str,
    /// How it was looked at.
    pub(super) road: &'static str,
    /// Comparisons made.
    pub(super) count: usize,
    /// The distance between the two roads, where it is largest for its bound.
    pub(super) error: f64,
    /// The bound there.
    pub(super) bound: f64,
    /// Why it could not be looked at to the end.
    pub(super) trouble: Option<String>,
}

impl Check {
    pub(super) const fn new(
        row: &'static str,
        claim: &'static str,
        formula: &'static str,
        road: &'static str,
    ) -> Self {
        Self {
            row,
            claim,
            formula,
            road,
            count: 0,
            error: 0.0,
            bound: 0.0,
            trouble: None,
        }
    }

    /// The check, carried out.
    pub(super) fn carried_out(mut self, look: Look) -> Self {
        if let Err(failure) = look(&mut self) {
            self.trouble = Some(failure.to_string());
        }
        self
    }

    /// Whether something was compared, everything could be, and no error exceeded its bound.
    pub(super) fn passes(&self) -> bool {
        self.trouble.is_none() && self.count > 0 && self.share() <= 1.0
    }

    /// The error as a share of its bound. An error or a bound that is no number is out of bounds.
    fn share(&self) -> f64 {
        match (self.error, self.bound) {
            (error, bound) if !(error.is_finite() && bound.is_finite()) => f64::INFINITY,
            (0.0, _) => 0.0,
            (error, bound) => error / bound,
        }
    }

    /// One comparison: how far apart, and how far it may be.
    pub(super) fn see(&mut self, error: f64, bound: f64) {
        let seen = Self {
            error,
            bound,
            ..self.clone()
        };
        if self.count == 0 || seen.share() > self.share() {
            (self.error, self.bound) = (error, bound);
        }
        self.count += 1;
    }

    /// Two results of f64 arithmetic that are one number.
    pub(super) fn equal(&mut self, a: Running, b: Running) {
        self.see(
            (a.value - b.value).abs(),
            a.tolerance(Format::F64) + b.tolerance(Format::F64),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(error: f64, bound: f64) -> Check {
        let mut check = Check::new("", "", "", "");
        check.see(1.0, 2.0);
        check.see(error, bound);
        check.see(1.0, 2.0);
        check
    }

    #[test]
    fn a_check_can_fail() {
        assert!(seen(1.0, 1.0).passes());
        assert!(!seen(1.1, 1.0).passes());
        assert!(!seen(1e-300, 0.0).passes());
        assert!(!seen(f64::NAN, 1.0).passes());
        assert!(!seen(0.0, f64::NAN).passes());
        assert!(!seen(0.0, f64::INFINITY).passes());
        let broken = Check {
            trouble: Some("sample is NaN".into()),
            ..seen(1.0, 2.0)
        };
        assert!(!broken.passes());
        assert!(!Check::new("", "nothing compared", "", "").passes());
    }
}
