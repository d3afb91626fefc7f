//! The law of noisy data at one level, as a kernel is told it: coefficients made in `f64`, rounded once.

use std::f64::consts::LOG2_E;

use super::components::Data;
use super::error::Result;
use super::scalar::{Scalar, nearest, told};
use tweedie::data::Marginal;
use tweedie::level::NoiseLevel;

/// The coefficients of a noise level.
pub(super) struct Law<T> {
    /// α, the unit of distances, log₂e/(2V unit²), 1/√V, and the largest offset, in nats.
    numbers: [T; 5],
    /// Of each piece of the components, its classes: offset in bits, V/V_k, the gain, and nothing.
    pub(super) classes: Vec<Vec<[T; 4]>>,
}

impl<T: Scalar> Law<T> {
    pub(super) fn new(data: &Data<'_, T>, t: NoiseLevel<f64>) -> Result<Self> {
        let mut pieces = Vec::new();
        for piece in &data.pieces {
            let classes = piece.classes.iter();
            let of = classes.map(|&(weight, var)| Marginal::new(weight, var, data.dim, t));
            pieces.push(of.collect::<tweedie::error::Result<Vec<Marginal<f64>>>>()?);
        }
        let all = || pieces.iter().flatten();
        let var = all().fold(f64::INFINITY, |least, m| m.noisy_var.min(least));
        let reference = all().fold(f64::NEG_INFINITY, |most, m| m.offset.max(most));
        let class = |m: &Marginal<f64>| {
            let offset = (m.offset - reference) * LOG2_E;
            [offset, var / m.noisy_var, m.gain, 0.0].map(nearest)
        };
        let classes = pieces.iter().map(|piece| piece.iter().map(class).collect());
        let unit = unit(var.sqrt(), t.alpha() * data.reach, T::SQUARES);
        let bits = LOG2_E / (2.0 * var) / unit / unit;
        Ok(Self {
            numbers: [t.alpha(), unit, bits, 1.0 / var.sqrt(), reference].map(nearest),
            classes: classes.collect(),
        })
    }

    /// What the kernel is told of it, and of the dispatch.
    pub(super) fn told(&self, counts: &[u32; 4]) -> Vec<u32> {
        told(&self.numbers, counts)
    }
}

/// A power of two that brings a small standard deviation to 2⁻⁴⁰, as far as the squares of samples, 2 to `squares` at
/// most, allow that lie up to 2¹⁴ times as far out as the data.
fn unit(std: f64, reach: f64, squares: f64) -> f64 {
    let wanted = -40.0 - std.log2().floor();
    let allowed = squares / 2.0 - 14.0 - reach.log2().ceil().max(0.0);
    wanted.min(allowed).max(0.0).exp2()
}
