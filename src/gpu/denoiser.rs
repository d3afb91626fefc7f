//! The exact denoiser, score and log density of a mixture or a set of points.

use std::collections::BTreeMap;

use super::array::{Array, written};
use super::device::Gpu;
use super::error::{Error, Result};
use super::kernel::{ALIGNMENT, Kernel, Piece};
use crate::data::{Marginal, Mixture};
use crate::error::DomainError;
use crate::level::NoiseLevel;

/// What is asked of the law of noisy data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// `ln p(x)`, in nats: a number a sample.
    LogDensity,
    /// `E[x₀ | x_t = x]`.
    PosteriorMean,
    /// `∇ ln p(x)`.
    Score,
}

/// A mixture on the device: its means, and which components share weight and variance. A set of points has one such class.
#[derive(Debug)]
pub struct Data<'a> {
    gpu: &'a Gpu,
    dim: usize,
    means: Array<'a>,
    class_of: wgpu::Buffer,
    /// `(w, v)` of each class.
    classes: Vec<(f64, f64)>,
    components: usize,
    /// The largest coordinate of a mean, in magnitude.
    reach: f64,
}

/// Coordinates that one thread answers for: it walks all components for each so many.
const WIDTH: usize = 8;

impl<'a> Data<'a> {
    /// Copies a mixture to the device, its numbers rounded to `f32`.
    ///
    /// # Errors
    /// If a mean overflows `f32`, or the device has no room.
    pub fn upload(gpu: &'a Gpu, data: &Mixture) -> Result<Self> {
        #[allow(clippy::cast_possible_truncation)] // rounding is the point
        let means: Vec<f32> = data.means().iter().map(|&m| m as f32).collect();
        let bytes = 4 * means.len() as u64;
        if bytes > gpu.limits().bytes {
            return Err(Error::TooLarge(
                "a set of points",
                bytes,
                gpu.limits().bytes,
            ));
        }
        let mut classes = Vec::new();
        let mut known = BTreeMap::new();
        let class_of: Vec<u32> = data
            .weights()
            .iter()
            .zip(data.vars())
            .map(|(&weight, &var)| {
                *known
                    .entry((weight.to_bits(), var.to_bits()))
                    .or_insert_with(|| {
                        classes.push((weight, var));
                        u32::try_from(classes.len() - 1).unwrap_or(u32::MAX) // the means would not fit
                    })
            })
            .collect();
        Ok(Self {
            gpu,
            dim: data.dim(),
            means: Array::upload(gpu, &means)?,
            class_of: written(gpu, &class_of, wgpu::BufferUsages::STORAGE)?,
            classes,
            components: data.components(),
            reach: data.means().iter().fold(0.0, |most, m| m.abs().max(most)),
        })
    }

    /// The number of coordinates d of a sample.
    #[must_use]
    pub fn dim(&self) -> usize {
        self.dim
    }

