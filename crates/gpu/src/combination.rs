//! Linear combinations, in one kernel.

use super::array::Array;
use super::device::Gpu;
use super::error::Result;
use super::kernel::{ALIGNMENT, Kernel, Piece};
use super::scalar::{Scalar, told};
use tweedie::error::DomainError;

/// Arrays that the kernel reads at once: with the sum they are the eight that every device can bind.
const TERMS: usize = 7;

/// Bytes of four numbers, which a thread answers for.
fn quad<T: Scalar>() -> u64 {
    4 * size_of::<T>() as u64
}

impl Gpu {
    /// `Σ cᵢ · Aᵢ` over the terms whose coefficient is not zero: the device's [`tweedie::array::combine`]. Coefficients are
    /// rounded to the arrays' format here, once. Up to seven terms are read in one pass, and more in more.
    ///
    /// # Errors
    /// If there are no terms, their lengths differ, a coefficient is not finite in their format, or the device fails.
    pub fn combine<T: Scalar>(&self, terms: &[(f64, &Array<'_, T>)]) -> Result<Array<'_, T>> {
        let Some((_, first)) = terms.first() else {
            return Err(
                DomainError::new("number of terms", 0, "give one or more to combine").into(),
            );
        };
        if let Some((_, odd)) = terms.iter().find(|(_, array)| array.len() != first.len()) {
            return Err(DomainError::new(
                "length of a term",
                odd.len(),
                format!("the first term has {}", first.len()),
            )
            .into());
        }
        let mut present = Vec::new();
        for &(on, array) in terms {
            let rounded = T::from_f64(on);
            if !rounded.is_finite() {
                let way_out = format!("give a number of {}", T::FORMAT);
                return Err(DomainError::new("coefficient", on, way_out).into());
            }
            if on != 0.0 {
                present.push((rounded, array));
            }
        }
        if present.is_empty() {
            present.push((T::zero(), first));
        }
        let (head, tail) = present.split_at(present.len().min(TERMS));
        let mut sum = self.pass(head)?;
        for more in tail.chunks(TERMS - 1) {
            let mut terms = vec![(T::one(), &sum)];
            terms.extend_from_slice(more);
            sum = self.pass(&terms)?;
        }
        Ok(sum)
    }

    /// One pass: seven terms or fewer.
    fn pass<T: Scalar>(&self, terms: &[(T, &Array<'_, T>)]) -> Result<Array<'_, T>> {
        let first = terms[0].1;
        let sum = Array::unwritten(self, first.len())?;
        let kernel = Kernel::new::<T>("combination", include_str!("combination.wgsl"), "combine");
        let on: [T; TERMS + 1] =
            std::array::from_fn(|i| terms.get(i).map_or(T::zero(), |(on, _)| *on));
        let count = u32::try_from(terms.len()).unwrap_or(0); // seven at most
        let size = sum.buffer().size();
        let most = self.limits().bytes / ALIGNMENT * ALIGNMENT;
        for from in (0..size).step_by(usize::try_from(most).unwrap_or(usize::MAX)) {
            let bytes = most.min(size - from);
            let quads = u32::try_from(bytes / quad::<T>()).unwrap_or(u32::MAX); // the limits of a device are below
            let piece = |buffer| Piece {
                buffer,
                from,
                bytes,
            };
            // a place without a term is bound, since it must be, and not read
            let mut pieces: Vec<_> = (0..TERMS)
                .map(|i| piece(terms.get(i).map_or(first, |(_, array)| array).buffer()))
                .collect();
            pieces.push(piece(sum.buffer()));
            let uniform = told(&on, &[count, quads]);
            kernel.dispatch(self, &uniform, &pieces, quads as usize, 1)?;
        }
        Ok(sum)
    }
}
