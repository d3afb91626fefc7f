//! The one error of the mathematics: a value outside a definition's domain.

use std::fmt;

/// A value lies outside the domain of a definition.
///
/// The message names the quantity, the value that was given, and the way out, in one line:
///
/// ```
/// use tweedie::level::NoiseLevel;
///
/// let error = NoiseLevel::new(0.6, f64::NAN).unwrap_err();
/// assert_eq!(error.to_string(), "sigma is NaN: give a finite number ≥ 0");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DomainError {
    quantity: String,
    value: String,
    way_out: String,
}

impl DomainError {
    /// `quantity` is `value`: `way_out`.
    pub fn new(
        quantity: impl Into<String>,
        value: impl fmt::Debug,
        way_out: impl Into<String>,
    ) -> Self {
        Self {
            quantity: quantity.into(),
            value: format!("{value:?}"),
            way_out: way_out.into(),
        }
    }
}

impl fmt::Display for DomainError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is {}: {}", self.quantity, self.value, self.way_out)
    }
}

impl std::error::Error for DomainError {}

/// The result of everything that can be asked outside its domain.
pub type Result<T> = std::result::Result<T, DomainError>;
