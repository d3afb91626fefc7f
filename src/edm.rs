//! EDM: preconditioning, and the probability-flow ODE in unscaled data.

use crate::error::{DomainError, Result};
use crate::level::NoiseLevel;
use crate::scalar::{Field, Real};
use crate::score::Prediction;
use crate::step::Step;

/// The wrapping of a network F into a denoiser of unscaled data, `D(x; σ) = c_skip x + c_out F(c_in x)`.
///
/// Source: EDM eq. 7; the designs are the columns of its Table 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Preconditioning<T> {
    /// Multiplies the noisy input on its way round the network.
    pub c_skip: T,
    /// Multiplies the network's output.
    pub c_out: T,
    /// Multiplies the network's input.
    pub c_in: T,
}

impl<T: Field> Preconditioning<T> {
    /// EDM's own design, for data of standard deviation `sigma_data`.
    ///
    /// ```text
    /// c_skip = σ_d²/(σ² + σ_d²)     c_out = σ σ_d/√(σ² + σ_d²)     c_in = 1/√(σ² + σ_d²)
    /// ```
    ///
    /// Source: EDM Table 1, derived in its appendix B.6.
    /// # Errors
    /// If `sigma` or `sigma_data` is not a positive number.
    pub fn edm(sigma: T, sigma_data: T) -> Result<Self> {
        let sigma = positive("sigma", sigma)?;
        let sigma_data = positive("sigma_data", sigma_data)?;
        let total = sigma.squared() + sigma_data.squared();
        Ok(Self {
            c_skip: sigma_data.squared() / total,
            c_out: sigma * sigma_data / total.sqrt(),
            c_in: T::one() / total.sqrt(),
        })
    }

    /// The variance-preserving design, in which F predicts ε: `(1, −σ, 1/√(σ² + 1))`. iDDPM's is the same
    /// but for its noise conditioning.
    ///
    /// Source: EDM Table 1, columns VP and iDDPM.
    /// # Errors
    /// If `sigma` is not a positive number.
    pub fn vp(sigma: T) -> Result<Self> {
        let sigma = positive("sigma", sigma)?;
        Ok(Self {
            c_skip: T::one(),
            c_out: -sigma,
            c_in: T::one() / (sigma.squared() + T::one()).sqrt(),
        })
    }

    /// The variance-exploding design, in which F predicts −ε: `(1, σ, 1)`.
    ///
    /// Source: EDM Table 1, column VE.
    /// # Errors
    /// If `sigma` is not a positive number.
    pub fn ve(sigma: T) -> Result<Self> {
        Ok(Self {
            c_skip: T::one(),
            c_out: positive("sigma", sigma)?,
            c_in: T::one(),
        })
    }

    /// What F predicts at noise scale `sigma`: `F = (x₀ − c_skip (x₀ + σ ε))/c_out`.
    ///
    /// Source: EDM eq. 8, the effective training target.
    pub fn prediction(self, sigma: T) -> Prediction<T> {
        Prediction {
            on_x0: (T::one() - self.c_skip) / self.c_out,
            on_eps: -(self.c_skip * sigma / self.c_out),
        }
    }

    /// The loss weight that makes every level count the same: `λ = 1/c_out²`.
    ///
    /// Source: EDM eq. 8 and appendix B.6.
    pub fn loss_weight(self) -> T {
        T::one() / self.c_out.squared()
    }
}

/// The noise conditioning `c_noise` of EDM: `¼ ln σ`.
///
/// Source: EDM Table 1.
/// # Errors
/// If `sigma` is not a positive number.
pub fn noise_conditioning<T: Real>(sigma: T) -> Result<T> {
    Ok(T::ratio(1, 4) * positive("sigma", sigma)?.ln())
}

