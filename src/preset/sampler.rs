//! Samplers by name.

use super::{Chain, Schedule};
use crate::edm::Churn;
use crate::posterior::ReverseVar;
use crate::sampler::Method;

/// A sampler with the constants it is known with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sampler {
    /// DDPM's ancestral sampler, with the posterior's variance.
    Ddpm,
    /// DDIM.
    Ddim,
    /// Euler's method on the probability-flow ODE.
    Euler,
    /// Heun's method on it: EDM Algorithm 1.
    Heun,
    /// EDM Algorithm 2: `S_churn` = 40 for σ from 0.05 to 50, and `S_noise` = 1, which is right for an exact denoiser.
    Edm,
}

impl Sampler {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Ddpm, Self::Ddim, Self::Euler, Self::Heun, Self::Edm];

    /// The name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ddpm => "ddpm",
            Self::Ddim => "ddim",
            Self::Euler => "euler",
            Self::Heun => "heun",
            Self::Edm => "edm",
        }
    }

    /// The name as a title.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Ddpm => "DDPM, ancestral",
            Self::Ddim => "DDIM, η = 0",
            Self::Euler => "Euler",
            Self::Heun => "Heun",
            Self::Edm => "EDM, stochastic",
        }
    }

    /// The steps that cost about `evaluations` of the denoiser: a method with a correction looks twice, but for its
    /// last step.
    #[must_use]
    pub fn steps(self, evaluations: usize) -> usize {
        match self {
            Self::Ddpm | Self::Ddim | Self::Euler => evaluations,
            Self::Heun | Self::Edm => evaluations.div_ceil(2),
        }
    }

    /// The schedule of its paper.
    #[must_use]
    pub fn home(self) -> Schedule {
        match self {
            Self::Ddpm | Self::Ddim => Schedule::Chain(Chain::Linear),
            Self::Euler | Self::Heun | Self::Edm => Schedule::Karras,
        }
    }

    /// The method; `eta` is DDIM's alone.
    #[must_use]
    pub fn method(self, eta: f64) -> Method<f64> {
        match self {
            Self::Ddpm => Method::Ancestral(ReverseVar::Posterior),
            Self::Ddim => Method::Ddim { eta },
            Self::Euler => Method::Euler,
            Self::Heun => Method::Heun,
            Self::Edm => Method::Stochastic(Churn {
                amount: 40.0,
                from: 0.05,
                to: 50.0,
                noise: 1.0,
            }),
        }
    }
}
