//! Samplers as black boxes: a foreign sampler is driven with a perfect model, and judged step by step.
//!
//! ```text
//! sampler.begin   a configuration           → the level (α, σ) of every call of the model
//! sampler.step    i, x, model_output, noise → the next x
//! ```
//!
//! The port keeps its state; the oracle holds the data, and so knows what the model has to say, where the exact flow
//! leads, and what every step between two claimed levels must give.

mod carried;
mod drive;
mod driven;
mod examination;
mod formula;
mod known;
mod laws;
mod levels;
mod memo;
mod model;
mod said;
mod steps;
mod stops;
mod table;
mod truth;
mod ways;

pub use driven::Effort;
pub use known::Known;

use drive::Session;
use examination::Examination;

use super::budget::{Budget, Profile};
use super::finding::Finding;
use tweedie_catalogue::backend::{Backend, SAMPLER};

/// Examines the samplers of a backend in every format that it has; nothing if it offers none.
///
/// `observe` sees each finding as it is made.
pub fn examine_samplers(
    backend: &mut dyn Backend,
    profile: Profile,
    effort: Effort,
    observe: impl FnMut(&Finding),
) -> Vec<Finding> {
    examine_knowing(&Known::default(), backend, profile, effort, observe)
}

/// The same, with what was worked out in other examinations.
pub(super) fn examine_knowing(
    known: &Known,
    backend: &mut dyn Backend,
    profile: Profile,
    effort: Effort,
    mut observe: impl FnMut(&Finding),
) -> Vec<Finding> {
    let implementation = backend.implementation();
    let offered = |name: &&str| implementation.operations.iter().any(|one| one == name);
    if !SAMPLER.iter().all(offered) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for &format in &implementation.formats {
        let mut examination = Examination {
            session: Session { backend, format },
            known,
            budget: Budget { format, profile },
            effort,
            observe: &mut |finding: Finding| {
                observe(&finding);
                findings.push(finding);
            },
        };
        examination.whole();
    }
    findings
}
