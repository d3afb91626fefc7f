//! The swiss roll, as data that can be told from every sample of it.

use ndarray::{Array1, Array2, ArrayView1, Axis};
use ndarray_rand::RandomExt;
use ndarray_rand::rand::Rng;
use ndarray_rand::rand_distr::{Distribution, StandardNormal, Uniform};

use super::generator;
use crate::data::{LabelledPoints, Mixture, Standardised, swiss_roll};
use crate::error::{DomainError, Result};

/// Gaussians along the roll.
const CENTRES: usize = 1000;

/// The standard deviation of each, in units of the data's: the arms of the roll lie 0.9 apart.
pub const WIDTH: f64 = 0.05;

/// Parts of equal share that the roll is divided into, to tell where on it a point lies.
pub const SHADES: usize = 32;

/// The seed of the centres. The roll is one and the same, whatever is drawn from it.
const SEED: u64 = 0x0074_7765_6564_6965;

/// A swiss roll of Gaussians, or other points of the plane in its place.
#[derive(Debug, Clone)]
pub struct Roll {
    centres: LabelledPoints,
    /// The distribution.
    pub data: Mixture,
}

/// The swiss roll: mean 0 and, but for its width, mean coordinate variance 1.
///
/// # Errors
/// None in practice: its constants are in every domain.
pub fn roll() -> Result<Roll> {
    Roll::about(swiss_roll(CENTRES, SHADES, 0.0, &mut generator(SEED))?)
}

impl Roll {
    fn about(centres: LabelledPoints) -> Result<Self> {
        let n = centres.points.nrows();
        let data = Mixture::new(
            Array1::ones(n),
            centres.points.clone(),
            Array1::from_elem(n, WIDTH * WIDTH),
        )?;
        Ok(Self { centres, data })
    }

    /// A Gaussian at each of `points` (n, 2) in place of the roll's. Their parts are the directions seen from the mean,
    /// each as full as any other.
    ///
    /// # Errors
    /// If there are fewer than two, or they are not of the plane.
    pub fn of(points: &Array2<f64>) -> Result<Self> {
        let (n, dim) = points.dim();
        if n < 2 || dim != 2 {
            return Err(DomainError::new(
                "shape of the points",
                (n, dim),
                "give two points or more, of two coordinates each",
            ));
        }
        let points = Standardised::new(points.clone())?.points().clone();
        let turn: Vec<f64> = points
            .rows()
            .into_iter()
            .map(|x| turn(x[0], x[1]))
            .collect();
        let mut order: Vec<usize> = (0..n).collect();
        order.sort_by(|&i, &j| turn[i].total_cmp(&turn[j]));
        let mut labels = vec![0; n];
        for (rank, i) in order.into_iter().enumerate() {
            labels[i] = rank * SHADES / n;
        }
        Self::about(LabelledPoints { points, labels })
    }

    /// `n` points of the roll, and the parts of it they belong to.
    ///
    /// # Errors
    /// If there are no centres to choose from.
    pub fn draw(&self, n: usize, rng: &mut impl Rng) -> Result<LabelledPoints> {
        let count = self.centres.labels.len();
        let which = Uniform::new(0, count)
            .map_err(|_| DomainError::new("number of centres", count, "give 1 or more"))?;
        let chosen: Vec<usize> = which.sample_iter(&mut *rng).take(n).collect();
        let centres = self.centres.points.select(Axis(0), &chosen);
        let shake: Array2<f64> = Array2::random_using((n, self.data.dim()), StandardNormal, rng);
        Ok(LabelledPoints {
            points: centres + shake * WIDTH,
            labels: chosen.iter().map(|&i| self.centres.labels[i]).collect(),
        })
    }

    /// The probability of each part: about one in `SHADES`, for the centres lie at random.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // a count of centres
    pub fn shares(&self) -> [f64; SHADES] {
        let mut shares = [0.0; SHADES];
        for &part in &self.centres.labels {
            shares[part] += 1.0 / self.centres.labels.len() as f64;
        }
        shares
    }

    /// The part of the roll that each point is nearest to.
    #[must_use]
    pub fn parts(&self, points: &Array2<f64>) -> Vec<usize> {
        let distance = |point: &ArrayView1<f64>, i: usize| {
            point
                .iter()
                .zip(self.centres.points.row(i))
                .map(|(x, c)| (x - c) * (x - c))
                .sum::<f64>()
        };
        points
            .rows()
            .into_iter()
            .filter_map(|point| {
                (0..self.centres.labels.len())
                    .min_by(|&i, &j| distance(&point, i).total_cmp(&distance(&point, j)))
                    .map(|nearest| self.centres.labels[nearest])
            })
            .collect()
    }
}

/// Grows from −2 to 2 as a direction turns once round, like its angle.
fn turn(x: f64, y: f64) -> f64 {
    let share = x / (x.abs() + y.abs()).max(f64::MIN_POSITIVE);
    if y < 0.0 { share - 1.0 } else { 1.0 - share }
}
