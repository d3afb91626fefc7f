//! The swiss roll of the tests.

use ndarray_rand::rand::Rng;
use ndarray_rand::rand_distr::{Distribution, StandardNormal};
use tweedie::data::{LabelledPoints, Mixture, swiss_roll};
use tweedie::level::NoiseLevel;

/// 500 points in 3 classes, the same in every test.
pub fn labelled_roll() -> LabelledPoints {
    swiss_roll(500, 3, 0.3, &mut super::rng(20)).unwrap()
}

/// The same points without their labels.
pub fn roll() -> Mixture {
    labelled_roll().all().unwrap()
}

/// A sample that was noised: what it was, the noise, and what it became.
pub struct Noised {
    pub x0: [f64; 2],
    pub eps: [f64; 2],
    pub x_t: [f64; 2],
}

/// A point of 2-D `data`, each as likely as any other, noised to the level `t`.
pub fn noised(data: &Mixture, t: NoiseLevel<f64>, rng: &mut impl Rng) -> Noised {
    let point = rng.random_range(0..data.components());
    let x0 = [0, 1].map(|j| data.means()[[point, j]]);
    let mut z = || -> f64 { StandardNormal.sample(rng) };
    let eps = [z(), z()];
    let x_t = [0, 1].map(|j| t.alpha() * x0[j] + t.sigma() * eps[j]);
    Noised { x0, eps, x_t }
}
