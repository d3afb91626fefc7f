//! The numbers that kernels compute in.

use tweedie::scalar::Float;

/// `f32`, which every device has, or `f64`, which some have ([`super::Limits::double`]).
pub trait Scalar: Float + bytemuck::Pod + sealed::Scalar {
    /// The type and its elementary functions, in WGSL.
    #[doc(hidden)]
    const WGSL: &'static str;
    /// The largest number.
    #[doc(hidden)]
    const LARGEST: f64;
    /// Squares up to 2 to this are numbers, and sums of some hundreds of them.
    #[doc(hidden)]
    const SQUARES: f64;
}

impl Scalar for f32 {
    const WGSL: &'static str = include_str!("f32.wgsl");
    #[allow(clippy::cast_lossless)] // From is not const
    const LARGEST: f64 = f32::MAX as f64;
    const SQUARES: f64 = 120.0;
}

impl Scalar for f64 {
    const WGSL: &'static str = include_str!("f64.wgsl");
    const LARGEST: f64 = f64::MAX;
    const SQUARES: f64 = 1016.0;
}

mod sealed {
    /// What has kernels.
    pub trait Scalar {}
    impl Scalar for f32 {}
    impl Scalar for f64 {}
}

/// The number nearest to one of `f64`, or the largest where it overflows.
pub(super) fn nearest<T: Scalar>(x: f64) -> T {
    T::from_f64(x.clamp(-T::LARGEST, T::LARGEST))
}

/// What a kernel is told, as it reads it: numbers, then counts.
pub(super) fn told<T: Scalar>(numbers: &[T], counts: &[u32]) -> Vec<u32> {
    let mut words: Vec<u32> = bytemuck::pod_collect_to_vec(numbers);
    words.extend(counts);
    // a structure is as long as a multiple of its widest member, a vector of four: so many words
    let quad = T::FORMAT.bytes();
    words.resize(words.len().next_multiple_of(quad), 0);
    words
}

/// A count that a shader holds: what has more of them fits no device.
pub(super) fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
