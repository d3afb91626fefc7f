//! The law of noisy data: density, score, denoiser and its covariance, in closed form.

use ndarray::{Array1, Array2};

use super::log_sum_exp::{LogSumExp, Logit, Update};
use crate::error::{DomainError, Result};
use crate::level::NoiseLevel;
use crate::scalar::{Field, Real};

/// A mixture at a noise level `(α, σ)`: again a mixture, `Σ_k w_k N(α m_k, V_k I)` with `V_k = α² v_k + σ²`.
///
/// ```text
/// ln p(x_t) = ln Σ_k e^{ℓ_k},   ℓ_k = ln w_k − (d/2) ln 2πV_k − ‖x_t − α m_k‖²/(2V_k),   r_k = e^{ℓ_k}/Σ e^{ℓ}
/// score     = −Σ_k r_k (x_t − α m_k)/V_k
/// E[x₀|x_t] = Σ_k r_k μ_k,      μ_k = m_k + (α v_k/V_k)(x_t − α m_k)
/// Cov       = Σ_k r_k [ (v_k σ²/V_k) I + (μ_k − E)(μ_k − E)ᵀ ]
/// ```
///
/// Distances are direct, never an expanded square. A pass over K components costs `O(K d)` time per sample and
/// keeps `O(d)` numbers.
#[derive(Debug, Clone)]
pub struct NoisyMixture<T> {
    dim: usize,
    components: Vec<Component<T>>,
}

/// What a noise level makes of a component, whatever its mean: the numbers that a denoiser needs beside the points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Marginal<T> {
    /// `V_k = α² v_k + σ²`.
    pub noisy_var: T,
    /// `ln w_k − (d/2) ln 2πV_k`.
    pub offset: T,
    /// `α v_k/V_k`: what x_t adds to the estimate of x₀.
    pub gain: T,
    /// `v_k σ²/V_k`: the variance of x₀ given x_t.
    pub posterior_var: T,
}

impl<T: Real> Marginal<T> {
    /// That of a component of this weight and variance, in `dim` coordinates at level `t`.
    ///
    /// # Errors
    /// If the noisy variance, or the weight, is 0 or infinite in this number format.
    pub fn new(weight: f64, var: f64, dim: usize, t: NoiseLevel<T>) -> Result<Self> {
        let half_dim = T::ratio(1, 2) * T::count(dim);
        let noise_var = t.sigma().squared();
        let var = T::from_f64(var);
        let noisy_var = t.alpha().squared() * var + noise_var;
        let offset = T::from_f64(weight).ln() - half_dim * (T::int(2) * T::pi() * noisy_var).ln();
        if !offset.is_finite() {
            return Err(DomainError::new(
                "noise level (alpha, sigma)",
                (t.alpha(), t.sigma()),
                "points have a density at σ > 0 only, and neither σ² nor a weight may underflow or overflow the number format",
            ));
        }
        Ok(Self {
            noisy_var,
            offset,
            gain: t.alpha() * var / noisy_var,
            posterior_var: var * noise_var / noisy_var,
        })
    }
}

/// One component at a noise level.
#[derive(Debug, Clone)]
struct Component<T> {
    /// `m_k`.
    mean: Vec<T>,
    /// `α m_k`.
    noisy_mean: Vec<T>,
    /// The rest.
    marginal: Marginal<T>,
}

impl<T: Real> NoisyMixture<T> {
    pub(super) fn new(
        weights: &Array1<f64>,
        means: &Array2<f64>,
        vars: &Array1<f64>,
        t: NoiseLevel<T>,
    ) -> Result<Self> {
        let dim = means.ncols();
        let component = |k: usize| {
            let mean: Vec<T> = means.row(k).iter().map(|&m| T::from_f64(m)).collect();
            Ok(Component {
                noisy_mean: mean.iter().map(|&m| t.alpha() * m).collect(),
                mean,
                marginal: Marginal::new(weights[k], vars[k], dim, t)?,
            })
        };
        Ok(Self {
            dim,
            components: (0..means.nrows()).map(component).collect::<Result<_>>()?,
        })
    }

    /// `ln p(x)` of the noisy data, in nats.
    ///
    /// # Errors
    /// If `x` has not d finite coordinates, or lies so far out that its squared distance overflows.
    pub fn log_density(&self, x: &[T]) -> Result<T> {
        Ok(self.stream(x, |_, _| {})?.value())
    }

    /// The score `∇ ln p(x)`, d coordinates.
    ///
    /// # Errors
    /// If `x` has not d finite coordinates, or lies so far out that its squared distance overflows.
    pub fn score(&self, x: &[T]) -> Result<Vec<T>> {
        self.expectation(x, |component, j| component.score(x, j))
    }

    /// The posterior mean `E[x₀ | x_t = x]`, d coordinates: the ideal denoiser.
    ///
    /// # Errors
    /// If `x` has not d finite coordinates, or lies so far out that its squared distance overflows.
    pub fn posterior_mean(&self, x: &[T]) -> Result<Vec<T>> {
        self.expectation(x, |component, j| component.posterior_mean(x, j))
    }

