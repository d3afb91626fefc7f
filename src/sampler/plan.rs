//! A plan: what a sampler does, as coefficients.

use crate::edm::{Churned, HeunStep};
use crate::level::NoiseLevel;
use crate::step::Step;

/// One move from a level to a cleaner one.
///
/// | method | churn | predict | correct |
/// |---|---|---|---|
/// | ancestral, DDIM | – | posterior or DDIM step | – |
/// | Euler | – | Euler step | – |
/// | Heun | – | Euler step | Heun step, but for the last |
/// | EDM-stochastic | noise up to σ' | Euler step from σ' | Heun step, but for the last |
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Move<T> {
    /// Fresh noise before the move, that raises the level.
    pub churn: Option<Churned<T>>,
    /// The level at which the denoiser is asked.
    pub at: NoiseLevel<T>,
    /// The level the move leads to.
    pub to: NoiseLevel<T>,
    /// The step.
    pub predict: Step<T>,
    /// A second look at the denoiser, at the end of the step.
    pub correct: Option<Correction<T>>,
}

impl<T> Move<T> {
    /// How often the move asks the denoiser.
    #[must_use]
    pub fn evaluations(&self) -> usize {
        1 + usize::from(self.correct.is_some())
    }
}

/// The corrected step, in terms of the state and of the denoiser's outputs at both ends.
pub type Correction<T> = HeunStep<T>;
