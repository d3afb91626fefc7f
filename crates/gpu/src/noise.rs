//! Noise, made where it is used.

use super::array::Array;
use super::device::Gpu;
use super::error::Result;
use super::kernel::{ALIGNMENT, Kernel, Piece, constant};
use super::scalar::Scalar;
use tweedie::noise::{PER_BLOCK, ROUNDS, halves};

impl Gpu {
    /// The first `len` standard normal numbers of the array number `draw` of a seed: the device's [`tweedie::noise::normals`].
    ///
    /// # Errors
    /// If the device fails.
    pub fn normals<T: Scalar>(&self, seed: u64, draw: u32, len: usize) -> Result<Array<'_, T>> {
        self.drawn("normals", seed, draw, 0, len)
    }

    /// The arrays of a seed, one after another, for [`super::sample`]: the device's [`tweedie::noise::counted`].
    pub fn counted<'g, T: Scalar>(
        &'g self,
        seed: u64,
    ) -> impl FnMut(usize) -> Result<Array<'g, T>> {
        let mut draw = 0;
        move |len| {
            let array = self.normals(seed, draw, len);
            draw += 1;
            array
        }
    }

    /// The words of `blocks` blocks from number `first`: bit by bit [`tweedie::noise::words`].
    ///
    /// # Errors
    /// If the device fails.
    pub fn words(&self, seed: u64, draw: u32, first: u64, blocks: usize) -> Result<Vec<u32>> {
        // a number of f32 has as many bits as a word
        let words = self.drawn::<f32>("words", seed, draw, first, PER_BLOCK * blocks)?;
        words.download_as()
    }

    fn drawn<T: Scalar>(
        &self,
        entry: &'static str,
        seed: u64,
        draw: u32,
        first: u64,
        len: usize,
    ) -> Result<Array<'_, T>> {
        let rounds = constant("ROUNDS", u32::try_from(ROUNDS).unwrap_or(0)); // ten
        let kernel = Kernel::new::<T>("noise", include_str!("noise.wgsl"), entry).with(&rounds);
        let out = Array::unwritten(self, len)?;
        let size = out.buffer().size();
        let block = (PER_BLOCK * size_of::<T>()) as u64;
        let most = self.limits().bytes / ALIGNMENT * ALIGNMENT;
        let [key_low, key_high] = halves(seed);
        for from in (0..size).step_by(usize::try_from(most).unwrap_or(usize::MAX)) {
            let bytes = most.min(size - from);
            let blocks = u32::try_from(bytes / block).unwrap_or(u32::MAX); // the limits of a device are below
            let [low, high] = halves(first + from / block);
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
