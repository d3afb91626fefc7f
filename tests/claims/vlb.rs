//! Claims of the variational bound.

mod bits_count_binary_choices;
mod bound_exceeds_the_nll_by_the_divergence_of_the_paths;
mod bound_telescopes_path_by_path;
mod decoder_bins_sum_to_one;
mod divergence_is_the_expected_log_ratio;
mod gap_closes_with_more_steps;
mod ideal_variance_minimises_the_bound;
mod loss_is_the_same_in_every_prediction;
mod min_snr_caps_the_weight;
mod step_term_is_a_weighted_square;
mod weight_is_half_the_fall_of_the_snr;

use nalgebra::DMatrix;
use ndarray_rand::rand_distr::{Distribution, StandardNormal};
use proptest::prelude::*;
use tweedie::gaussian::{Gaussian, Kernel};
use tweedie::level::{LevelPair, NoiseLevel};
use tweedie::merging;
use tweedie::posterior::{posterior, reverse_var};
use tweedie::scalar::{Certified, Exact, Field, Real};
use tweedie::score::Prediction;
use tweedie::vlb::{
    along_path, bits_per_dim, decoder_term, eps_weight, min_snr_weight, prior_term, snr_weight,
    step_term, weight_of, x0_weight,
};

use crate::support::{
    U, assert_five_standard_errors, assert_order, assert_within, integrate, noisy_pairs,
    preserves_variance, pythagorean, rng,
};

/// A chain of levels and a linear model of the reverse, `x̂₀ = gain · x_t`, on data `N(0, c²)`.
struct Chain {
    levels: Vec<NoiseLevel<f64>>,
    data_var: f64,
    /// x̂₀ = gain · x_t, per level.
    gains: Vec<f64>,
    /// The model's reverse variances, per level; the first is that of x₀ given x₁.
    vars: Vec<f64>,
}

impl Chain {
    /// The best x̂₀ = E[x₀|x_t] at every level, scaled by `skill`, with the posterior's variances.
    fn new(levels: Vec<NoiseLevel<f64>>, data_var: f64, skill: f64) -> Self {
        let ideal = |t: NoiseLevel<f64>| {
            t.alpha() * data_var / (t.alpha().powi(2) * data_var + t.sigma().powi(2))
        };
        let pair = |i: usize| LevelPair::new(levels[i - 1], levels[i]).unwrap();
        let first = data_var * (1.0 - levels[0].alpha() * ideal(levels[0]));
        let vars = std::iter::once(first)
            .chain((1..levels.len()).map(|i| posterior(pair(i)).unwrap().var))
            .collect();
        Self {
            gains: levels.iter().map(|&t| skill * ideal(t)).collect(),
            vars,
            levels,
            data_var,
        }
    }

    fn pair(&self, i: usize) -> LevelPair<f64> {
        LevelPair::new(self.levels[i - 1], self.levels[i]).unwrap()
    }

    /// The model's kernel from level `i` to the one before, or to x₀.
    fn reverse(&self, i: usize) -> Kernel<f64> {
        let scale = if i == 0 {
            self.gains[0]
        } else {
            posterior(self.pair(i)).unwrap().mean(self.gains[i], 1.0)
        };
        Kernel::new(scale, 0.0, self.vars[i]).unwrap()
    }

    /// E (x₀ − x̂₀)² at level `i`.
    fn squared_error(&self, i: usize) -> f64 {
        let (t, gain) = (self.levels[i], self.gains[i]);
        (1.0 - gain * t.alpha()).powi(2) * self.data_var + (gain * t.sigma()).powi(2)
    }

    /// The expected bound: each term depends on the data by one square alone, so it is taken at its root.
    fn bound(&self) -> f64 {
        let end = self.levels.len() - 1;
        let prior = prior_term(self.levels[end], self.data_var.sqrt()).unwrap();
        let steps: f64 = (1..=end)
            .map(|i| {
                let error = self.squared_error(i).sqrt();
                step_term(self.pair(i), self.vars[i], error, 0.0, 0.0).unwrap()
            })
            .sum();
        let first = Gaussian::new(0.0, self.vars[0]).unwrap();
        prior + steps - first.log_density(self.squared_error(0).sqrt())
    }

    /// The law of x₀ under the model: N(0, 1) pushed through the reverse kernels.
    fn model(&self) -> Gaussian<f64> {
        (0..self.levels.len())
            .rev()
            .fold(Gaussian::standard(), |law, i| {
                self.reverse(i).push(law).unwrap()
            })
    }

    /// E −ln p(x₀).
    fn negative_log_likelihood(&self) -> f64 {
        -self.model().log_density(self.data_var.sqrt())
    }

    /// The covariance of (x₀, x₁, …, x_T) under the data and the forward process.
    fn forward_covariance(&self) -> DMatrix<f64> {
        let n = self.levels.len() + 1;
        DMatrix::from_fn(n, n, |i, j| {
            let (early, late) = (i.min(j), i.max(j));
            if late == 0 {
                return self.data_var;
            }
            let t = self.levels[late - 1];
            if early == 0 {
                return t.alpha() * self.data_var;
            }
            let s = self.levels[early - 1];
            (s.alpha().powi(2) * self.data_var + s.sigma().powi(2)) * t.alpha() / s.alpha()
        })
    }

    /// The covariance of (x₀, x₁, …, x_T) under the model: x = L z, with z the fresh noises.
    fn model_covariance(&self) -> DMatrix<f64> {
        let n = self.levels.len() + 1;
        let mut factor = DMatrix::zeros(n, n);
        factor[(n - 1, n - 1)] = 1.0;
        for row in (0..n - 1).rev() {
            let kernel = self.reverse(row);
            for column in 0..n {
                factor[(row, column)] = kernel.scale() * factor[(row + 1, column)];
            }
            factor[(row, row)] += kernel.var().sqrt();
        }
        &factor * factor.transpose()
    }
}

/// A chain of levels along a quarter circle, from `start` radians to pure noise.
fn quarter_circle(start: f64, steps: u32) -> Vec<NoiseLevel<f64>> {
    let end = f64::pi() / 2.0;
    (0..=steps)
        .map(|i| {
            if i == steps {
                return NoiseLevel::new(0.0, 1.0).unwrap();
            }
            let angle = start + (end - start) * f64::from(i) / f64::from(steps);
            NoiseLevel::new(Real::cos(angle), Real::sin(angle)).unwrap()
        })
        .collect()
}

/// A path of any kind: the identity is about every one of them.
fn path<T: Field>(n: i64, seed: i64) -> Vec<T> {
    (1..=n)
        .map(|i| T::ratio((i * i * 7 + seed * 13) % 41 - 20, 10))
        .collect()
}
