//! The labelled roll with its exact denoisers, and their guided sum: what figures of guidance are about.

use ndarray::{Array1, Array2, ArrayView2, Axis};

use super::Result;
use super::chart::Point;
use tweedie::array::combine;
use tweedie::data::{Denoiser, Mixture, swiss_roll};
use tweedie::guidance::Weights;
use tweedie::level::NoiseLevel;
use tweedie::preset::generator;

/// How many classes there are.
pub(super) const CLASSES: usize = 4;
/// The one that samples are guided to.
const CLASS: usize = 2;
/// Wide enough that neighbouring arms and classes overlap.
pub(super) const WIDTH: f64 = 0.25;
/// Gaussians along the roll.
pub(super) const CENTRES: usize = 400;

/// A roll in classes.
pub(super) struct Classes {
    /// The centres of all.
    pub(super) centres: Array2<f64>,
    /// The data without their labels.
    pub(super) all: Mixture,
    /// The data of one class.
    pub(super) class: Mixture,
}

impl Classes {
    /// The roll, `scale` times as large.
    pub(super) fn new(seed: u64, scale: f64) -> Result<Self> {
        let roll = swiss_roll(CENTRES, CLASSES, 0.0, &mut generator(seed))?;
        let centres = roll.points * scale;
        let rows: Vec<usize> = (0..CENTRES).filter(|&i| roll.labels[i] == CLASS).collect();
        let blurred = |centres: Array2<f64>| {
            let n = centres.nrows();
            let vars = Array1::from_elem(n, (scale * WIDTH) * (scale * WIDTH));
            Mixture::new(Array1::ones(n), centres, vars)
        };
        Ok(Self {
            all: blurred(centres.clone())?,
            class: blurred(centres.select(Axis(0), &rows))?,
            centres,
        })
    }

    /// The denoiser guided to the class.
    pub(super) fn guided(&self, w: f64) -> Guided<'_> {
        Guided {
            classes: self,
            weights: Weights::scale(w),
        }
    }

    /// The centres, to be drawn behind.
    pub(super) fn behind(&self) -> Vec<Point> {
        places(&self.centres)
    }
}

/// Points as they are drawn.
pub(super) fn places(points: &Array2<f64>) -> Vec<Point> {
    points.rows().into_iter().map(|x| (x[0], x[1])).collect()
}

/// No method of these figures draws noise.
pub(super) fn silence(shape: (usize, usize)) -> Array2<f64> {
    Array2::zeros(shape)
}

/// A denoiser guided towards a class.
pub(super) struct Guided<'a> {
    classes: &'a Classes,
    weights: Weights<f64>,
}

impl Denoiser<f64> for Guided<'_> {
    fn dim(&self) -> usize {
        self.classes.all.dim()
    }

    fn denoise(
        &self,
        x: ArrayView2<f64>,
        t: NoiseLevel<f64>,
    ) -> tweedie::error::Result<Array2<f64>> {
        let Classes { all, class, .. } = self.classes;
        combine(&[
            (self.weights.on_cond, class.denoise(x, t)?.view()),
            (self.weights.on_uncond, all.denoise(x, t)?.view()),
        ])
    }
}
