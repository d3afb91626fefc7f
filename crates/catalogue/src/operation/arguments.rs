//! What an operation is given: parameters and arrays, by name.

use std::collections::BTreeMap;

use ndarray::ArrayD;

use tweedie::error::{DomainError, Result};
use tweedie::level::{LevelPair, NoiseLevel};
use tweedie::scalar::Field;

/// A parameter.
#[derive(Debug, Clone, PartialEq)]
pub enum Param {
    /// A number.
    Number(f64),
    /// A count or an index.
    Integer(usize),
    /// A choice by name.
    Word(String),
    /// Numbers in order.
    Numbers(Vec<f64>),
}

/// Parameters and input arrays, by name. All numbers are `f64` that the backend's format holds exactly.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Arguments {
    /// The parameters.
    pub params: BTreeMap<String, Param>,
    /// The arrays.
    pub inputs: BTreeMap<String, ArrayD<f64>>,
}

impl Arguments {
    /// No arguments yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// With a number.
    #[must_use]
    pub fn number(self, name: &str, value: f64) -> Self {
        self.with(name, Param::Number(value))
    }

    /// With a whole number.
    #[must_use]
    pub fn integer(self, name: &str, value: usize) -> Self {
        self.with(name, Param::Integer(value))
    }

    /// With a word.
    #[must_use]
    pub fn word(self, name: &str, value: &str) -> Self {
        self.with(name, Param::Word(value.to_owned()))
    }

    /// With a list of numbers.
    #[must_use]
    pub fn numbers(self, name: &str, values: &[f64]) -> Self {
        self.with(name, Param::Numbers(values.to_vec()))
    }

    /// With the scales of a level: `alpha_t` and `sigma_t` for `t`.
    #[must_use]
    pub fn level(self, at: &str, level: NoiseLevel<f64>) -> Self {
        self.number(&format!("alpha_{at}"), level.alpha())
            .number(&format!("sigma_{at}"), level.sigma())
    }

    /// With a parameter.
    #[must_use]
    pub fn with(mut self, name: &str, value: Param) -> Self {
        self.params.insert(name.to_owned(), value);
        self
    }

    /// With an array.
    #[must_use]
    pub fn input(mut self, name: &str, array: ArrayD<f64>) -> Self {
        self.inputs.insert(name.to_owned(), array);
        self
    }

    /// The number called `name`.
    ///
    /// # Errors
    /// If there is none.
    pub fn get<T: Field>(&self, name: &str) -> Result<T> {
        match self.param(name)? {
            Param::Number(x) => Ok(T::from_f64(*x)),
            other => Err(wrong(name, other, "a number")),
        }
    }

    /// The number called `name`, if it is there.
    ///
    /// # Errors
    /// If it is something else.
    pub fn get_or<T: Field>(&self, name: &str, default: T) -> Result<T> {
        if self.params.contains_key(name) {
            self.get(name)
        } else {
            Ok(default)
        }
    }

    /// The whole number called `name`.
    ///
    /// # Errors
    /// If there is none.
    pub fn count(&self, name: &str) -> Result<usize> {
        match self.param(name)? {
            Param::Integer(n) => Ok(*n),
            other => Err(wrong(name, other, "a whole number")),
        }
    }

    /// The word called `name`.
    ///
    /// # Errors
    /// If there is none.
    pub fn choice(&self, name: &str) -> Result<&str> {
        match self.param(name)? {
            Param::Word(word) => Ok(word),
            other => Err(wrong(name, other, "a word")),
        }
    }

    /// The numbers called `name`.
    ///
    /// # Errors
    /// If there are none.
    pub fn list<T: Field>(&self, name: &str) -> Result<Vec<T>> {
        match self.param(name)? {
            Param::Numbers(values) => Ok(values.iter().map(|&x| T::from_f64(x)).collect()),
            other => Err(wrong(name, other, "a list of numbers")),
        }
    }

    /// The level `(alpha_at, sigma_at)`.
    ///
    /// # Errors
    /// If a scale is missing, or they are no level.
    pub fn level_at<T: Field>(&self, at: &str) -> Result<NoiseLevel<T>> {
        NoiseLevel::new(
            self.get(&format!("alpha_{at}"))?,
            self.get(&format!("sigma_{at}"))?,
        )
    }

    /// The levels `s` and `t`.
    ///
    /// # Errors
    /// If a scale is missing, or `s` is not the cleaner.
    pub fn pair<T: Field>(&self) -> Result<LevelPair<T>> {
        LevelPair::new(self.level_at("s")?, self.level_at("t")?)
    }

    /// The variance-preserving level of `alpha_bar_at`: `(√ᾱ, √(1 − ᾱ))`.
    ///
    /// # Errors
    /// If there is no such number, or it is outside [0, 1].
    pub fn preserving_at<T: Field>(&self, at: &str) -> Result<NoiseLevel<T>> {
        let name = format!("alpha_bar_{at}");
        let alpha_bar = self.get::<T>(&name)?;
        if !(alpha_bar >= T::zero() && alpha_bar <= T::one()) {
            return Err(DomainError::new(name, alpha_bar, "it lies in [0, 1]"));
        }
        NoiseLevel::new(alpha_bar.sqrt(), (T::one() - alpha_bar).sqrt())
    }

    /// The array called `name`, in its standard order.
    ///
    /// # Errors
    /// If there is none.
    pub fn array<T: Field>(&self, name: &str) -> Result<Vec<T>> {
        Ok(self.tensor(name)?.iter().map(|&x| T::from_f64(x)).collect())
    }

    /// The rows of the two-dimensional array called `name`.
    ///
    /// # Errors
    /// If there is none, or it has other than two axes.
    pub fn rows<T: Field>(&self, name: &str) -> Result<Vec<Vec<T>>> {
        let tensor = self.tensor(name)?;
        if tensor.ndim() != 2 {
            return Err(DomainError::new(
                format!("shape of {name}"),
                tensor.shape(),
                "give rows of coordinates: two axes",
            ));
        }
        Ok(tensor
            .outer_iter()
            .map(|row| row.iter().map(|&x| T::from_f64(x)).collect())
            .collect())
    }

    /// The shape of the array called `name`.
    ///
    /// # Errors
    /// If there is none.
    pub fn shape(&self, name: &str) -> Result<&[usize]> {
        Ok(self.tensor(name)?.shape())
    }

    fn param(&self, name: &str) -> Result<&Param> {
        self.params
            .get(name)
            .ok_or_else(|| missing("parameter", name))
    }

    fn tensor(&self, name: &str) -> Result<&ArrayD<f64>> {
        self.inputs.get(name).ok_or_else(|| missing("input", name))
    }
}

fn missing(what: &str, name: &str) -> DomainError {
    DomainError::new(
        format!("{what} {name:?}"),
        None::<()>,
        "the operation needs it",
    )
}

fn wrong(name: &str, value: &Param, wanted: &str) -> DomainError {
    DomainError::new(
        format!("parameter {name:?}"),
        value,
        format!("give {wanted}"),
    )
}
