//! Consistency sampling: each look tells the end of the path, and fresh noise leads back to the next level.

use crate::edm::positive;
use crate::error::Result;
use crate::level::{LevelPair, NoiseLevel};
use crate::path::Path;
use crate::plan::{Plan, Row};
use crate::scalar::Field;
use crate::step::Step;

/// How a look is told as the end of the path: `f = c_skip x + c_out · answer`, with `f = x` at the cleanest level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Boundary<T> {
    /// Multiplies the state that was shown.
    pub c_skip: T,
    /// Multiplies the answer.
    pub c_out: T,
}

/// Which boundary a model was distilled with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Distilled<T> {
    /// None: the answer is the end of the path, at clean data too.
    Plainly,
    /// Latent consistency models: a boundary in the time of a chain.
    InTime {
        /// What a timestep is multiplied by; 10 in the models of the paper.
        scaling: T,
        /// The width of the data; ½ there.
        sigma_data: T,
    },
    /// Consistency models: a boundary in σ̂, whose clean end is `sigma_min`. The answer is the network's own output.
    InNoise {
        /// The level that the path ends at.
        sigma_min: T,
        /// The width of the data.
        sigma_data: T,
    },
}

impl<T: Field> Boundary<T> {
    /// The boundary of latent consistency models, τ the scaled time from the cleanest level on.
    ///
    /// ```text
    /// c_skip = σ²_d/(τ² + σ²_d)     c_out = τ/√(τ² + σ²_d)
    /// ```
    ///
    /// Source: Luo et al., *Latent Consistency Models*, as diffusers has it (`LCMScheduler`).
    pub fn in_time(tau: T, sigma_data: T) -> Self {
        let total = tau.squared() + sigma_data.squared();
        Self {
            c_skip: sigma_data.squared() / total,
            c_out: tau / total.sqrt(),
        }
    }

    /// The boundary of consistency models at the noise scale σ.
    ///
    /// ```text
    /// c_skip = σ²_d/((σ − σ_min)² + σ²_d)     c_out = σ_d (σ − σ_min)/√(σ² + σ²_d)
    /// ```
    ///
    /// Source: Song et al., *Consistency Models*, appendix C.
    pub fn in_noise(sigma: T, sigma_min: T, sigma_data: T) -> Self {
        let above = sigma - sigma_min;
        let var = sigma_data.squared();
        Self {
            c_skip: var / (above.squared() + var),
            c_out: sigma_data * above / (sigma.squared() + var).sqrt(),
        }
    }
}

/// The step from t to s: the end of the path as it is told at t, noised to s.
///
/// ```text
/// f = c_skip x_t + c_out · answer
/// x_s = α_s f + std z
/// ```
///
/// Source: Song et al., *Consistency Models*, Algorithm 1; Luo et al., *Latent Consistency Models*, Algorithm 3.
pub fn step<T: Field>(s: NoiseLevel<T>, boundary: Boundary<T>, std: T) -> Step<T> {
    Step {
        on_x_t: s.alpha() * boundary.c_skip,
        on_x0: s.alpha() * boundary.c_out,
        on_noise: std,
    }
}

/// Consistency sampling along a path: one look a step; the last, to clean data, adds no noise.
///
/// Source: as [`step`].
/// # Errors
/// If a width is not positive, a boundary in time has no chain, or one in noise a level without signal.
pub fn plan<T: Field>(path: &Path<T>, distilled: Distilled<T>) -> Result<Plan<T>> {
    let mut i = 0;
    Plan::stepwise(path, |pair| {
        let (boundary, std) = boundary(path, i, pair, distilled)?;
        i += 1;
        Ok(vec![Row::of_step(pair, step(pair.s(), boundary, std))])
    })
}

/// The boundary at the start of step `i`, and the deviation of the noise at its end.
fn boundary<T: Field>(
    path: &Path<T>,
    i: usize,
    pair: LevelPair<T>,
    distilled: Distilled<T>,
) -> Result<(Boundary<T>, T)> {
    let (s, t) = (pair.s(), pair.t());
    match distilled {
        Distilled::Plainly => {
            let plain = Boundary {
                c_skip: T::zero(),
                c_out: T::one(),
            };
            Ok((plain, s.sigma()))
        }
        Distilled::InTime {
            scaling,
            sigma_data,
        } => {
            // programs call the cleanest noisy level 0
            let time = T::count(path.timestep(i)?) - T::one();
            let width = positive("sigma_data", sigma_data)?;
            Ok((
                Boundary::in_time(positive("scaling", scaling)? * time, width),
                s.sigma(),
            ))
        }
        Distilled::InNoise {
            sigma_min,
            sigma_data,
        } => {
            let alpha_t = positive("alpha_t", t.alpha())?;
            let least = positive("sigma_min", sigma_min)?;
            let width = positive("sigma_data", sigma_data)?;
            let told = Boundary::in_noise(t.edm_sigma(), least, width);
            let c_skip = told.c_skip / alpha_t;
            // at σ_min and below it the path is at its end
            let sigma = s.edm_sigma();
            let std = if sigma > least {
                ((sigma - least) * (sigma + least)).sqrt()
            } else {
                T::zero()
            };
            Ok((Boundary { c_skip, ..told }, s.alpha() * std))
        }
    }
}
