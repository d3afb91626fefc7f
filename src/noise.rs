//! Noise from a counter: the same on every device and for any number of threads.
//!
//! A number of noise is a function of its seed, of how many arrays were drawn before its own, and of its place there.

mod normal;
mod philox;

pub use normal::box_muller;
pub use philox::{ROUNDS, philox};

use ndarray::Array2;

use crate::scalar::Real;

/// Numbers that one block of words gives.
pub const PER_BLOCK: usize = 4;

/// The words of block `block` of the array number `draw`: the counter is (block, draw, 0), the key the seed.
#[must_use]
pub fn words(seed: u64, draw: u32, block: u64) -> [u32; 4] {
    let [low, high] = halves(block);
    philox(ROUNDS, [low, high, draw, 0], halves(seed))
}

/// The low and the high word of two.
#[must_use]
#[allow(clippy::cast_possible_truncation)] // the halves are what is asked for
pub fn halves(double: u64) -> [u32; 2] {
    [double as u32, (double >> 32) as u32]
}

/// The first `len` standard normal numbers of the array number `draw`.
#[must_use]
pub fn normals<T: Real>(seed: u64, draw: u32, len: usize) -> Vec<T> {
    (0_u64..)
        .flat_map(|block| {
            let [a, b, c, d] = words(seed, draw, block);
            [box_muller([a, b]), box_muller([c, d])].concat()
        })
        .take(len)
        .collect()
}

/// The arrays of a seed, one after another, for [`crate::sampler::run`].
pub fn counted<T: Real>(seed: u64) -> impl FnMut((usize, usize)) -> Array2<T> {
    let mut draw = 0;
    move |(rows, columns)| {
        let mut numbers = normals(seed, draw, rows * columns).into_iter();
        draw += 1;
        Array2::from_shape_simple_fn((rows, columns), || numbers.next().unwrap_or_else(T::zero))
    }
}
