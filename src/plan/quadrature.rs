//! The quadrature of a row: what a linear method makes of an answer that is a known function of λ.

use super::{Past, Plan, Row};
use crate::level::NoiseLevel;
use crate::plan::history::Remembered;
use crate::scalar::Real;

/// By how much each row misses the exact solution, if the answers are `x̂₀ = (λ − λ_t)^degree`, λ_t that of the state the
/// row leads away from, and every state that it names is exact. None where a level it names has no λ, and for a row that
/// stays at its level.
///
/// ```text
/// λ = ln(α/σ)      x(λ) = σ e^{−ηλ} y(λ)      y′ = (1 + η) e^{(1+η)λ} x̂₀(λ)        (η = 0: the flow; else the mean of the SDE)
/// ```
///
/// A row is of order p where the defects for all degrees below p vanish, or fall like `h^{p+1}`.
///
/// Source: variation of constants, DPM-Solver++ eq. 8 (η = 0), SA-Solver eq. 8 (η = τ²).
pub fn quadrature_defects<T: Real>(plan: &Plan<T>, eta: T, degree: usize) -> Vec<Option<T>> {
    let history = plan.history();
    let defect = |(i, row)| row_defect(row, history.before(i), eta, degree);
    plan.rows().iter().enumerate().map(defect).collect()
}

fn row_defect<T: Real>(row: &Row<T>, past: Remembered<'_, T>, eta: T, degree: usize) -> Option<T> {
    let named = row.sum().iter().filter_map(|&(_, named)| match named {
        Past::State(back) => past.state(back),
        _ => None,
    });
    let mut elsewhere = named.filter(|&level| level != row.to());
    let base = log_ratio(elsewhere.next()?)?;
    let exact = |level: NoiseLevel<T>| {
        let rise = log_ratio(level)? - base;
        // y counted from λ_t, where it is 0: x = α e^{−(1+η)λ} ∫ (1+η) e^{(1+η)l} x̂₀ dl, both ends shifted by λ_t
        Some(level.alpha() * weighted_power(T::one() + eta, rise, degree))
    };
    let answer = |level: NoiseLevel<T>| {
        let rise = log_ratio(level)? - base;
        Some((0..degree).fold(T::one(), |power, _| power * rise))
    };
    let mut sum = T::zero();
    for &(weight, named) in row.sum() {
        let value = match named {
            Past::State(back) => exact(past.state(back)?)?,
            Past::X0(back) => answer(past.look(back)?.0)?,
            Past::Eps(back) => {
                let (at, _) = past.look(back)?;
                (exact(at)? - at.alpha() * answer(at)?) / at.sigma()
            }
            Past::Fresh | Past::Drawn(_) => T::zero(),
        };
        sum = sum + weight * value;
    }
    Some(sum - exact(row.to())?)
}

/// λ; none at the ends.
fn log_ratio<T: Real>(level: NoiseLevel<T>) -> Option<T> {
    let inside = level.alpha() > T::zero() && level.sigma() > T::zero();
    inside.then(|| level.alpha().ln() - level.sigma().ln())
}

/// `∫₀ʰ k e^{k(l−h)} lʲ dl`, by parts: `hʲ − (j/k) ∫₀ʰ k e^{k(l−h)} l^{j−1} dl`.
fn weighted_power<T: Real>(k: T, h: T, j: usize) -> T {
    let first = -((-(k * h)).exp_m1());
    let mut power = T::one();
    (1..=j).fold(first, |below, j| {
        power = power * h;
        power - T::count(j) / k * below
    })
}
