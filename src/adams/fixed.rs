//! Adams–Bashforth weights of equal steps, whatever the steps are: iPNDM and PLMS.

use super::{multistep_plan, terms, with_signal};
use crate::error::{DomainError, Result};
use crate::exponential::Ending;
use crate::level::NoiseLevel;
use crate::path::Path;
use crate::plan::{Past, Plan, Row};
use crate::scalar::Field;

/// Adams' and Bashforth's numbers of the orders 1 to 4, newest look first, each with its denominator.
///
/// Source: Süli & Mayers §12.6; PNDM eq. 12 (order 4).
const ADAMS_BASHFORTH: [(&[i64], i64); 4] = [
    (&[1], 1),
    (&[3, -1], 2),
    (&[23, -16, 5], 12),
    (&[55, -59, 37, -9], 24),
];

/// The weights of so many looks, for a step from `t` to `s`.
///
/// ```text
/// w_j = (σ̂_s − σ̂_t) AB_j
/// ```
pub(super) fn weights<T: Field>(looks: usize, t: NoiseLevel<T>, s: NoiseLevel<T>) -> Vec<T> {
    let (numerators, denominator) = ADAMS_BASHFORTH[looks - 1];
    let stride = s.edm_sigma() - t.edm_sigma();
    let weight = |&numerator: &i64| stride * T::ratio(numerator, denominator);
    numerators.iter().map(weight).collect()
}

/// iPNDM along a path: LMS with the numbers of equal steps.
///
/// ```text
/// x_s = (α_s/α_t) x_t + (σ_s − σ_t α_s/α_t) Σ_j AB_j ε_j,    AB₄ = (55, −59, 37, −9)/24
/// ```
///
/// On steps that are equal in σ̂ it is LMS. On others the noise is carried on to the wrong place, and from two looks on each
/// step is of first order.
///
/// Source: DEIS appendix, iPNDM: PNDM eq. 12 whose first steps are of the orders 1, 2, 3.
/// # Errors
/// If `order` is not 1, 2, 3 or 4, or the path starts in pure noise.
pub fn ipndm_plan<T: Field>(path: &Path<T>, order: usize) -> Result<Plan<T>> {
    if !(1..=4).contains(&order) {
        return Err(DomainError::new(
            "order",
            order,
            "the numbers of Adams and Bashforth are given for the orders 1 to 4",
        ));
    }
    multistep_plan(path, order, Ending::Kept, |looks, s| {
        weights(looks.len(), looks[0], s)
    })
}

/// PLMS along a path: iPNDM of order 4 with Heun's step at its start.
///
/// ```text
/// x'  = (α_1/α_0) x_0 + α_1 (σ̂_1 − σ̂_0) ε(x_0)                     look at level 0
/// x_1 = (α_1/α_0) x_0 + α_1 (σ̂_1 − σ̂_0) (ε(x_0) + ε(x'))/2         look at level 1, which is then forgotten
/// x_2 = …                                                          look at level 1 again; looks back on it and on level 0
/// ```
///
/// So n steps look n + 1 times. A path of one step has no use for the pair and is DDIM's.
///
/// Source: PNDM eq. 12 and 13 with its code for the start, as Latent Diffusion (`PLMSSampler`) runs it.
/// # Errors
/// If the path starts in pure noise.
pub fn plms_plan<T: Field>(path: &Path<T>) -> Result<Plan<T>> {
    let several = path.steps().len() > 1;
    let mut step = 0;
    Plan::stepwise(path, |pair| {
        let (s, t) = (pair.s(), with_signal(pair.t())?);
        let weights = weights((step + 1).min(4), t, s);
        // the forgotten look lies between those at levels 1 and 0
        let look = |j: usize| Past::Eps(if j > 0 && j == step { j + 1 } else { j });
        let looks = weights.iter().enumerate().map(|(j, &w)| (w, look(j)));
        let predicted = Row::looking(t, s, terms(pair, 0, looks));
        let mut rows = vec![predicted];
        if step == 0 && several {
            let half = weights[0] / T::int(2);
            let both = [(half, Past::Eps(0)), (half, Past::Eps(1))];
            rows.push(Row::looking(s, s, terms(pair, 1, both)));
        }
        step += 1;
        Ok(rows)
    })
}
