//! Configurations of samplers: the parameters of `sampler.begin`, and the levels they stand for.

mod words;

pub use words::{Grid, Quantity};

use super::Arguments;
use tweedie::error::{DomainError, Result};
use tweedie::level::NoiseLevel;
use tweedie::path::{Curve, Path};
use tweedie::plan::Plan;
use tweedie::sampler::{Method, Sampler};
use tweedie::scalar::Real;
use tweedie::schedule::{Continuous, Discrete, Spacing, cosine, karras, linear, scaled_linear};

/// What a sampler is asked to be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Configuration {
    /// The method.
    pub sampler: Sampler,
    /// The schedule.
    pub grid: Grid,
    /// T, the steps of the chain.
    pub train_steps: usize,
    /// The steps of the sampler.
    pub n: usize,
    /// Which of the chain's steps it visits.
    pub spacing: Spacing,
    /// The share of fresh noise: DDIM's alone.
    pub eta: f64,
    /// What the model predicts.
    pub prediction: Quantity,
}

impl Configuration {
    /// As the parameters of `sampler.begin`.
    #[must_use]
    pub fn arguments(&self) -> Arguments {
        let offset = match self.spacing {
            Spacing::Leading { offset } => offset,
            Spacing::Trailing | Spacing::Linspace => 0,
        };
        Arguments::new()
            .word("method", self.sampler.name())
            .word("schedule", self.grid.name())
            .integer("train_steps", self.train_steps)
            .integer("n", self.n)
            .word("spacing", spacing_name(self.spacing))
            .integer("offset", offset)
            .number("eta", self.eta)
            .word("prediction", self.prediction.name())
    }

    /// From the parameters of `sampler.begin`.
    ///
    /// # Errors
    /// If one is missing, or a word is not known.
    pub fn from_arguments(arguments: &Arguments) -> Result<Self> {
        let spacing = match arguments.choice("spacing")? {
            "leading" => Spacing::Leading {
                offset: arguments.count("offset")?,
            },
            "trailing" => Spacing::Trailing,
            "linspace" => Spacing::Linspace,
            other => {
                return Err(DomainError::new(
                    "spacing",
                    other,
                    "give leading, trailing or linspace",
                ));
            }
        };
        Ok(Self {
            sampler: Sampler::named(arguments.choice("method")?)?,
            grid: Grid::named(arguments.choice("schedule")?)?,
            train_steps: arguments.count("train_steps")?,
            n: arguments.count("n")?,
            spacing,
            eta: arguments.get("eta")?,
            prediction: Quantity::named(arguments.choice("prediction")?)?,
        })
    }

    /// The timesteps visited, late to early, where the grid is a chain.
    ///
    /// # Errors
    /// If the chain has not that many.
    pub fn timesteps(&self) -> Result<Vec<usize>> {
        self.spacing.timesteps(self.train_steps, self.n)
    }

    /// The path through the n levels and the clean one, in the coordinates of the method.
    ///
    /// # Errors
    /// If the method does not work on this grid, or the grid has no such levels.
    pub fn path<T: Real>(&self) -> Result<Path<T>> {
        self.fits()?;
        let curve = self.sampler.curve();
        match self.grid {
            Grid::Karras => {
                let (least, most) = (T::from_f64(0.002), T::from_f64(80.0));
                Path::new(curve, karras(self.n, least, most, T::int(7))?)
            }
            Grid::Flow => Path::new(curve, flow(self.spacing, self.train_steps, self.n)?),
            _ => Path::of_chain(
                curve,
                &self.grid.table(self.train_steps)?,
                &self.timesteps()?,
            ),
        }
    }

    /// The usual one of the methods that go by the sampler's name.
    pub fn method<T: Real>(&self) -> Method<T> {
        self.sampler.method(T::from_f64(self.eta))
    }

    /// What the sampler does.
    ///
    /// # Errors
    /// As [`Configuration::path`], or if the method has no step between two of its levels.
    pub fn plan<T: Real>(&self) -> Result<Plan<T>> {
        self.method().plan(&self.path()?)
    }

    /// Whether the method works on this grid.
    fn fits(&self) -> Result<()> {
        let curve = self.sampler.curve();
        let fits = match self.grid {
            Grid::Flow => curve == Curve::Flow,
            Grid::Karras => curve == Curve::Unscaled,
            Grid::ZeroSnr => curve == Curve::VariancePreserving,
            _ => curve != Curve::Flow && self.sampler != Sampler::EdmEuler,
        };
        if fits {
            Ok(())
        } else {
            Err(DomainError::new(
                "schedule",
                self.grid.name(),
                format!("{} does not work on it", self.sampler.name()),
            ))
        }
    }
}

/// The name of a spacing.
#[must_use]
pub fn spacing_name(spacing: Spacing) -> &'static str {
    match spacing {
        Spacing::Leading { .. } => "leading",
        Spacing::Trailing => "trailing",
        Spacing::Linspace => "linspace",
    }
}

impl Grid {
    /// The levels 0 … T of a chain.
    ///
    /// # Errors
    /// If the grid is no chain.
    pub fn table<T: Real>(self, steps: usize) -> Result<Vec<NoiseLevel<T>>> {
        let chain = Discrete::from_betas(&self.betas(steps)?)?;
        match self {
            Self::ZeroSnr => chain.with_zero_terminal_snr(),
            _ => Ok(chain.levels().to_vec()),
        }
    }

    /// β₁ … β_T of a chain; those before the rescaling where its terminal SNR is zero.
    ///
    /// # Errors
    /// If the grid is no chain.
    pub fn betas<T: Real>(self, steps: usize) -> Result<Vec<T>> {
        match self {
            Self::Linear | Self::ZeroSnr => linear(T::from_f64(1e-4), T::from_f64(0.02), steps),
            Self::ScaledLinear => scaled_linear(T::from_f64(0.000_85), T::from_f64(0.012), steps),
            Self::Cosine => cosine(steps),
            Self::Karras | Self::Flow => Err(DomainError::new(
                "schedule",
                self.name(),
                "it is no chain, and has no betas",
            )),
        }
    }
}

/// `α = 1 − t, σ = t` at even times from 1: to 0 for trailing, to 1/T and then 0 for linspace.
fn flow<T: Real>(spacing: Spacing, steps: usize, n: usize) -> Result<Vec<NoiseLevel<T>>> {
    match spacing {
        Spacing::Trailing => Continuous::RectifiedFlow.descent(n),
        Spacing::Linspace if n > 1 => {
            let gap = (T::one() - T::one() / T::count(steps)) / T::count(n - 1);
            (0..n)
                .map(|i| Continuous::RectifiedFlow.level(T::one() - T::count(i) * gap))
                .chain([Ok(NoiseLevel::clean())])
                .collect()
        }
        _ => Err(DomainError::new(
            "spacing",
            spacing_name(spacing),
            "a flow has trailing, and linspace for n > 1",
        )),
    }
}
