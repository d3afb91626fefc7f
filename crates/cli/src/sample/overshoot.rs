//! Steps that are too long for a method of higher order, which shows in the samples and nowhere else.

use std::fmt;

use tweedie::ddim;
use tweedie::error::{DomainError, Result};
use tweedie::level::{LevelPair, NoiseLevel};
use tweedie::path::Path;
use tweedie::plan::{Place, Plan, Walk};

/// The part of the spread by which a step may be off without anyone seeing it.
const SEEN: f64 = 0.01;

/// A step that is further from the flow than the plain step of first order, on data N(0, 1).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Overshoot {
    from: NoiseLevel<f64>,
    to: NoiseLevel<f64>,
    /// The part by which the spread is off after it.
    off: f64,
    /// The same after the plain step.
    plain: f64,
}

/// The standard deviation of noisy data N(0, 1), and what becomes of it.
struct Spread;

impl Spread {
    fn at(level: NoiseLevel<f64>) -> f64 {
        (level.alpha().powi(2) + level.sigma().powi(2)).sqrt()
    }
}

impl Place<f64> for Spread {
    type Array = f64;
    type Error = DomainError;

    fn combine(&mut self, terms: &[(f64, &f64)]) -> Result<f64> {
        Ok(terms.iter().map(|(weight, x)| weight * **x).sum())
    }

    fn denoise(&mut self, x: &f64, t: NoiseLevel<f64>) -> Result<f64> {
        Ok(t.alpha() * x / Self::at(t).powi(2))
    }

    fn noise(&mut self, _: &f64) -> Result<f64> {
        Ok(0.0)
    }
}

impl Overshoot {
    /// The worst of a plan, each of whose steps sets out from the flow. A step that draws noise follows none, and is left out.
    pub(super) fn worst(plan: &Plan<f64>, path: &Path<f64>) -> Result<Option<Self>> {
        let arrivals = plan.arrivals(path.levels());
        let mut walk = Walk::new(plan.reach());
        let mut from = plan.start();
        let mut x = Spread::at(from);
        let mut worst: Option<Self> = None;
        for (i, row) in plan.rows().iter().enumerate() {
            x = walk.take(&mut Spread, row, x)?;
            let to = row.to();
            // a corrector stays at the level that its step reached
            if !row.draws() && to.is_cleaner_than(from) {
                if !arrivals.contains(&i) {
                    continue;
                }
                let seen = Self::of(from, to, x)?;
                let worse = |known: &Self| seen.off > known.off;
                if seen.off > SEEN && seen.off > seen.plain && worst.as_ref().is_none_or(worse) {
                    worst = Some(seen);
                }
            }
            (from, x) = (to, Spread::at(to));
        }
        Ok(worst)
    }

    fn of(from: NoiseLevel<f64>, to: NoiseLevel<f64>, x: f64) -> Result<Self> {
        let start = Spread::at(from);
        let x0 = Spread.denoise(&start, from)?;
        let plain = ddim::step(LevelPair::new(to, from)?, 0.0)?.apply(start, x0, 0.0);
        let off = |x: f64| (x / Spread::at(to) - 1.0).abs();
        Ok(Self {
            from,
            to,
            off: off(x),
            plain: off(plain),
        })
    }
}

impl fmt::Display for Overshoot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the step from σ/α = {:.3} to {:.3} is too long for this method, off by {:.1} % where a plain one is off by {:.1} %, so that samples \
             may fall to the wrong parts of the data: take ddim, more steps or --schedule karras",
            self.from.edm_sigma(),
            self.to.edm_sigma(),
            100.0 * self.off,
            100.0 * self.plain
        )
    }
}
