//! The components of a mixture on the device, in pieces that it can bind.

use std::collections::BTreeMap;

use ndarray::s;

use super::array::{Array, written};
use super::device::Gpu;
use super::error::{Error, Result};
use super::scalar::{Scalar, small};
use tweedie::data::Mixture;

/// A mixture on the device: its means, and which components share weight and variance. A set of points has one such class.
#[derive(Debug)]
pub struct Data<'a, T = f32> {
    pub(super) gpu: &'a Gpu,
    pub(super) dim: usize,
    pub(super) pieces: Vec<Components<'a, T>>,
    /// The largest coordinate of a mean, in magnitude.
    pub(super) reach: f64,
}

/// Components that are bound at once.
#[derive(Debug)]
pub(super) struct Components<'a, T> {
    pub(super) means: Array<'a, T>,
    pub(super) class_of: wgpu::Buffer,
    /// `(w, v)` of each class.
    pub(super) classes: Vec<(f64, f64)>,
}

/// Components that the kernel sums before it adds to the sum: pieces begin where a tile does, so that cutting them changes no bit.
pub(super) const TILE: usize = 64;

/// Numbers that a kernel is told of a class.
const CLASS: usize = 4;

impl<'a, T: Scalar> Data<'a, T> {
    /// Copies a mixture to the device, its numbers rounded to the format.
    ///
    /// # Errors
    /// If a mean overflows the format, the device does not compute in it, or has no room.
    pub fn upload(gpu: &'a Gpu, data: &Mixture) -> Result<Self> {
        let limit = gpu.limits().bytes;
        let bytes = (size_of::<T>() * data.dim().max(CLASS)) as u64;
        let at_once = match usize::try_from(limit / bytes).unwrap_or(usize::MAX) {
            0 => return Err(Error::TooLarge("a point", bytes, limit)),
            few if few < TILE => few,
            many => many / TILE * TILE,
        };
        let pieces = (0..data.components())
            .step_by(at_once)
            .map(|from| Components::upload(gpu, data, from, at_once.min(data.components() - from)));
        Ok(Self {
            gpu,
            dim: data.dim(),
            pieces: pieces.collect::<Result<_>>()?,
            reach: data.means().iter().fold(0.0, |most, m| m.abs().max(most)),
        })
    }

    /// The number of coordinates d of a sample.
    #[must_use]
    pub fn dim(&self) -> usize {
        self.dim
    }
}

impl<'a, T: Scalar> Components<'a, T> {
    fn upload(gpu: &'a Gpu, data: &Mixture, from: usize, count: usize) -> Result<Self> {
        let piece = s![from..from + count];
        let means = data.means();
        let means: Vec<T> = means
            .slice(s![from..from + count, ..])
            .iter()
            .map(|&m| T::from_f64(m))
            .collect();
        let mut classes = Vec::new();
        let mut known = BTreeMap::new();
        let (weights, vars) = (data.weights(), data.vars());
        let each = weights.slice(piece).into_iter().zip(vars.slice(piece));
        let class_of: Vec<u32> = each
            .map(|(&weight, &var)| {
                *known
                    .entry((weight.to_bits(), var.to_bits()))
                    .or_insert_with(|| {
                        classes.push((weight, var));
                        small(classes.len() - 1)
                    })
            })
            .collect();
        Ok(Self {
            means: Array::upload(gpu, &means)?,
            class_of: written(gpu, &class_of, wgpu::BufferUsages::STORAGE)?,
            classes,
        })
    }

    /// How many they are.
    pub(super) fn count(&self) -> usize {
        usize::try_from(self.class_of.size() / 4).unwrap_or(usize::MAX)
    }
}
