//! What a formula hands to the arrays: the coefficients of a linear combination.

use crate::scalar::Field;

/// One reverse step as coefficients: `x_s = on_x_t · x_t + on_x0 · x̂₀ + on_noise · z`, `z ~ N(0, I)`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step<T> {
    /// Multiplies the current state `x_t`.
    pub on_x_t: T,
    /// Multiplies the estimate of the clean data, `x̂₀`.
    pub on_x0: T,
    /// Multiplies fresh standard normal noise: its standard deviation.
    pub on_noise: T,
}

impl<T: Field> Step<T> {
    /// The step taken by one coordinate.
    pub fn apply(self, x_t: T, x0: T, noise: T) -> T {
        self.on_x_t * x_t + self.on_x0 * x0 + self.on_noise * noise
    }
}
