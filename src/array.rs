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
        return Err(DomainError::new("combination", "empty", "give a term"));
    };
    let mut sum = Array2::from_elem(first.raw_dim(), T::zero());
    for (coefficient, array) in terms {
        if array.shape() != sum.shape() {
            return Err(DomainError::new(
                "shape of a term",
                array.shape(),
                format!("the first term has {:?}", sum.shape()),
            ));
        }
        if *coefficient != T::zero() {
            Zip::from(&mut sum)
                .and(array)
                .for_each(|sum, &value| *sum = *sum + *coefficient * value);
        }
    }
    Ok(sum)
}
