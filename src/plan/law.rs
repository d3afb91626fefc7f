//! What a plan does to laws: where every answer is affine in the state, each state is an affine form of what was drawn.

use super::{Past, Place, Plan, carry_out};
use crate::error::{DomainError, Result};
use crate::gaussian::Gaussian;
use crate::level::NoiseLevel;
use crate::scalar::Field;

/// An affine form `shift + Σ weightᵢ zᵢ` in independent standard normal variables: the start's, then those of the draws
/// in their order.
#[derive(Debug, Clone, PartialEq)]
pub struct Affine<T> {
    /// The mean.
    pub shift: T,
    /// The weights; those beyond the end are 0.
    pub weights: Vec<T>,
}

impl<T: Field> Affine<T> {
    /// `shift + std · z_i`.
    pub fn of(shift: T, std: T, i: usize) -> Self {
        let mut weights = vec![T::zero(); i + 1];
        weights[i] = std;
        Self { shift, weights }
    }

    /// `Σ weightᵢ²`: a draw that entered twice is counted as one.
    pub fn var(&self) -> T {
        let add = |sum: T, weight: &T| sum + weight.squared();
        self.weights.iter().fold(T::zero(), add)
    }

    fn combination(terms: &[(T, &Self)]) -> Self {
        let longest = terms.iter().map(|(_, form)| form.weights.len()).max();
        let mut sum = Self {
            shift: T::zero(),
            weights: vec![T::zero(); longest.unwrap_or(0)],
        };
        for &(on, form) in terms {
            sum.shift = sum.shift + on * form.shift;
            for (sum, &weight) in sum.weights.iter_mut().zip(&form.weights) {
                *sum = *sum + on * weight;
            }
        }
        sum
    }
}

/// What is answered to a form that is shown at a level.
type Answer<'a, T> = dyn Fn(&Affine<T>, NoiseLevel<T>) -> Affine<T> + 'a;

/// Where a plan is carried out on affine forms.
struct Forms<'a, T> {
    x0: &'a Answer<'a, T>,
    eps: &'a Answer<'a, T>,
    draws: usize,
}

impl<T: Field> Place<T> for Forms<'_, T> {
    type Array = Affine<T>;
    type Error = DomainError;

    fn combine(&mut self, terms: &[(T, &Affine<T>)]) -> Result<Affine<T>> {
        Ok(Affine::combination(terms))
    }

    fn denoise(&mut self, x: &Affine<T>, t: NoiseLevel<T>) -> Result<Affine<T>> {
        Ok((self.x0)(x, t))
    }

    fn noise(&mut self, _: &Affine<T>) -> Result<Affine<T>> {
        self.draws += 1;
        Ok(Affine::of(T::zero(), T::one(), self.draws))
    }

    fn eps(&mut self, x: &Affine<T>, _: &Affine<T>, t: NoiseLevel<T>) -> Result<Affine<T>> {
        Ok((self.eps)(x, t))
    }
}

/// The state after each row.
fn states<T: Field>(
    plan: &Plan<T>,
    start: Affine<T>,
    x0: &Answer<T>,
    eps: &Answer<T>,
) -> Result<Vec<Affine<T>>> {
    let mut place = Forms { x0, eps, draws: 0 };
    let mut states = Vec::new();
    carry_out(&mut place, plan.rows(), plan.reach(), start, |_, x| {
        states.push(x.clone());
        Ok(())
    })?;
    Ok(states)
}

/// The states of a plan whose data are the point 1, and whose answers are the truth: the law that it keeps of a point.
///
/// ```text
/// x = α + σ z at the start,    x̂₀ = 1,    ε̂ = (x − α)/σ
/// ```
///
/// An ε̂ that is asked of clean data later on has no value, and is not finite.
///
/// # Errors
/// None in practice: a plan names only what is there.
pub fn point_law<T: Field>(plan: &Plan<T>) -> Result<Vec<Affine<T>>> {
    let start = plan.start();
    let noise = |x: &Affine<T>, t: NoiseLevel<T>| {
        if t == start && t.sigma() == T::zero() {
            // a clean start tells no noise: it is that which it is to be given
            return Affine::of(T::zero(), T::one(), 0);
        }
        let one = Affine::of(T::one(), T::zero(), 0);
        Affine::combination(&[(T::one() / t.sigma(), x), (-(t.alpha() / t.sigma()), &one)])
    };
    states(
        plan,
        Affine::of(start.alpha(), start.sigma(), 0),
        &|_, _| Affine::of(T::one(), T::zero(), 0),
        &noise,
    )
}

/// By how much each row misses the signal of its level.
///
/// ```text
/// Σ weights on states · their α + Σ weights on x̂₀ − α_to        (DDIM's first marginal equation)
/// ```
pub fn signal_defects<T: Field>(plan: &Plan<T>) -> Vec<T> {
    let history = plan.history();
    let defect = |(i, row): (usize, &super::Row<T>)| {
        let past = history.before(i);
        let signal = |sum: T, &(weight, named): &(T, Past)| match named {
            Past::State(back) => match past.state(back) {
                Some(level) => sum + weight * level.alpha(),
                None => sum,
            },
            Past::X0(_) => sum + weight,
            Past::Eps(_) | Past::Fresh | Past::Drawn(_) => sum,
        };
        row.sum().iter().fold(T::zero(), signal) - row.to().alpha()
    };
    plan.rows().iter().enumerate().map(defect).collect()
}

/// By how much the state of each row misses the noise of its level, where every answer is the truth.
///
/// ```text
/// Σ weight² over the start's noise and all draws − σ²_to        (shared draws counted once)
/// ```
///
/// # Errors
/// As [`point_law`].
pub fn noise_defects<T: Field>(plan: &Plan<T>) -> Result<Vec<T>> {
    let states = point_law(plan)?;
    let levels = plan.rows().iter().map(super::Row::to);
    let defect = |(state, to): (&Affine<T>, NoiseLevel<T>)| state.var() - to.sigma().squared();
    Ok(states.iter().zip(levels).map(defect).collect())
}

/// The states of a plan on Gaussian data with their exact denoiser, from `start`: a finite recursion.
///
/// ```text
/// V = α² s² + σ²      x̂₀ = m + (α s²/V) (x − α m)      ε̂ = (σ/V) (x − α m)
/// ```
///
/// Source: the posterior of a Gaussian, [`crate::tweedie`]; that it makes a plan an affine map, `plan::gaussian_law_is_a_finite_recursion`.
/// # Errors
/// None in practice: the answers are defined at every level of data that have a width.
pub fn gaussian_law<T: Field>(
    plan: &Plan<T>,
    data: Gaussian<T>,
    start: Affine<T>,
) -> Result<Vec<Affine<T>>> {
    let (mean, var) = (data.mean(), data.var());
    let centred = |gain: T, shift: T, x: &Affine<T>, t: NoiseLevel<T>| {
        let shift = Affine::of(shift - gain * t.alpha() * mean, T::zero(), 0);
        Affine::combination(&[(gain, x), (T::one(), &shift)])
    };
    let total = |t: NoiseLevel<T>| t.alpha().squared() * var + t.sigma().squared();
    states(
        plan,
        start,
        &|x, t| centred(t.alpha() * var / total(t), mean, x, t),
        &|x, t| centred(t.sigma() / total(t), T::zero(), x, t),
    )
}
