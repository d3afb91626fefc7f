//! From moments to weights: the integral of the polynomial through the answers.

use crate::scalar::Field;

/// The weights on answers at `nodes`, counted in λ from the start of the step, that make of every power of λ what `moments`
/// say: one for each node.
///
/// ```text
/// Σ_i b_i (λ_i − λ_t)ʲ = m_j,    j = 0 … n − 1
/// p(l) = x̂₀[0] + x̂₀[0,1] (l − λ_0) + x̂₀[0,1,2] (l − λ_0)(l − λ_1) + …,    x̂₀[0…k] = Σ_i x̂₀_i / Π_{j≠i} (λ_i − λ_j)
/// ```
///
/// Source: Süli & Mayers §6.2, in Newton's form.
pub fn weights<T: Field>(nodes: &[T], moments: &[T]) -> Vec<T> {
    let mut weights = vec![T::zero(); nodes.len()];
    // the coefficients of (l − λ_0) … (l − λ_{k−1}), the constant first
    let mut product = vec![T::one()];
    for (k, &node) in nodes.iter().enumerate() {
        let integral = product
            .iter()
            .zip(moments)
            .fold(T::zero(), |sum, (&on, &moment)| sum + on * moment);
        for i in 0..=k {
            let share = (0..=k)
                .filter(|&j| j != i)
                .fold(integral, |part, j| part / (nodes[i] - nodes[j]));
            weights[i] = weights[i] + share;
        }
        product = times_root(&product, node);
    }
    weights
}

/// The coefficients of `p(l) (l − root)`.
fn times_root<T: Field>(p: &[T], root: T) -> Vec<T> {
    let below = p.iter().map(|&on| -(on * root)).chain([T::zero()]);
    let above = [T::zero()].into_iter().chain(p.iter().copied());
    below.zip(above).map(|(a, b)| a + b).collect()
}
