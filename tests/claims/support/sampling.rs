//! Samplers on one coordinate, whose laws can be known without sampling.

use ndarray::{Array2, ArrayView2, array};
use tweedie::data::{Denoiser, Mixture};
use tweedie::error::Result;
use tweedie::gaussian::Gaussian;
use tweedie::level::NoiseLevel;
use tweedie::merging;
use tweedie::plan::Plan;
use tweedie::sampler::{run, standard_normal};
use tweedie::scalar::Field;

use super::{assert_five_standard_errors, rng};

/// A denoiser that treats every coordinate alike: `x̂₀ = f(x, level)`.
pub struct Coordinatewise<F> {
    /// The number of coordinates.
    pub dim: usize,
    /// The estimate at one coordinate.
    pub f: F,
}

impl<T: Field, F: Fn(T, NoiseLevel<T>) -> T> Denoiser<T> for Coordinatewise<F> {
    fn dim(&self) -> usize {
        self.dim
    }

    fn denoise(&self, x: ArrayView2<T>, t: NoiseLevel<T>) -> Result<Array2<T>> {
        Ok(x.mapv(|x| (self.f)(x, t)))
    }
}

/// `E[x₀ | x_t]` for one coordinate of data `N(mean, var)`, by Bayes' rule.
pub fn gaussian_denoiser<T: Field>(
    mean: T,
    var: T,
) -> Coordinatewise<impl Fn(T, NoiseLevel<T>) -> T> {
    let data = Gaussian::new(mean, var).unwrap();
    Coordinatewise {
        dim: 1,
        f: move |x, level| {
            let back = merging::marginal(level).unwrap().invert(data).unwrap();
            back.scale() * x + back.shift()
        },
    }
}

/// One coordinate through the loop, with its fresh noise given in the order in which it is asked for.
pub fn walk<T: Field>(plan: &Plan<T>, denoiser: &impl Denoiser<T>, x: T, noise: &[T]) -> T {
    let mut noise = noise.iter();
    let mut next = |shape| Array2::from_elem(shape, *noise.next().expect("more noise than given"));
    let start = Array2::from_elem((1, 1), x);
    let end = run(plan, denoiser, start, &mut next, |_, _| ()).unwrap();
    assert_eq!(noise.len(), 0, "less noise asked for than given");
    end[[0, 0]]
}

/// One coordinate's mean and variance, which may be 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Law<T> {
    /// The mean.
    pub mean: T,
    /// The variance.
    pub var: T,
}

/// The law of what the loop makes of `N(mean, var)`, where the denoiser is affine: its response to a unit of
/// the start and to a unit of each noise.
pub fn law<T: Field>(plan: &Plan<T>, denoiser: &impl Denoiser<T>, mean: T, var: T) -> Law<T> {
    let draws = plan.rows().iter().filter(|row| row.draws()).count();
    let silence = vec![T::zero(); draws];
    let base = walk(plan, denoiser, mean, &silence);
    let response = walk(plan, denoiser, mean + T::one(), &silence) - base;
    let total = (0..draws).fold(response.squared() * var, |sum, i| {
        let mut unit = silence.clone();
        unit[i] = T::one();
        sum + (walk(plan, denoiser, mean, &unit) - base).squared()
    });
    Law {
        mean: base,
        var: total,
    }
}

/// Asserts that ten thousand samples of `N(0.7, 0.3)` data, from a start of deviation `start`, have the mean and variance
/// of that law.
#[track_caller]
pub fn assert_samples_follow_the_law(plan: &Plan<f64>, start: f64, seed: u64) {
    let data = Mixture::gaussian(array![0.7], 0.3).unwrap();
    let mut rng = rng(seed);
    let x = standard_normal(&mut rng)((10_000, 1)) * start;
    let mut noise = standard_normal(&mut rng);
    let end = run(plan, &data, x, &mut noise, |_, _| ()).unwrap();
    let truth = law(plan, &gaussian_denoiser(0.7, 0.3), 0.0, start * start);
    let squares = end.mapv(|x: f64| (x - truth.mean).powi(2));
    assert_five_standard_errors(end.as_slice().unwrap(), truth.mean);
    assert_five_standard_errors(squares.as_slice().unwrap(), truth.var);
}

/// For plans that ask for none.
pub fn no_noise(_: (usize, usize)) -> Array2<f64> {
    panic!("no noise is needed")
}
