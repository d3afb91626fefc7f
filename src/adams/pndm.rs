//! PNDM: PLMS that opens with Runge's and Kutta's steps.

use super::fixed::weights;
use super::{terms, with_signal};
use crate::error::{DomainError, Result};
use crate::level::{LevelPair, NoiseLevel};
use crate::path::Path;
use crate::plan::{Past, Plan, Row};
use crate::scalar::Field;

/// How many steps the start takes, and how often each of them looks.
const START: (usize, usize) = (3, 4);

/// PNDM along the path of a chain: three steps by four looks each, then the weights of order 4.
///
/// ```text
/// x_m  = φ(x_t, ε_1)    x_m' = φ(x_t, ε_2)    x_s' = φ(x_t, ε_3)    x_s = φ(x_t, (ε_1 + 2ε_2 + 2ε_3 + ε_4)/6)
/// φ(x, ε) = (α'/α_t) x + α' (σ̂' − σ̂_t) ε                           (DDIM's step from t to the level in question)
/// ```
///
/// m is half-way in the chain's time. Of each of these steps the later ones remember the first look alone.
///
/// Where time is even in σ̂ a run is of fourth order. On other chains m is not half-way in σ̂, and it is of second.
///
/// Source: PNDM §3.3, with half-steps as diffusers has them (`PNDMScheduler`).
/// # Errors
/// If the path is none of a chain, has fewer than four steps, or starts in pure noise; and if one of the first three leads to the
/// next timestep, before which there is no other.
pub fn pndm_plan<T: Field>(path: &Path<T>) -> Result<Plan<T>> {
    let (opening, looks) = START;
    let steps = path.steps().len();
    if steps <= opening {
        return Err(DomainError::new(
            "number of steps",
            steps,
            "the start takes three, none of them to clean data: give 4 or more, or take PLMS",
        ));
    }
    let mut step = 0;
    Plan::stepwise(path, |pair| {
        let t = with_signal(pair.t())?;
        let rows = if step < opening {
            runge_kutta(pair, path.half_way_in_time(step)?)?
        } else {
            // of the level so many back: one look since the start, four at each level of it
            let back = |j: usize| {
                if j + opening <= step {
                    j
                } else {
                    step - opening + looks * (opening + j - step)
                }
            };
            let weights = weights(4, t, pair.s()).into_iter().enumerate();
            let eps = weights.map(|(j, weight)| (weight, Past::Eps(back(j))));
            vec![Row::looking(t, pair.s(), terms(pair, 0, eps))]
        };
        step += 1;
        Ok(rows)
    })
}

/// The four rows of a step by way of the level `m`.
fn runge_kutta<T: Field>(pair: LevelPair<T>, m: NoiseLevel<T>) -> Result<Vec<Row<T>>> {
    let (s, t) = (pair.s(), pair.t());
    let (half, rest) = (LevelPair::new(m, t)?, LevelPair::new(s, m)?);
    let stride = |to: NoiseLevel<T>| to.edm_sigma() - t.edm_sigma();
    let one = |to: NoiseLevel<T>| [(stride(to), Past::Eps(0))];
    let sixth = stride(s) / T::int(6);
    let all = [1, 2, 2, 1].into_iter().enumerate();
    let all = all.map(|(back, share)| (T::int(share) * sixth, Past::Eps(back)));
    Ok(vec![
        Row::looking(t, m, terms(half, 0, one(m))),
        Row::looking(m, m, terms(half, 1, one(m))),
        Row::looking(rest.t(), s, terms(pair, 2, one(s))),
        Row::looking(s, s, terms(pair, 3, all)),
    ])
}
