//! Schedules by name.

use crate::error::Result;
use crate::level::NoiseLevel;
use crate::path::{Curve, Path};
use crate::sampler::Sampler;
use crate::schedule::{
    Continuous, Discrete, Spacing, cosine, karras, linear, scaled_linear, sigmoid,
};

/// Forward steps of the chains.
pub const T: usize = 1000;

/// A chain of `T` forward steps, with the constants it is known with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chain {
    /// DDPM: β from 0.0001 to 0.02.
    Linear,
    /// Latent diffusion: √β from √0.00085 to √0.012.
    ScaledLinear,
    /// Improved DDPM.
    Cosine,
    /// GeoDiff's shape, between DDPM's β.
    Sigmoid,
}

impl Chain {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Linear,
        Self::ScaledLinear,
        Self::Cosine,
        Self::Sigmoid,
    ];

    /// The name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Linear => "linear",
            Self::ScaledLinear => "scaled-linear",
            Self::Cosine => "cosine",
            Self::Sigmoid => "sigmoid",
        }
    }

    /// β₁ … β_T.
    ///
    /// # Errors
    /// None in practice: the constants are in every domain.
    pub fn betas(self) -> Result<Vec<f64>> {
        match self {
            Self::Linear => linear(1e-4, 0.02, T),
            Self::ScaledLinear => scaled_linear(0.000_85, 0.012, T),
            Self::Cosine => cosine(T),
            Self::Sigmoid => sigmoid(1e-4, 0.02, T),
        }
    }

    /// The levels 0 … T.
    ///
    /// # Errors
    /// None in practice, as [`Chain::betas`].
    pub fn discrete(self) -> Result<Discrete<f64>> {
        Discrete::from_betas(&self.betas()?)
    }
}

/// A schedule with the constants it is known with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schedule {
    /// A chain, of which a sampler visits some steps, with trailing spacing.
    Chain(Chain),
    /// EDM: unscaled data, σ from 80 to 0.002, ρ = 7.
    Karras,
    /// α = 1 − t, σ = t, equal steps.
    RectifiedFlow,
}

impl Schedule {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Chain(Chain::Linear),
        Self::Chain(Chain::ScaledLinear),
        Self::Chain(Chain::Cosine),
        Self::Chain(Chain::Sigmoid),
        Self::Karras,
        Self::RectifiedFlow,
    ];

    /// The name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Chain(chain) => chain.name(),
            Self::Karras => "karras",
            Self::RectifiedFlow => "rectified-flow",
        }
    }

    /// The schedule that a sampler is at home on.
    #[must_use]
    pub fn of(sampler: Sampler) -> Self {
        match sampler.curve() {
            Curve::VariancePreserving => Self::Chain(Chain::Linear),
            Curve::Unscaled => Self::Karras,
            Curve::Flow => Self::RectifiedFlow,
        }
    }

    /// The path of a sampler of `steps` steps: [`Schedule::levels`], and the curve they lie on.
    ///
    /// # Errors
    /// As [`Schedule::levels`].
    pub fn path(self, steps: usize) -> Result<Path<f64>> {
        let curve = match self {
            Self::Chain(chain) => {
                let timesteps = Spacing::Trailing.timesteps(T, steps)?;
                let table = chain.discrete()?;
                return Path::of_chain(Curve::VariancePreserving, table.levels(), &timesteps);
            }
            Self::Karras => Curve::Unscaled,
            Self::RectifiedFlow => Curve::Flow,
        };
        Path::new(curve, self.levels(steps)?)
    }

    /// The levels that a sampler of `steps` steps visits, noisiest first and clean at last.
    ///
    /// # Errors
    /// If `steps = 0`, or there are more than the chain has.
    pub fn levels(self, steps: usize) -> Result<Vec<NoiseLevel<f64>>> {
        match self {
            Self::Chain(chain) => {
                let timesteps = Spacing::Trailing.timesteps(T, steps)?;
                chain.discrete()?.descent(&timesteps)
            }
            Self::Karras => karras(steps, 0.002, 80.0, 7.0),
            Self::RectifiedFlow => Continuous::RectifiedFlow.descent(steps),
        }
    }
}
