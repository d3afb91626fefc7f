//! Data whose noisy law is known, and derivatives of functions of several coordinates.

use ndarray::{Array1, Array2, Axis, array};
use ndarray_rand::rand::Rng;
use ndarray_rand::rand_distr::{Distribution, StandardNormal};
use tweedie::data::Mixture;
use tweedie::gaussian::Gaussian;
use tweedie::level::NoiseLevel;
use tweedie::scalar::{Dual, Exact, Field, Real, Running};

use super::{Integral, integrate_running, pythagorean, rng, roll};

/// Interior levels `(α, σ)`, near clean data and far from them, variance-preserving and not.
pub const LEVELS: [(f64, f64); 5] = [
    (0.96, 0.28),
    (0.6, 0.8),
    (1.0, 0.5),
    (1.5, 0.125),
    (0.125, 3.0),
];

/// A mixture on the line as `(weight, mean, var)`: unequal in everything, weights with sum 1.
pub const COMPONENTS: [(f64, f64, f64); 3] = [
    (0.125, -1.5, 0.0625),
    (0.25, 0.25, 1.0),
    (0.625, 1.75, 0.25),
];

/// Levels with rational scales, variance-preserving or not, clean data and pure noise left out.
pub fn exact_levels() -> Vec<NoiseLevel<Exact>> {
    let scales = |a, b, c, d| NoiseLevel::new(Exact::ratio(a, b), Exact::ratio(c, d)).unwrap();
    let mut levels: Vec<_> = [(1, 9), (2, 7), (3, 7), (8, 9)]
        .map(|(p, q)| pythagorean(p, q))
        .into();
    levels.extend([scales(1, 1, 1, 50), scales(3, 2, 3, 7), scales(1, 3, 5, 2)]);
    levels
}

/// The same level in any number system.
pub fn level<T: Field>((alpha, sigma): (f64, f64)) -> NoiseLevel<T> {
    NoiseLevel::new(T::from_f64(alpha), T::from_f64(sigma)).unwrap()
}

/// The same numbers in any number system.
pub fn numbers<T: Field>(x: &[f64]) -> Vec<T> {
    x.iter().map(|&x| T::from_f64(x)).collect()
}

/// [`COMPONENTS`] as data.
pub fn line() -> Mixture {
    let column = |f: fn(&(f64, f64, f64)) -> f64| COMPONENTS.iter().map(f).collect::<Array1<f64>>();
    let means = column(|c| c.1).insert_axis(Axis(1));
    Mixture::new(column(|c| c.0), means, column(|c| c.2)).unwrap()
}

/// Data of every kind, and states in units of the signal scale: a Gaussian, a mixture of unequal variances, points (the
/// first state is as far from one as from the other), and points beside a Gaussian.
pub fn data() -> Vec<(Mixture, Vec<Vec<f64>>)> {
    let triangle = array![[0.0, 0.0], [2.0, 0.0], [0.0, 2.0], [-1.0, -1.5]];
    vec![
        (
            Mixture::gaussian(array![0.5, -1.0, 2.0], 0.75).unwrap(),
            vec![vec![0.0, 0.0, 0.0], vec![1.5, -2.0, 0.25]],
        ),
        (
            Mixture::new(
                array![1.0, 2.0, 5.0],
                array![[1.0, 0.0], [-1.0, 0.5], [0.25, -1.5]],
                array![0.25, 1.0, 0.0625],
            )
            .unwrap(),
            vec![vec![0.0, 0.0], vec![0.75, -1.25], vec![-3.0, 2.0]],
        ),
        (
            Mixture::points(triangle.clone()).unwrap(),
            vec![vec![1.0, 1.0], vec![1.0, 0.0], vec![-0.25, 0.5]],
        ),
        (
            Mixture::new(
                array![3.0, 1.0, 2.0, 2.0],
                triangle,
                array![0.0, 0.5, 0.0, 0.5],
            )
            .unwrap(),
            vec![vec![1.0, 1.0], vec![0.5, -0.75]],
        ),
    ]
}

/// Four points of unequal weight on the line, as `(weight, place)`.
const POINTS: [(f64, f64); 4] = [(0.125, -1.5), (0.25, 0.25), (0.125, 0.5), (0.5, 2.0)];

