//! Exponential integrators: in λ = ln(α/σ) the linear part of the reverse process is solved, and what is left is the integral of
//! the answers. A method is a choice of two things: the levels whose answers it weighs, and what it takes their moments for.
//!
//! | method | answers at | moments |
//! |---|---|---|
//! | exponential Adams of order n (RES: n = 2) | t and n − 1 levels before | true |
//! | DPM-Solver++ 2M | t, r | true ("heun"), or by the middle ("midpoint") |
//! | DPM-Solver++ 2S | t, a level between | the same |
//! | UniPC's predictor | t and p − 1 before | true for p = 3, else bh1 or bh2 |
//! | UniPC's corrector | t, p − 1 before, and s | true for p ≥ 2, else bh1 or bh2 |
//! | SA-Solver | as exponential Adams; its corrector also s | true |

mod interpolation;
mod lookback;
mod phi;
mod segment;

pub use interpolation::weights;
pub use lookback::{Ending, Lookback, Stride};
pub use phi::phi;
pub use segment::Segment;

use crate::error::Result;
use crate::path::Path;
use crate::plan::Plan;
use crate::scalar::Real;

/// Exponential Adams along a path: one look a step.
///
/// ```text
/// x_s = (σ_s/σ_t) e^{−ηh} x_t + Σ_j b_j x̂₀_j + σ_s √(1 − e^{−2ηh}) z
/// b_j = (1 + η) α_s ∫ e^{(1+η)(l−λ_s)} ℓ_j(l) dl,    ℓ_j the Lagrange polynomials of the last n looks
/// ```
///
/// Order 1 at η = 0 is DDIM, at η = 1 the posterior; order 2 is the multistep form of RES.
///
/// Source: Hochbruck & Ostermann (exponential Adams methods); RES (n = 2); SA-Solver (η = τ²).
/// # Errors
/// If the order is 0, or `eta` is negative or not finite.
pub fn plan<T: Real>(path: &Path<T>, lookback: Lookback<T>) -> Result<Plan<T>> {
    lookback.plan(path, Segment::moments)
}
