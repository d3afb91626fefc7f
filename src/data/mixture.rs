//! Mixtures of isotropic Gaussians: one Gaussian, a mixture, or a set of points.

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};
use rayon::prelude::*;

use super::Denoiser;
use super::noisy::NoisyMixture;
use crate::error::{DomainError, Result};
use crate::level::NoiseLevel;
use crate::scalar::Real;

/// Data `x₀ ~ Σ_k w_k N(m_k, v_k I)` in d coordinates. With `v = 0` the components are points.
///
/// [`Mixture::at`] gives the law of the noisy data, of which everything that a network would learn is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Mixture {
    weights: Array1<f64>,
    means: Array2<f64>,
    vars: Array1<f64>,
}

impl Mixture {
    /// The mixture with `weights` (k), `means` (k, d) and variances `vars` (k). Weights are normalised.
    ///
    /// # Errors
    /// If the shapes do not fit, there is no component or no coordinate, a weight is not positive (nor once
    /// normalised), a variance is negative, or a number is not finite.
    pub fn new(weights: Array1<f64>, means: Array2<f64>, vars: Array1<f64>) -> Result<Self> {
        let (components, dim) = means.dim();
        if components == 0 || dim == 0 {
            return Err(DomainError::new(
                "shape of the means",
                (components, dim),
                "give one component and one coordinate or more",
            ));
        }
        if weights.len() != components || vars.len() != components {
            return Err(DomainError::new(
                "numbers of weights, means and variances",
                (weights.len(), components, vars.len()),
                "give one of each for every component",
            ));
        }
        check("weight", &weights, |w| w > 0.0, "give finite numbers > 0")?;
        check("variance", &vars, |v| v >= 0.0, "give finite numbers ≥ 0")?;
        if let Some(((row, column), value)) = means.indexed_iter().find(|(_, m)| !m.is_finite()) {
            return Err(DomainError::new(
                format!("coordinate {column} of point {row}"),
                value,
                "give finite numbers",
            ));
        }
        let total = weights.sum();
        let weights = weights / total;
        check(
            "normalised weight",
            &weights,
            |w| w > 0.0,
            "neither the sum of the weights may overflow nor a share of it underflow",
        )?;
        Ok(Self {
            weights,
            means,
            vars,
        })
    }

    /// One isotropic Gaussian `N(mean, var I)`.
    ///
    /// # Errors
    /// As [`Mixture::new`].
    pub fn gaussian(mean: Array1<f64>, var: f64) -> Result<Self> {
        Self::new(
            Array1::ones(1),
            mean.insert_axis(Axis(0)),
            Array1::from_elem(1, var),
        )
    }

    /// The rows of `points` (n, d), each as likely as any other.
    ///
    /// # Errors
    /// As [`Mixture::new`].
    pub fn points(points: Array2<f64>) -> Result<Self> {
        let n = points.nrows();
        Self::new(Array1::ones(n), points, Array1::zeros(n))
    }

    /// Number of components k.
    #[must_use]
    pub fn components(&self) -> usize {
        self.means.nrows()
    }

    /// Number of coordinates d.
    #[must_use]
    pub fn dim(&self) -> usize {
        self.means.ncols()
    }

    /// The component means m_k, shape (k, d).
    #[must_use]
    pub fn means(&self) -> ArrayView2<'_, f64> {
        self.means.view()
    }

    /// The weights w_k, which sum to 1.
    #[must_use]
    pub fn weights(&self) -> ArrayView1<'_, f64> {
        self.weights.view()
    }

    /// The variances v_k.
    #[must_use]
    pub fn vars(&self) -> ArrayView1<'_, f64> {
        self.vars.view()
    }

    /// The mean of the data, per coordinate.
    #[must_use]
    pub fn mean(&self) -> Array1<f64> {
        self.weights.dot(&self.means)
    }

    /// The covariance of the data, shape (d, d).
    #[must_use]
    pub fn covariance(&self) -> Array2<f64> {
        let centred = &self.means - &self.mean();
        let weighted = &centred * &self.weights.view().insert_axis(Axis(1));
        let within = self.weights.dot(&self.vars);
        centred.t().dot(&weighted) + Array2::<f64>::eye(self.dim()) * within
    }

    /// The law of the noisy data at level `t`.
    ///
    /// # Errors
    /// If the variance `α² v_k + σ²` of a component, or its weight, is 0 or infinite in this number format.
    pub fn at<T: Real>(&self, t: NoiseLevel<T>) -> Result<NoisyMixture<T>> {
        NoisyMixture::new(&self.weights, &self.means, &self.vars, t)
    }
}

impl<T: Real + Send + Sync> Denoiser<T> for Mixture {
    fn dim(&self) -> usize {
        self.dim()
    }

    /// Rows are independent and run in parallel: the result does not depend on the number of threads.
    fn denoise(&self, x: ArrayView2<T>, t: NoiseLevel<T>) -> Result<Array2<T>> {
        if x.ncols() != self.dim() {
            return Err(DomainError::new(
                "number of coordinates of the samples",
                x.ncols(),
                format!("the data have {}", self.dim()),
            ));
        }
        let law = self.at(t)?;
        let rows: Vec<Vec<T>> = (0..x.nrows())
            .into_par_iter()
            .map(|i| law.posterior_mean(&x.row(i).to_vec()))
            .collect::<Result<_>>()?;
        Ok(Array2::from_shape_fn(x.raw_dim(), |(i, j)| rows[i][j]))
    }
}

fn check(
    name: &str,
    values: &Array1<f64>,
    valid: impl Fn(f64) -> bool,
    way_out: &str,
) -> Result<()> {
    match values
        .iter()
        .position(|&value| !(value.is_finite() && valid(value)))
    {
        Some(k) => Err(DomainError::new(format!("{name} {k}"), values[k], way_out)),
        None => Ok(()),
    }
}
