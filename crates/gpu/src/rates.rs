//! How fast the device is at what the kernels are made of, measured: a limit for what they can be.

use std::time::{Duration, Instant};

use super::array::Array;
use super::device::Gpu;
use super::error::Result;
use super::kernel::{Kernel, Piece};
use super::scalar::{Scalar, told};

/// Operations a second, by the whole device.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rates {
    /// `a x + y`.
    pub multiply_adds: f64,
    /// 2⁻ˣ, by the kernels' own function.
    pub powers: f64,
}

/// Threads: more than any device works on at once.
const THREADS: u32 = 1 << 17;

/// What a thread does in a turn, as the shader has it.
const A_TURN: u32 = 8 * 4;

/// A run is long enough if the clock's and the driver's own time are nothing beside it.
const LONG: Duration = Duration::from_millis(100);

impl Gpu {
    /// Measures the device by kernels that do one thing only.
    ///
    /// # Errors
    /// If the device fails, or does not compute in this format.
    pub fn rates<T: Scalar>(&self) -> Result<Rates> {
        Ok(Rates {
            multiply_adds: self.rate::<T>("a * x + y")?,
            powers: self.rate::<T>("exp2_of(-a)")?,
        })
    }

    fn rate<T: Scalar>(&self, step: &str) -> Result<f64> {
        let step = format!("fn step(a: real, x: real, y: real) -> real {{ return {step}; }}\n");
        let kernel = Kernel::new::<T>("rates", include_str!("rates.wgsl"), "turn").with(&step);
        let given = Array::upload(self, &[0.75, 0.125].map(T::from_f64))?;
        let out = Array::<T>::unwritten(self, THREADS as usize)?;
        let pieces = [&given, &out].map(|array| Piece::whole(array.buffer()));
        let mut turns = 16;
        loop {
            self.finish()?;
            let start = Instant::now();
            let work = told::<T>(&[], &[THREADS, turns]);
            kernel.dispatch(self, &work, &pieces, THREADS as usize, 1)?;
            self.finish()?;
            let taken = start.elapsed();
            if taken >= LONG || turns > u32::MAX / 2 {
                let done = f64::from(THREADS) * f64::from(A_TURN) * f64::from(turns);
                return Ok(done / taken.as_secs_f64());
            }
            turns *= 2;
        }
    }
}
