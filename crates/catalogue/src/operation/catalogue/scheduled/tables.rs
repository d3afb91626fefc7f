//! The levels of a chain, as they are and as programs tabulate them.

use super::place::Place;
use crate::operation::Arguments;
use tweedie::error::{DomainError, Result};
use tweedie::level::{LevelPair, NoiseLevel};
use tweedie::scalar::Field;
use tweedie::schedule::Discrete;

pub const BETAS: (&str, &str) = ("betas", "the variances of the forward steps, T of them");

/// A chain and its levels, 0 … T.
pub struct Chain<T> {
    betas: Vec<T>,
    /// ᾱ.
    alpha_bars: Vec<T>,
    /// 1 − ᾱ.
    rests: Vec<T>,
}

impl<T: Field> Chain<T> {
    /// 1 − ᾱ accumulated.
    pub fn new(arguments: &Arguments) -> Result<Self> {
        let betas = arguments.array::<T>("betas")?;
        let chain = Discrete::from_betas(&betas)?;
        Ok(Self {
            alpha_bars: chain
                .squares()
                .iter()
                .map(|square| square.alpha_bar())
                .collect(),
            rests: chain
                .squares()
                .iter()
                .map(|square| square.one_minus_alpha_bar())
                .collect(),
            betas,
        })
    }

    /// 1 − ᾱ by subtraction, as programs have it.
    pub fn by_subtraction(arguments: &Arguments) -> Result<Self> {
        let chain = Self::new(arguments)?;
        let rests = chain
            .alpha_bars
            .iter()
            .map(|&alpha_bar| T::one() - alpha_bar)
            .collect();
        Ok(Self { rests, ..chain })
    }

    /// ᾱ stored in a shorter format, from a table in `f64`; the rest by subtraction.
    pub fn stored(arguments: &Arguments, store: fn(f64) -> f64) -> Result<Self> {
        let chain = Self::new(arguments)?;
        let table = Chain::<f64>::new(arguments)?.alpha_bars;
        let alpha_bars: Vec<T> = table.into_iter().map(|x| T::from_f64(store(x))).collect();
        let rests = alpha_bars
            .iter()
            .map(|&alpha_bar| T::one() - alpha_bar)
            .collect();
        Ok(Self {
            alpha_bars,
            rests,
            ..chain
        })
    }

    /// T.
    pub fn steps(&self) -> usize {
        self.betas.len()
    }

    fn at(&self, table: &[T], t: usize) -> Result<T> {
        table.get(t).copied().ok_or_else(|| {
            DomainError::new("time t", t, format!("it lies in 0 ..= {}", self.steps()))
        })
    }

    /// ᾱ_t.
    pub fn alpha_bar(&self, t: usize) -> Result<T> {
        self.at(&self.alpha_bars, t)
    }

    /// 1 − ᾱ_t.
    pub fn rest(&self, t: usize) -> Result<T> {
        self.at(&self.rests, t)
    }

    /// β_t.
    pub fn beta(&self, t: usize) -> Result<T> {
        self.at(&self.betas, t.wrapping_sub(1))
    }

    /// The level at `t`.
    pub fn level(&self, t: usize) -> Result<NoiseLevel<T>> {
        NoiseLevel::new(self.alpha_bar(t)?.sqrt(), self.rest(t)?.sqrt())
    }

    /// The levels of a step.
    pub fn pair(&self, place: Place) -> Result<LevelPair<T>> {
        LevelPair::new(self.level(place.s)?, self.level(place.t)?)
    }
}
