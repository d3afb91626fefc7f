//! DPM-Solver: the same flow by its noise prediction.

use super::Slope;
use crate::error::{DomainError, Result};
use crate::exponential::{Ending, Lookback, Segment, Stride, phi, weights};
use crate::level::LevelPair;
use crate::path::Path;
use crate::plan::{Past, Plan, Row};
use crate::scalar::Real;

/// What an ε̂ that grows like `(l − λ_t)ʲ` adds up to along a step, for j = 0 … n − 1.
///
/// ```text
/// −σ_s ∫ e^{λ_s−l} (l − λ_t)ʲ dl = −σ_s h^{j+1} j! φ_{j+1}(h)
/// j = 0:  −σ_s (e^h − 1) = σ_s − (α_s/α_t) σ_t
/// ```
///
/// The slope by the middle gives `m₁ = ½ m₀ h`.
fn moments<T: Real>(step: Segment<T>, slope: Slope, n: usize) -> Vec<T> {
    let (s, t) = (step.pair().s(), step.pair().t());
    let mut moments = vec![s.sigma() - s.alpha() / t.alpha() * t.sigma()];
    if n == 2 && slope == Slope::Midpoint {
        moments.push(moments[0] * (step.rise() / T::int(2)));
    } else if n > 1 {
        let h = step.rise();
        let mut scale = -(s.sigma() * h);
        moments.extend((1..n).map(|j| {
            scale = scale * h * T::count(j);
            scale * phi(j + 1, h)
        }));
    }
    moments
}

/// The terms of a step from a state and the answers at `nodes`, each with its place in the past.
fn terms<T: Real>(
    step: Segment<T>,
    slope: Slope,
    state: Past,
    (nodes, answers): (&[T], impl IntoIterator<Item = Past>),
) -> Result<Vec<(T, Past)>> {
    let (s, t) = (step.pair().s(), step.pair().t());
    if t.alpha() == T::zero() {
        return Err(DomainError::new(
            "alpha_t",
            t.alpha(),
            "noise tells no signal there; take a form of the data prediction, or start where there is signal",
        ));
    }
    let mut terms = vec![(s.alpha() / t.alpha(), state)];
    let on_answers = weights(nodes, &moments(step, slope, nodes.len()));
    terms.extend(on_answers.into_iter().zip(answers));
    Ok(terms)
}

/// The multistep form along a path.
///
/// ```text
/// x_s = (α_s/α_t) x_t − σ_s ∫ e^{λ_s−l} p(l) dl,    p through the last ε̂, as many as the order
/// ```
///
/// Source: DPM-Solver, with the past in place of stages.
/// # Errors
/// If the order is 0, or the path starts in pure noise.
pub fn noise_multistep_plan<T: Real>(
    path: &Path<T>,
    order: usize,
    slope: Slope,
    ending: Ending,
) -> Result<Plan<T>> {
    let eta = T::zero();
    let row = |Stride { segment, nodes }: Stride<T>| {
        let pair = segment.pair();
        let answers = (&nodes[..], (0..).map(Past::Eps));
        let terms = terms(segment, slope, Past::State(0), answers)?;
        Ok(Row::looking(pair.t(), pair.s(), terms))
    };
    let strides = Lookback { order, eta, ending }.strides(path)?;
    let rows: Result<_> = strides.into_iter().map(row).collect();
    Plan::new(path.start(), rows?)
}

/// The singlestep forms along a path, DPM-Solver-1, -2 and -3: looks at t, and at ½, or at ⅓ and ⅔ of the step in λ.
///
/// ```text
/// 2:  x_s = (α_s/α_t) x_t − σ_s (e^h − 1) (ε̂_t + (ε̂_m − ε̂_t)/2r)
/// 3:  x_n by the line through ε̂_t and ε̂_m,    x_s by that through ε̂_t and ε̂_n
/// ```
///
/// A step to clean data has no level between, and is of first order.
///
/// Source: DPM-Solver Algorithms 1 and 2.
/// # Errors
/// If the order is not 1, 2 or 3, or the path starts in pure noise.
pub fn noise_singlestep_plan<T: Real>(path: &Path<T>, order: usize) -> Result<Plan<T>> {
    let (shares, slope) = match order {
        1 => (vec![], Slope::Heun),
        2 => (vec![T::ratio(1, 2)], Slope::Midpoint),
        3 => (vec![T::ratio(1, 3), T::ratio(2, 3)], Slope::Heun),
        _ => return Err(DomainError::new("order", order, "give 1, 2 or 3")),
    };
    Plan::stepwise(path, |pair| {
        let mut levels = vec![pair.t()];
        if !Segment::new(pair, T::zero())?.is_endless() {
            for &share in &shares {
                levels.push(path.between(pair, share)?);
            }
        }
        levels.push(pair.s());
        let row = |(i, leg): (usize, &[_])| {
            let step = Segment::new(LevelPair::new(leg[1], pair.t())?, T::zero())?;
            // the answers at t and at the last level between, where there is one
            let nodes = [T::zero(), step.rise_to(leg[0])];
            let answers = (&nodes[..=usize::from(i > 0)], [Past::Eps(i), Past::Eps(0)]);
            let terms = terms(step, slope, Past::State(i), answers)?;
            Ok(Row::looking(leg[0], leg[1], terms))
        };
        levels.windows(2).enumerate().map(row).collect()
    })
}
