//! SA-Solver: exponential Adams with fresh noise, and a corrector that adds the same noise again.

use crate::error::Result;
use crate::exponential::{Ending, Lookback, Stride, weights};
use crate::path::Path;
use crate::plan::{Past, Plan, Row};
use crate::scalar::Real;

/// The settings.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SaSolver<T> {
    /// How many answers the predictor weighs.
    pub predictor: usize,
    /// How many the corrector weighs, that to the predicted state among them; 0 leaves it out.
    pub corrector: usize,
    /// Whether the denoiser is asked again where a state was corrected (PECE); else its answer to the predicted one stays (PEC).
    pub asks_again: bool,
    /// `τ²`: 0 is the flow, 1 the reverse of the forward process.
    pub eta: T,
    /// What becomes of the orders at the end.
    pub ending: Ending,
}

/// SA-Solver along a path.
///
/// ```text
/// x̃_s = (σ_s/σ_t) e^{−ηh} x_t + Σ_j b_j x̂₀_j + σ_s √(1 − e^{−2ηh}) z,    j = t and before           (predictor)
/// x_s = (σ_s/σ_t) e^{−ηh} x_t + Σ_j c_j x̂₀_j + σ_s √(1 − e^{−2ηh}) z,    j = s, t and before        (corrector)
/// ```
///
/// `b` and `c` are the integrals of the polynomials through the answers, η is τ².
///
/// # The ends
/// As [`Lookback::strides`]; where t is pure noise, the corrector leaves its answer out, which is the limit of its weight.
///
/// Source: SA-Solver, for a constant τ.
/// # Errors
/// If the order of the predictor is 0, or `eta` is negative or not finite.
pub fn plan<T: Real>(path: &Path<T>, settings: SaSolver<T>) -> Result<Plan<T>> {
    let SaSolver {
        predictor,
        corrector,
        asks_again,
        eta,
        ending,
    } = settings;
    let corrects = corrector > 0;
    // answers to predicted states lie between those to corrected ones
    let apart = if corrects && asks_again { 2 } else { 1 };
    let order = if predictor == 0 {
        0
    } else {
        predictor.max(corrector)
    };
    let strides = Lookback { order, eta, ending }.strides(path)?;
    let mut rows = Vec::new();
    for (i, Stride { segment, nodes }) in strides.iter().enumerate() {
        let step = *segment;
        let (s, t) = (step.pair().s(), step.pair().t());
        let weighed = |nodes: &[T]| weights(nodes, &step.moments(nodes.len())).into_iter();
        let predicted = weighed(&nodes[..predictor.min(nodes.len())]);
        let answers = predicted.zip((0..).step_by(apart).map(Past::X0));
        let terms = step.terms(Past::State(0), answers, Past::Fresh);
        rows.push(if i == 0 || apart == 2 || !corrects {
            Row::looking(t, s, terms)
        } else {
            Row::silent(s, terms)
        });
        if corrects && i + 1 < strides.len() {
            let mut at = Vec::new();
            if step.is_endless() {
                at.push(T::zero()); // any node: one answer has all the weight
            } else {
                let kept = (corrector - 1).min(nodes.len());
                at.push(step.rise());
                at.extend(&nodes[..kept]);
            }
            let backs = [0].into_iter().chain((1..).step_by(apart));
            let answers = weighed(&at).zip(backs.map(Past::X0));
            let terms = step.terms(Past::State(1), answers, Past::Drawn(0));
            rows.push(Row::looking(s, s, terms));
        }
    }
    Plan::new(path.start(), rows)
}
