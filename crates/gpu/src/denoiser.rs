//! The exact denoiser, score and log density of a mixture or a set of points.

use super::array::{Array, written};
use super::components::{Data, TILE};
use super::error::Result;
use super::kernel::{ALIGNMENT, Kernel, Piece, constant};
use super::law::Law;
use super::scalar::{Scalar, small};
use tweedie::error::DomainError;
use tweedie::level::NoiseLevel;

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

/// Coordinates that one thread answers for: it walks all components for each so many.
const WIDTH: usize = 8;

/// How an answer is laid out: coordinates of a sample and of its answer, threads of a sample, numbers that each of them carries from
/// one piece of the components to the next.
struct Layout {
    dim: usize,
    columns: usize,
    layers: usize,
    carried: usize,
}

impl Layout {
    fn new(question: Question, dim: usize) -> Self {
        let (columns, layers) = match question {
            Question::LogDensity => (1, 1),
            Question::PosteriorMean | Question::Score => (dim, dim.div_ceil(WIDTH)),
        };
        Self {
            dim,
            columns,
            layers,
            carried: 3 + dim.min(WIDTH), // offset, distance, total, and the moment
        }
    }
}

impl<'a, T: Scalar> Data<'a, T> {
    /// The answer for samples `x`, (n, d), at level `t`; an array of that shape, or n numbers for the log density. For
    /// any σ > 0 whose square is a number of `f64`: where it is none of `f32`, the nearest point wins there, as it should.
    ///
    /// # Errors
    /// If `x` has no whole number of samples, points are asked at σ = 0, or the device fails.
    pub fn ask(
        &self,
        question: Question,
        x: &Array<'_, T>,
        t: NoiseLevel<f64>,
    ) -> Result<Array<'a, T>> {
        if !x.len().is_multiple_of(self.dim) {
            return Err(DomainError::new(
                "number of coordinates of the samples",
                x.len(),
                format!("give a multiple of {}", self.dim),
            )
            .into());
        }
        let law = Law::new(self, t)?;
        let layout = Layout::new(question, self.dim);
        let rows = x.len() / self.dim;
        let out = Array::unwritten(self.gpu, rows * layout.columns)?;
        let kernel = self.kernel(question, &layout);
        let at_once = self.rows_at_once(&layout);
        for first in (0..rows).step_by(at_once) {
            let count = at_once.min(rows - first);
            self.piece(&kernel, &law, &layout, (x, &out), (first, count))?;
        }
        Ok(out)
    }

    /// Samples whose arrays can be bound at once; pieces of so many begin where a device can bind them.
    fn rows_at_once(&self, layout: &Layout) -> usize {
        let step = usize::try_from(ALIGNMENT / 4).unwrap_or(1);
        let most = self.gpu.limits().bytes / size_of::<T>() as u64;
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let widest = match self.pieces.len() {
            1 => layout.dim,
            _ => layout.dim.max(layout.layers * layout.carried),
        };
        (most / widest / step * step).max(step)
    }

    /// The answer for `count` samples from number `first`: one dispatch for each piece of the components.
    fn piece(
        &self,
        kernel: &Kernel,
        law: &Law<T>,
        layout: &Layout,
        (x, out): (&Array<'_, T>, &Array<'_, T>),
        (first, count): (usize, usize),
    ) -> Result<()> {
        let last = self.pieces.len() - 1;
        let carried = if last > 0 {
            count * layout.layers * layout.carried
        } else {
            0
        };
        let carried = Array::<T>::unwritten(self.gpu, carried)?;
        for (i, (components, classes)) in self.pieces.iter().zip(&law.classes).enumerate() {
            let classes: &[u32] = bytemuck::cast_slice(classes);
            let classes = written(self.gpu, classes, wgpu::BufferUsages::STORAGE)?;
            let pieces = [
                rows_of(x, layout.dim, first, count),
                Piece::whole(components.means.buffer()),
                Piece::whole(&components.class_of),
                Piece::whole(&classes),
                Piece::whole(carried.buffer()),
                rows_of(out, layout.columns, first, count),
            ];
            let counts = [
                count,
                components.count(),
                usize::from(i == 0),
                usize::from(i == last),
            ];
            let uniform = law.told(&counts.map(small));
            kernel.dispatch(self.gpu, &uniform, &pieces, count, small(layout.layers))?;
        }
        Ok(())
    }

    fn kernel(&self, question: Question, layout: &Layout) -> Kernel {
        let constants = [
            ("DIM", small(self.dim)),
            ("WIDTH", small(self.dim.min(WIDTH))),
            ("CARRIED", small(layout.carried)),
            ("TILE", small(TILE)),
            ("QUESTION", question as u32),
        ];
        let constants = constants.map(|(name, value)| constant(name, value));
        Kernel::new::<T>("mixture", include_str!("mixture.wgsl"), "answer")
            .with(&constants.concat())
    }
}

/// The rows from number `first` of an array that has so many columns.
fn rows_of<'b, T: Scalar>(
    array: &'b Array<'_, T>,
    columns: usize,
    first: usize,
    count: usize,
) -> Piece<'b> {
    let row = (size_of::<T>() * columns) as u64;
    let from = row * first as u64;
    let bytes = (row * count as u64).next_multiple_of(16);
    Piece {
        buffer: array.buffer(),
        from,
        bytes: bytes.min(array.buffer().size() - from),
    }
}
