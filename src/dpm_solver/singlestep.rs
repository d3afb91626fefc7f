//! The singlestep forms, 2S and 3S: looks at levels between, and nothing of the steps before.

use super::Slope;
use crate::error::{DomainError, Result};
use crate::exponential::{Segment, weights};
use crate::level::LevelPair;
use crate::path::Path;
use crate::plan::{Past, Plan, Row};
use crate::scalar::Real;

/// 2S along a path: a look at t and one a share `r` of the step further in λ, ½ in its paper.
///
/// ```text
/// x_m = (σ_m/σ_t) x_t + α_m (1 − e^{−rh}) x̂₀(t)
/// x_s = (σ_s/σ_t) x_t + α_s (1 − e^{−h}) x̂₀(t) + m (x̂₀(m) − x̂₀(t))/rh,    m as in 2M
/// ```
///
/// With η > 0 it is SEEDS-2: `(1 + η) h` for h, and the noise of x_m is carried on to x_s.
///
/// # The ends
/// No level lies between, where one of the two has no λ: a step from pure noise or to clean data is of first order.
///
/// Source: Lu et al., *DPM-Solver++*, Algorithm 1 (2S); SEEDS.
/// # Errors
/// If `eta` is negative or not finite, or `r` is not between 0 and 1.
pub fn second_singlestep_plan<T: Real>(
    path: &Path<T>,
    slope: Slope,
    r: T,
    eta: T,
) -> Result<Plan<T>> {
    if !(r > T::zero() && r < T::one()) {
        return Err(DomainError::new(
            "r",
            r,
            "give a share of the step, between 0 and 1",
        ));
    }
    stages(path, &[r], eta, |step, between| {
        let [m] = between else {
            return (vec![T::zero()], step.moments(1));
        };
        (vec![T::zero(), *m], slope.moments(step, 2))
    })
}

/// 3S along a path: looks at t and at ⅓ and ⅔ of the step in λ.
///
/// ```text
/// x_m = first order,    x_n = as 2S "heun", from x̂₀(t) and x̂₀(m)
/// x_s = the integral of the line through x̂₀(t) and x̂₀(n)    ("midpoint"),    of the parabola through all three    ("heun")
/// ```
///
/// With η > 0 it is SEEDS-3.
///
/// # The ends
/// As [`second_singlestep_plan`].
///
/// Source: Lu et al., DPM-Solver++, its program; SEEDS.
/// # Errors
/// If `eta` is negative or not finite.
pub fn third_singlestep_plan<T: Real>(path: &Path<T>, slope: Slope, eta: T) -> Result<Plan<T>> {
    let shares = [T::ratio(1, 3), T::ratio(2, 3)];
    stages(path, &shares, eta, |step, between| {
        let nodes = match (between, slope) {
            ([_, n], Slope::Midpoint) => vec![T::zero(), *n],
            _ => [&[T::zero()], between].concat(),
        };
        let moments = step.moments(nodes.len());
        (nodes, moments)
    })
}

/// Rows from t to each level between and to s. Each weighs the answer at t and those at the last of the levels between, by the
/// nodes and moments that it is given.
fn stages<T: Real>(
    path: &Path<T>,
    shares: &[T],
    eta: T,
    quadrature: impl Fn(Segment<T>, &[T]) -> (Vec<T>, Vec<T>),
) -> Result<Plan<T>> {
    Plan::stepwise(path, |pair| {
        let (s, t) = (pair.s(), pair.t());
        let mut levels = vec![t];
        if !Segment::new(pair, eta)?.is_endless() {
            for &share in shares {
                levels.push(path.between(pair, share)?);
            }
        }
        levels.push(s);
        let mut rows = Vec::new();
        // of the draws in the state last made, the newest first
        let mut drawn: Vec<T> = Vec::new();
        for (i, leg) in levels.windows(2).enumerate() {
            let step = Segment::new(LevelPair::new(leg[1], t)?, eta)?;
            let between: Vec<T> = levels[1..=i].iter().map(|&m| step.rise_to(m)).collect();
            let (nodes, moments) = quadrature(step, &between);
            // the newest is that of the last node; the first node's, t, is the oldest
            let looks = (1..nodes.len()).map(|node| nodes.len() - 1 - node);
            let looks = [i].into_iter().chain(looks).map(Past::X0);
            let mut terms = vec![(step.on_x_t(), Past::State(i))];
            terms.extend(weights(&nodes, &moments).into_iter().zip(looks));
            let leg = Segment::new(LevelPair::new(leg[1], leg[0])?, eta)?;
            terms.extend(
                drawn
                    .iter()
                    .enumerate()
                    .map(|(back, &on)| (leg.on_x_t() * on, Past::Drawn(back))),
            );
            terms.push((leg.on_noise(), Past::Fresh));
            drawn = drawn.iter().map(|&on| leg.on_x_t() * on).collect();
            drawn.insert(0, leg.on_noise());
            rows.push(Row::looking(levels[i], levels[i + 1], terms));
        }
        Ok(rows)
    })
}
