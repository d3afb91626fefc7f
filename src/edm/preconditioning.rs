//! Preconditioning: the wrapping of a network, the same size at every level.

use super::positive;
use crate::error::Result;
use crate::scalar::{Field, Real};
use crate::score::Prediction;

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
