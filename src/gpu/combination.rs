//! Linear combinations, in one kernel.

use super::array::Array;
use super::device::Gpu;
use super::error::Result;
use super::kernel::{ALIGNMENT, Kernel, Piece};
use crate::error::DomainError;

/// Arrays that the kernel reads at once: with the sum they are the eight that every device can bind.
const TERMS: usize = 7;

impl Gpu {
    /// `Σ cᵢ · Aᵢ` over the terms whose coefficient is not zero: the device's [`crate::array::combine`]. Coefficients are
    /// rounded to `f32` here, once. Up to seven terms are read in one pass, and more in more.
    ///
    /// # Errors
    /// If there are no terms, their lengths differ, a coefficient is not finite in `f32`, or the device fails.
    pub fn combine(&self, terms: &[(f64, &Array<'_>)]) -> Result<Array<'_>> {
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
            #[allow(clippy::cast_possible_truncation)] // rounding is the point
            let short = on as f32;
            if !short.is_finite() {
                let way_out = "it overflows f32: work in f64 on the CPU";
                return Err(DomainError::new("coefficient", on, way_out).into());
            }
            if on != 0.0 {
                present.push((short, array));
            }
        }
        if present.is_empty() {
            present.push((0.0, first));
        }
        let (head, tail) = present.split_at(present.len().min(TERMS));
        let mut sum = self.pass(head)?;
        for more in tail.chunks(TERMS - 1) {
            let mut terms = vec![(1.0, &sum)];
            terms.extend_from_slice(more);
            sum = self.pass(&terms)?;
        }
        Ok(sum)
    }

    /// One pass: seven terms or fewer.
    fn pass(&self, terms: &[(f32, &Array<'_>)]) -> Result<Array<'_>> {
        let first = terms[0].1;
        let sum = Array::unwritten(self, first.len())?;
        let kernel = Kernel {
            name: "combination",
            sources: &[
                include_str!("invocation.wgsl"),
                include_str!("combination.wgsl"),
            ],
            constants: Vec::new(),
            entry: "combine",
        };
        let on: [u32; TERMS + 1] =
            std::array::from_fn(|i| terms.get(i).map_or(0, |(on, _)| on.to_bits()));
        let count = u32::try_from(terms.len()).unwrap_or(0); // seven at most
        let size = sum.buffer().size();
        let most = self.limits().bytes / ALIGNMENT * ALIGNMENT;
        for from in (0..size).step_by(usize::try_from(most).unwrap_or(usize::MAX)) {
            let bytes = most.min(size - from);
            let quads = u32::try_from(bytes / 16).unwrap_or(u32::MAX); // the limits of a device are below
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
            let mut uniform = on.to_vec();
            uniform.extend([count, quads, 0, 0]);
            kernel.dispatch(self, &uniform, &pieces, quads as usize, 1)?;
        }
        Ok(sum)
    }
}