    /// The posterior covariance `Cov[x₀ | x_t = x]`, shape (d, d), summed about the posterior mean.
    ///
    /// # Errors
    /// If `x` has not d finite coordinates, or lies so far out that its squared distance overflows.
    pub fn posterior_covariance(&self, x: &[T]) -> Result<Array2<T>> {
        let mean = self.posterior_mean(x)?;
        let flat = self.expectation_of(x, self.dim * self.dim, |component, place| {
            let (i, j) = (place / self.dim, place % self.dim);
            let off = |j: usize| component.posterior_mean(x, j) - mean[j];
            let within = if i == j {
                component.marginal.posterior_var
            } else {
                T::zero()
            };
            within + off(i) * off(j)
        })?;
        Ok(Array2::from_shape_fn((self.dim, self.dim), |(i, j)| {
            flat[i * self.dim + j]
        }))
    }

    /// The posterior probabilities `r_k` of the components: the exact classifier.
    ///
    /// # Errors
    /// If `x` has not d finite coordinates, or lies so far out that its squared distance overflows.
    pub fn responsibilities(&self, x: &[T]) -> Result<Vec<T>> {
        let total = self.stream(x, |_, _| {})?;
        Ok(self
            .components
            .iter()
            .map(|component| total.share(component.logit(x)))
            .collect())
    }

    /// The logarithms `ℓ_k` of the weighted densities of the components.
    ///
    /// # Errors
    /// If `x` has not d finite coordinates, or lies so far out that its squared distance overflows.
    pub fn logits(&self, x: &[T]) -> Result<Vec<T>> {
        self.each(x, |component| component.logit(x).value())
    }

    /// The posterior means `μ_k` of the components, d coordinates each.
    ///
    /// # Errors
    /// If `x` has not d finite coordinates, or lies so far out that its squared distance overflows.
    pub fn posterior_means(&self, x: &[T]) -> Result<Vec<Vec<T>>> {
        self.each(x, |component| {
            (0..self.dim)
                .map(|j| component.posterior_mean(x, j))
                .collect()
        })
    }

    /// The scores `−(x − α m_k)/V_k` of the components, d coordinates each.
    ///
    /// # Errors
    /// If `x` has not d finite coordinates, or lies so far out that its squared distance overflows.
    pub fn component_scores(&self, x: &[T]) -> Result<Vec<Vec<T>>> {
        self.each(x, |component| {
            (0..self.dim).map(|j| component.score(x, j)).collect()
        })
    }

    /// A function of each component.
    fn each<R>(&self, x: &[T], f: impl Fn(&Component<T>) -> R) -> Result<Vec<R>> {
        let mut all = Vec::new();
        self.stream(x, |component, _| all.push(f(component)))?;
        Ok(all)
    }

    /// `Σ_k r_k f_k(j)` for every coordinate j.
    fn expectation(&self, x: &[T], f: impl Fn(&Component<T>, usize) -> T) -> Result<Vec<T>> {
        self.expectation_of(x, self.dim, f)
    }

    /// `Σ_k r_k f_k(place)` for `count` places.
    fn expectation_of(
        &self,
        x: &[T],
        count: usize,
        f: impl Fn(&Component<T>, usize) -> T,
    ) -> Result<Vec<T>> {
        let mut sums = vec![T::zero(); count];
        let total = self.stream(x, |component, update| {
            for (place, sum) in sums.iter_mut().enumerate() {
                *sum = update.old * *sum + update.new * f(component, place);
            }
        })?;
        Ok(sums.into_iter().map(|sum| sum / total.sum).collect())
    }

    /// One pass over the components: `visit` sees each, and how sums change when it joins.
    fn stream(
        &self,
        x: &[T],
        mut visit: impl FnMut(&Component<T>, Update<T>),
    ) -> Result<LogSumExp<T>> {
        if x.len() != self.dim {
            return Err(DomainError::new(
                "number of coordinates",
                x.len(),
                format!("the data have {}", self.dim),
            ));
        }
        if let Some(value) = x.iter().find(|value| !value.is_finite()) {
            return Err(DomainError::new("sample", value, "give finite numbers"));
        }
        let mut total = LogSumExp::empty();
        for component in &self.components {
            let logit = component.logit(x);
            if !logit.distance.is_finite() {
                return Err(DomainError::new(
                    "squared distance from the sample to the data",
                    logit.distance,
                    "it overflows the number format; give a sample nearer to the data",
                ));
            }
            visit(component, total.add(logit));
        }
        Ok(total)
    }
}

impl<T: Field> Component<T> {
    fn logit(&self, x: &[T]) -> Logit<T> {
        let distance = x
            .iter()
            .zip(&self.noisy_mean)
            .fold(T::zero(), |sum, (&x, &m)| sum + (x - m).squared());
        Logit {
            offset: self.marginal.offset,
            distance,
            var: self.marginal.noisy_var,
        }
    }

    /// `−(x − α m_k)/V_k`, coordinate j.
    fn score(&self, x: &[T], j: usize) -> T {
        -((x[j] - self.noisy_mean[j]) / self.marginal.noisy_var)
    }

    /// `μ_k`, coordinate j.
    fn posterior_mean(&self, x: &[T], j: usize) -> T {
        self.mean[j] + self.marginal.gain * (x[j] - self.noisy_mean[j])
    }
}
