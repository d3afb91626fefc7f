//! A discrete schedule: the noise levels `0 … T` of a variance-preserving chain.

use super::at_least_one;
use crate::error::{DomainError, Result};
use crate::level::{NoiseLevel, VariancePreserving};
use crate::scalar::Field;

/// The levels `0 … T` of a chain; 0 is clean.
#[derive(Debug, Clone, PartialEq)]
pub struct Discrete<T> {
    squares: Vec<VariancePreserving<T>>,
    levels: Vec<NoiseLevel<T>>,
}

impl<T: Field> Discrete<T> {
    /// The chain with forward variances `betas` = β₁ … β_T.
    ///
    /// ```text
    /// ᾱ_t = (1 − β_t) ᾱ_{t−1}          1 − ᾱ_t = β_t + (1 − β_t)(1 − ᾱ_{t−1})
    /// ```
    ///
    /// Source: DDPM eq. 4.
    /// # Errors
    /// If there are no betas, or one is outside (0, 1).
    pub fn from_betas(betas: &[T]) -> Result<Self> {
        at_least_one("number of steps T", betas.len())?;
        let mut squares = vec![VariancePreserving::clean()];
        for (i, &beta) in betas.iter().enumerate() {
            if !(beta > T::zero() && beta < T::one()) {
                return Err(DomainError::new(
                    format!("beta_{}", i + 1),
                    beta,
                    "the variance of a forward step lies in (0, 1)",
                ));
            }
            squares.push(squares[i].diffused(beta));
        }
        let levels = squares
            .iter()
            .map(|square| square.level())
            .collect::<Result<_>>()?;
        Ok(Self { squares, levels })
    }

    /// `T`, the number of forward steps.
    #[must_use]
    pub fn steps(&self) -> usize {
        self.levels.len() - 1
    }

    /// All levels, from 0 (clean) to `T`.
    #[must_use]
    pub fn levels(&self) -> &[NoiseLevel<T>] {
        &self.levels
    }

    /// All levels in squares, ᾱ and 1 − ᾱ, from 0 (clean) to `T`.
    #[must_use]
    pub fn squares(&self) -> &[VariancePreserving<T>] {
        &self.squares
    }

    /// The level at time `t`.
    ///
    /// # Errors
    /// If `t > T`.
    pub fn level(&self, t: usize) -> Result<NoiseLevel<T>> {
        self.levels.get(t).copied().ok_or_else(|| {
            DomainError::new("time t", t, format!("it lies in 0 ..= {}", self.steps()))
        })
    }

    /// The levels a sampler visits: those of `timesteps`, in their order, and at last the clean one.
    ///
    /// # Errors
    /// If a timestep is above `T`.
    pub fn descent(&self, timesteps: &[usize]) -> Result<Vec<NoiseLevel<T>>> {
        timesteps
            .iter()
            .map(|&t| self.level(t))
            .chain([Ok(NoiseLevel::clean())])
            .collect()
    }

    /// The levels `0 … T` of the same schedule, shifted and scaled so that `α_T = 0` and `α_1` stays.
    ///
    /// ```text
    /// α'_t = (α_t − α_T) k,   k = α_1/(α_1 − α_T)
    /// ```
    ///
    /// Source: Lin et al., *Common Diffusion Noise Schedules and Sample Steps Are Flawed*, Algorithm 1.
    /// # Numerics
    /// `σ'² = (1 − α')(1 + α')` with `1 − α'_t = (1 − α_t) + (k − 1)(α_1 − α_t)`, a sum of terms that are not negative.
    /// # Errors
    /// If `T = 1`: one noisy level cannot both stay and lose its signal.
    pub fn with_zero_terminal_snr(&self) -> Result<Vec<NoiseLevel<T>>> {
        let (first, last) = (self.levels[1].alpha(), self.levels[self.steps()].alpha());
        if self.steps() == 1 {
            return Err(DomainError::new(
                "number of steps T",
                1,
                "zero terminal SNR needs 2 or more",
            ));
        }
        let scale = first / (first - last);
        let scale_minus_one = last / (first - last);
        let inner = self
            .levels
            .iter()
            .zip(&self.squares)
            .take(self.steps())
            .skip(1);
        let scaled = inner.map(|(level, square)| {
            let alpha = level.alpha();
            let one_minus_alpha = square.one_minus_alpha_bar() / (T::one() + alpha);
            let scaled = (alpha - last) * scale;
            let one_minus_scaled = one_minus_alpha + scale_minus_one * (first - alpha);
            NoiseLevel::new(scaled, (one_minus_scaled * (T::one() + scaled)).sqrt())
        });
        [Ok(NoiseLevel::clean())]
            .into_iter()
            .chain(scaled)
            .chain([NoiseLevel::new(T::zero(), T::one())])
            .collect()
    }
}