/// These points as data.
pub fn weighted_points() -> Mixture {
    let (weights, places): (Vec<f64>, Vec<f64>) = POINTS.into_iter().unzip();
    let means = Array1::from(places).insert_axis(Axis(1));
    Mixture::new(weights.into(), means, Array1::zeros(4)).unwrap()
}

/// `E f(x_t, x₀, ε)` over points and noise: a sum of integrals. The noise is cut off at 13, where its density is below e^-80.
pub fn expect_joint(
    t: NoiseLevel<Running>,
    f: impl Fn(Running, Running, Running) -> Running,
) -> Integral {
    let standard = Gaussian::<Running>::standard();
    integrate_running(
        |eps| {
            POINTS.iter().fold(Running::zero(), |sum, &(weight, x0)| {
                let x0 = Running::exact(x0);
                let x_t = t.alpha() * x0 + t.sigma() * eps;
                sum + Running::exact(weight) * standard.log_density(eps).exp() * f(x_t, x0, eps)
            })
        },
        -13,
        13,
    )
}

/// A mixture of up to eight components in `dim` coordinates, one in three of them a point.
fn random_mixture(dim: usize, rng: &mut impl Rng) -> Mixture {
    let components = rng.random_range(1..=8);
    let weights = Array1::from_shape_fn(components, |_| rng.random_range(0.1..1.0));
    let means = Array2::from_shape_fn((components, dim), |_| StandardNormal.sample(rng));
    let vars = Array1::from_shape_fn(components, |k| {
        if k % 3 == 2 {
            0.0
        } else {
            rng.random_range(0.05..1.0)
        }
    });
    Mixture::new(weights, means, vars).unwrap()
}

/// A noisy sample of a random place: `α z + σ z'`, as `f64`.
pub fn random_state(dim: usize, t: NoiseLevel<f64>, rng: &mut impl Rng) -> Vec<f64> {
    let mut z = || -> f64 { StandardNormal.sample(rng) };
    (0..dim)
        .map(|_| t.alpha() * z() + t.sigma() * z())
        .collect()
}

/// A check of data at the level with these scales, for a noisy sample.
type Check = fn(&Mixture, (f64, f64), &[f64]);

/// Checks [`data`] at all [`LEVELS`] and at all its states.
pub fn for_data_of_every_kind(check: Check) {
    for (data, states) in data() {
        for scales in LEVELS {
            for state in &states {
                let x: Vec<f64> = state.iter().map(|s| scales.0 * s).collect();
                check(&data, scales, &x);
            }
        }
    }
}

/// Checks the roll at all [`LEVELS`], for noisy samples.
pub fn for_samples_of_the_roll(seed: u64, check: Check) {
    let (roll, mut rng) = (roll(), rng(seed));
    for scales in LEVELS {
        for _ in 0..2 {
            check(&roll, scales, &random_state(2, level(scales), &mut rng));
        }
    }
}

/// Checks a mixture that the seed picks, for a noisy sample.
pub fn for_a_random_mixture(dim: usize, scales: (f64, f64), seed: u64, check: Check) {
    let mut rng = rng(seed);
    let data = random_mixture(dim, &mut rng);
    let x = random_state(dim, level(scales), &mut rng);
    check(&data, scales, &x);
}

/// The gradient of `f` at `x`, by dual numbers.
pub fn gradient<T: Real>(f: impl Fn(&[Dual<T>]) -> Dual<T>, x: &[T]) -> Vec<T> {
    (0..x.len())
        .map(|j| {
            let mut along: Vec<Dual<T>> = x.iter().map(|&x| Dual::constant(x)).collect();
            along[j].slope = T::one();
            f(&along).slope
        })
        .collect()
}

/// The Hessian of `f` at `x`: the gradient of the gradient.
pub fn hessian<T: Real>(f: impl Fn(&[Dual<Dual<T>>]) -> Dual<Dual<T>>, x: &[T]) -> Array2<T> {
    let rows: Vec<Vec<T>> = (0..x.len())
        .map(|i| gradient(|y| gradient(&f, y)[i], x))
        .collect();
    Array2::from_shape_fn((x.len(), x.len()), |(i, j)| rows[i][j])
}
