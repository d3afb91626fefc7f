//! The one door through which arrays enter: linear combinations.
//!
//! Formulas return coefficients; here they meet arrays of samples, shape `(n, d)`: n samples of d coordinates.

use ndarray::{Array2, ArrayView2, Zip};

use crate::error::{DomainError, Result};
use crate::scalar::Field;

/// `Σ cᵢ · Aᵢ` over the terms whose coefficient is not zero, added in their order.
///
/// # Errors
/// If there are no terms, or their shapes differ.
pub fn combine<T: Field>(terms: &[(T, ArrayView2<T>)]) -> Result<Array2<T>> {
    let Some((_, first)) = terms.first() else {
        return Err(DomainError::new(
            "number of terms",
            0,
            "give one or more to combine",
        ));
    };
    if let Some((_, odd)) = terms.iter().find(|(_, a)| a.shape() != first.shape()) {
        return Err(DomainError::new(
            "shape of a term",
            odd.shape(),
            format!("the first term has {:?}", first.shape()),
        ));
    }
    let mut present = terms.iter().filter(|(on, _)| *on != T::zero());
    let mut sum = match present.next() {
        Some((on, array)) => array.mapv(|value| *on * value),
        None => Array2::from_elem(first.raw_dim(), T::zero()),
    };
    for (on, array) in present {
        Zip::from(&mut sum)
            .and(array)
            .for_each(|sum, &value| *sum = *sum + *on * value);
    }
    Ok(sum)
}
