//! UniPC: a predictor that looks back, and a corrector that also weighs the answer to what was predicted.

use crate::error::{DomainError, Result};
use crate::exponential::{Ending, Lookback, Segment, Stride, weights};
use crate::path::Path;
use crate::plan::{Past, Plan, Row};
use crate::scalar::Real;

/// What stands for `B(h)`, where two answers are weighed. With three or more it cancels, and the weights are exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// `B(h) = h`.
    Bh1,
    /// `B(h) = e^h − 1` of the noise prediction; of the data prediction `1 − e^{−h}`.
    Bh2,
}

/// The settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UniPc {
    /// How many answers the predictor weighs; the corrector weighs one more.
    pub order: usize,
    /// Which of its two kinds.
    pub scale: Scale,
    /// Whether states are corrected.
    pub corrector: bool,
    /// What becomes of the order at the end.
    pub ending: Ending,
}

impl Scale {
    /// The moments for n answers.
    ///
    /// ```text
    /// n = 2:  m₁ = ½ α_s h²  (bh1),    ½ α_s (1 − e^{−h}) h  (bh2)        else true
    /// ```
    ///
    /// Source: UniPC; that one unknown is given ½ is its program's.
    fn moments<T: Real>(self, step: Segment<T>, n: usize) -> Vec<T> {
        match (self, n) {
            (Self::Bh1, 2) => {
                let h = step.rise();
                let alpha_s = step.pair().s().alpha();
                vec![step.on_x0(), alpha_s * h.squared() / T::int(2)]
            }
            (Self::Bh2, 2) => step.midpoint_moments(),
            _ => step.moments(n),
        }
    }

    /// The weights of the corrector on the answers at s, at t, and before.
    fn corrected<T: Real>(self, Stride { segment, nodes }: &Stride<T>) -> Result<Vec<T>> {
        if !segment.is_endless() {
            let nodes = [&[segment.rise()], &nodes[..]].concat();
            return Ok(weights(&nodes, &self.moments(*segment, nodes.len())));
        }
        if self == Self::Bh1 {
            return Err(DomainError::new(
                "alpha_t of a corrected step",
                segment.pair().t().alpha(),
                "bh1 weighs answers by the rise of ln(α/σ), infinite there; take bh2, or start where there is signal",
            ));
        }
        let half = segment.on_x0() / T::int(2); // of bh2's weights h cancels
        Ok(vec![half, half])
    }
}

/// UniPC along a path: one look a step, at what was predicted; the answer corrects that state, and predicts the next.
///
/// ```text
/// x̃_s = (σ_s/σ_t) x_t + Σ_j b_j x̂₀_j,    j = t, and p − 1 before           (predictor)
/// x_s = (σ_s/σ_t) x_t + Σ_j c_j x̂₀_j,    j = s, t, and p − 1 before        (corrector)
/// ```
///
/// The last state is not corrected: it would take another look.
///
/// # The ends
/// As [`Lookback::strides`]; bh1 corrects no step from pure noise.
///
/// Source: UniPC, in the data prediction.
/// # Errors
/// If the order is 0, or bh1 is to correct a step from pure noise.
pub fn plan<T: Real>(path: &Path<T>, settings: UniPc) -> Result<Plan<T>> {
    let UniPc {
        order,
        scale,
        corrector,
        ending,
    } = settings;
    let eta = T::zero();
    let strides = Lookback { order, eta, ending }.strides(path)?;
    let mut rows = Vec::new();
    for (i, stride) in strides.iter().enumerate() {
        let step = stride.segment;
        let (s, t) = (step.pair().s(), step.pair().t());
        let answers = |on: Vec<T>| on.into_iter().zip((0..).map(Past::X0));
        let predicted = weights(&stride.nodes, &scale.moments(step, stride.nodes.len()));
        let terms = step.terms(Past::State(0), answers(predicted), Past::Fresh);
        rows.push(if corrector && i > 0 {
            Row::silent(s, terms)
        } else {
            Row::looking(t, s, terms)
        });
        if corrector && i + 1 < strides.len() {
            let corrected = answers(scale.corrected(stride)?);
            let terms = step.terms(Past::State(1), corrected, Past::Drawn(0));
            rows.push(Row::looking(s, s, terms));
        }
    }
    Plan::new(path.start(), rows)
}