/// One Euler step of the probability-flow ODE of unscaled data, from level `t` to level `s`.
///
/// ```text
/// x̂ = x/α,  σ̂ = σ/α,   dx̂/dσ̂ = (x̂ − D)/σ̂
/// x̂_s = x̂_t + (σ̂_s − σ̂_t) (x̂_t − D)/σ̂_t
/// ```
///
/// Source: EDM Algorithm 1, lines 4–5, for any scaling (eq. 4).
/// # Numerics
/// The weight on `x̂_t`, `1 + (σ̂_s − σ̂_t)/σ̂_t`, is formed as `σ̂_s/σ̂_t`: it keeps its digits as `σ̂_s → 0`.
/// # Errors
/// If `α = 0` at one of the levels, or `σ_t = 0`.
pub fn euler<T: Field>(t: NoiseLevel<T>, s: NoiseLevel<T>) -> Result<Step<T>> {
    let alpha_t = positive("alpha_t", t.alpha())?;
    let alpha_s = positive("alpha_s", s.alpha())?;
    positive("sigma_t", t.sigma())?;
    let stride = (s.edm_sigma() - t.edm_sigma()) / t.edm_sigma();
    Ok(Step {
        on_x_t: alpha_s * (s.edm_sigma() / t.edm_sigma()) / alpha_t,
        on_x0: -(alpha_s * stride),
        on_noise: T::zero(),
    })
}

/// The corrected step of Heun's method: `x_s = on_x_t · x_t + on_x0 · D(x_t) + on_x0_next · D(x_s')`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HeunStep<T> {
    /// Multiplies the state the step starts from.
    pub on_x_t: T,
    /// Multiplies the denoiser's output there.
    pub on_x0: T,
    /// Multiplies the denoiser's output at the end of the Euler step.
    pub on_x0_next: T,
}

/// Heun's step from level `t` to level `s`: the slopes at both ends, averaged.
///
/// ```text
/// d = (x̂_t − D)/σ̂_t     x̂' = x̂_t + (σ̂_s − σ̂_t) d     d' = (x̂' − D')/σ̂_s
/// x̂_s = x̂_t + (σ̂_s − σ̂_t) (d + d')/2
///     = x̂_t + (σ̂_s − σ̂_t) (x̂_t − D")/σ̂_t,    D" = D + (σ̂_t/2σ̂_s) (D' − D)
/// ```
///
/// Source: EDM Algorithm 1, lines 4–8.
/// # Numerics
/// The last line, Euler's step with a better estimate: nothing is added that cancels later.
/// # Errors
/// If `α = 0` or `σ = 0` at one of the levels: the last step, to clean data, is Euler's.
pub fn heun<T: Field>(t: NoiseLevel<T>, s: NoiseLevel<T>) -> Result<HeunStep<T>> {
    positive("sigma_s", s.sigma())?;
    let euler = euler(t, s)?;
    let lean = t.edm_sigma() / (T::int(2) * s.edm_sigma());
    Ok(HeunStep {
        on_x_t: euler.on_x_t,
        on_x0: euler.on_x0 * (T::one() - lean),
        on_x0_next: euler.on_x0 * lean,
    })
}

/// A level raised by fresh noise: `x' = x + on_noise · z` lies at `level`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Churned<T> {
    /// The level reached.
    pub level: NoiseLevel<T>,
    /// Multiplies fresh standard normal noise.
    pub on_noise: T,
}

/// Churn: noise added before a step, so that the level rises to `σ' = (1 + γ) σ`.
///
/// ```text
/// x' = x + √(σ'² − σ²) S_noise z
/// ```
///
/// `σ'² − σ²` is formed as `σ² γ (2 + γ)`.
///
/// Source: EDM Algorithm 2, lines 4–6, for any scaling.
/// # Domain
/// The variance of x' belongs to the level σ' at `s_noise = 1`; `gamma = 0` changes nothing.
/// # Errors
/// If `gamma` or `s_noise` is negative or not finite.
pub fn churn<T: Field>(t: NoiseLevel<T>, gamma: T, s_noise: T) -> Result<Churned<T>> {
    for (name, value) in [("gamma", gamma), ("s_noise", s_noise)] {
        if !(value.is_finite() && value >= T::zero()) {
            return Err(DomainError::new(name, value, "give a finite number ≥ 0"));
        }
    }
    let sigma = t.sigma();
    let level = NoiseLevel::new(t.alpha(), sigma * (T::one() + gamma))?;
    // γ = 0 asks for no root
    let on_noise = if gamma == T::zero() {
        T::zero()
    } else {
        (sigma.squared() * gamma * (T::int(2) + gamma)).sqrt() * s_noise
    };
    Ok(Churned { level, on_noise })
}

fn positive<T: Field>(name: &str, value: T) -> Result<T> {
    if value.is_finite() && value > T::zero() {
        Ok(value)
    } else {
        Err(DomainError::new(name, value, "give a finite number > 0"))
    }
}
