//! Noise, made where it is used.

use super::array::Array;
use super::device::Gpu;
use super::error::Result;
use super::kernel::{ALIGNMENT, Kernel, Piece};
use crate::noise::{PER_BLOCK, ROUNDS, halves};

impl Gpu {
    /// The first `len` standard normal numbers of the array number `draw` of a seed: the device's [`crate::noise::normals`].
    ///
    /// # Errors
    /// If the device fails.
    pub fn normals(&self, seed: u64, draw: u32, len: usize) -> Result<Array<'_>> {
        self.drawn("normals", seed, draw, 0, len)
    }

    /// The arrays of a seed, one after another, for [`super::sample`]: the device's [`crate::noise::counted`].
    pub fn counted<'g>(&'g self, seed: u64) -> impl FnMut(usize) -> Result<Array<'g>> {
        let mut draw = 0;
        move |len| {
            let array = self.normals(seed, draw, len);
            draw += 1;
            array
        }
    }

    /// The words of `blocks` blocks from number `first`: bit by bit [`crate::noise::words`].
    ///
    /// # Errors
    /// If the device fails.
    pub fn words(&self, seed: u64, draw: u32, first: u64, blocks: usize) -> Result<Vec<u32>> {
        let words = self.drawn("words", seed, draw, first, PER_BLOCK * blocks)?;
        words.download_words()
    }

    fn drawn(
        &self,
        entry: &'static str,
        seed: u64,
        draw: u32,
        first: u64,
        len: usize,
    ) -> Result<Array<'_>> {
        let kernel = Kernel {
            name: "noise",
            sources: &[
                include_str!("invocation.wgsl"),
                include_str!("elementary.wgsl"),
                include_str!("noise.wgsl"),
            ],
            constants: vec![("ROUNDS", u32::try_from(ROUNDS).unwrap_or(0))], // ten
            entry,
        };
        let out = Array::unwritten(self, len)?;
        let size = out.buffer().size();
        let most = self.limits().bytes / ALIGNMENT * ALIGNMENT;
        let [key_low, key_high] = halves(seed);
        for from in (0..size).step_by(usize::try_from(most).unwrap_or(usize::MAX)) {
            let bytes = most.min(size - from);
            let blocks = u32::try_from(bytes / 16).unwrap_or(u32::MAX); // the limits of a device are below
            let [low, high] = halves(first + from / 16);
            let piece = Piece {
                buffer: out.buffer(),
                from,
                bytes,
            };
            let uniform = [blocks, 0, low, high, key_low, key_high, draw, 0];
            kernel.dispatch(self, &uniform, &[piece], blocks as usize, 1)?;
        }
        Ok(out)
    }
}