    /// The answer for samples `x`, (n, d), at level `t`; an array of that shape, or n numbers for the log density. For
    /// any σ > 0 of `f64`: where σ² is no number of `f32` the nearest point wins, as it should.
    ///
    /// # Errors
    /// If `x` has no whole number of samples, points are asked at σ = 0, or the device fails.
    pub fn ask(&self, question: Question, x: &Array<'_>, t: NoiseLevel<f64>) -> Result<Array<'a>> {
        if !x.len().is_multiple_of(self.dim) {
            return Err(DomainError::new(
                "number of coordinates of the samples",
                x.len(),
                format!("give a multiple of {}", self.dim),
            )
            .into());
        }
        let law = Law::new(self, t)?;
        let rows = x.len() / self.dim;
        let (columns, layers) = match question {
            Question::LogDensity => (1, 1),
            Question::PosteriorMean | Question::Score => (self.dim, self.dim.div_ceil(WIDTH)),
        };
        let out = Array::unwritten(self.gpu, rows * columns)?;
        let classes = written(self.gpu, &law.classes, wgpu::BufferUsages::STORAGE)?;
        let kernel = self.kernel(question);
        // pieces of so many samples that they begin where a device can bind them
        let step = usize::try_from(ALIGNMENT / 4).unwrap_or(1);
        let most = usize::try_from(self.gpu.limits().bytes / 4).unwrap_or(usize::MAX);
        let piece_rows = (most / self.dim / step * step).max(step);
        for first in (0..rows).step_by(piece_rows) {
            let count = piece_rows.min(rows - first);
            let piece = |array: &'_ Array<'_>, columns: usize| {
                let from = 4 * (first * columns) as u64;
                let bytes = (4 * (count * columns) as u64).next_multiple_of(16);
                (from, bytes.min(array.buffer().size() - from))
            };
            let ((x_from, x_bytes), (out_from, out_bytes)) =
                (piece(x, self.dim), piece(&out, columns));
            let pieces = [
                Piece {
                    buffer: x.buffer(),
                    from: x_from,
                    bytes: x_bytes,
                },
                Piece::whole(self.means.buffer()),
                Piece::whole(&self.class_of),
                Piece::whole(&classes),
                Piece {
                    buffer: out.buffer(),
                    from: out_from,
                    bytes: out_bytes,
                },
            ];
            let uniform = law.uniform(count, self.components);
            kernel.dispatch(self.gpu, &uniform, &pieces, count, small(layers))?;
        }
        Ok(out)
    }

    fn kernel(&self, question: Question) -> Kernel {
        Kernel {
            name: "mixture",
            sources: &[
                include_str!("invocation.wgsl"),
                include_str!("elementary.wgsl"),
                include_str!("mixture.wgsl"),
            ],
            constants: vec![
                ("DIM", small(self.dim)),
                ("WIDTH", small(self.dim.min(WIDTH))),
                ("QUESTION", question as u32),
            ],
            entry: "answer",
        }
    }
}

/// A count that a shader holds: what has more of them fits no device.
fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The coefficients of a noise level, made in `f64`.
struct Law {
    alpha: f64,
    unit: f64,
    var: f64,
    reference: f64,
    classes: Vec<u32>,
}

impl Law {
    fn new(data: &Data<'_>, t: NoiseLevel<f64>) -> Result<Self> {
        let marginals: Vec<Marginal<f64>> = data
            .classes
            .iter()
            .map(|&(weight, var)| Marginal::new(weight, var, data.dim, t))
            .collect::<crate::error::Result<_>>()?;
        let var = marginals
            .iter()
            .fold(f64::INFINITY, |least, m| m.noisy_var.min(least));
        let reference = marginals
            .iter()
            .fold(f64::NEG_INFINITY, |most, m| m.offset.max(most));
        let classes = marginals.iter().flat_map(|m| {
            let offset = (m.offset - reference) * std::f64::consts::LOG2_E;
            [offset, var / m.noisy_var, m.gain, 0.0].map(short)
        });
        Ok(Self {
            alpha: t.alpha(),
            unit: unit(var.sqrt(), t.alpha() * data.reach),
            var,
            reference,
            classes: classes.collect(),
        })
    }

    fn uniform(&self, rows: usize, components: usize) -> [u32; 8] {
        let bits = std::f64::consts::LOG2_E / (2.0 * self.var) / self.unit / self.unit;
        [
            small(rows),
            small(components),
            short(self.alpha),
            short(self.unit),
            short(bits),
            short(1.0 / self.var.sqrt()),
            short(self.reference),
            0,
        ]
    }
}

/// A power of two that brings a small standard deviation to 2⁻⁴⁰, as far as the squares of samples allow that lie up
/// to 2¹⁴ times as far out as the data.
fn unit(std: f64, reach: f64) -> f64 {
    let wanted = -40.0 - std.log2().floor();
    let allowed = 46.0 - reach.log2().ceil().max(0.0);
    wanted.min(allowed).max(0.0).exp2()
}

/// The bits of a number rounded to `f32`, or of the largest where it overflows.
#[allow(clippy::cast_possible_truncation)] // rounding is the point
fn short(x: f64) -> u32 {
    (x as f32).clamp(f32::MIN, f32::MAX).to_bits()
}
