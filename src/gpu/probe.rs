//! What the device makes of the operations that kernels are made of, measured.

use super::array::Array;
use super::device::Gpu;
use super::error::Result;
use super::kernel::{Kernel, Piece};
use crate::scalar::Format;

/// The largest error of one operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// The operation.
    pub operation: &'static str,
    /// The largest error in units of the result's last place.
    pub ulps: f64,
    /// The largest share of what is granted to it: by WGSL to a builtin, κ = 2 units of roundoff to a function of ours.
    pub share: f64,
}

/// The arithmetic of a device.
#[derive(Debug, Clone, PartialEq)]
pub struct Probe {
    /// One operation after another.
    pub measured: Vec<Measured>,
    /// Whether a product and a sum are rounded once.
    pub fuses: bool,
    /// Whether `(x + y) − x` is y.
    pub reassociates: bool,
}

/// An operation: its name, its range, the truth, and the error it is granted, from `(x, y, truth)`.
struct Operation {
    name: &'static str,
    range: (f64, f64),
    truth: fn(f64, f64) -> f64,
    granted: fn(f64, f64) -> f64,
}

const OPERATIONS: [Operation; 11] = [
    Operation {
        name: "x + y",
        range: (0.01, 8.0),
        truth: |x, y| x + y,
        granted: |_, y| ulp(y),
    },
    Operation {
        name: "x y",
        range: (0.01, 8.0),
        truth: |x, y| x * y,
        granted: |_, y| ulp(y),
    },
    Operation {
        name: "x / y",
        range: (0.01, 8.0),
        truth: |x, y| x / y,
        granted: |_, y| 2.5 * ulp(y),
    },
    // WGSL has it as 1/inverseSqrt(x)
    Operation {
        name: "sqrt",
        range: (1e-3, 40.0),
        truth: |x, _| x.sqrt(),
        granted: |_, y| 4.5 * ulp(y),
    },
    Operation {
        name: "inverseSqrt",
        range: (1e-3, 40.0),
        truth: |x, _| 1.0 / x.sqrt(),
        granted: |_, y| 2.0 * ulp(y),
    },
    Operation {
        name: "exp2(−x)",
        range: (0.0, 100.0),
        truth: |x, _| libm::exp2(-x),
        granted: |x, y| (3.0 + 2.0 * x) * ulp(y),
    },
    Operation {
        name: "log2",
        range: (1e-3, 4.0),
        truth: |x, _| libm::log2(x),
        granted: |x, y| {
            if (0.5..=2.0).contains(&x) {
                libm::exp2(-21.0)
            } else {
                3.0 * ulp(y)
            }
        },
    },
    Operation {
        name: "our 2⁻ˣ",
        range: (0.0, 100.0),
        truth: |x, _| libm::exp2(-x),
        granted: |_, y| kappa(y),
    },
    Operation {
        name: "our ln",
        range: (1e-7, 2.0),
        truth: |x, _| libm::log(x),
        granted: |_, y| kappa(y),
    },
    Operation {
        name: "our cos",
        range: (0.0, 0.785),
        truth: |x, _| libm::cos(x),
        granted: |_, y| kappa(y),
    },
    Operation {
        name: "our sin",
        range: (1e-7, 0.785),
        truth: |x, _| libm::sin(x),
        granted: |_, y| kappa(y),
    },
];

/// Numbers tried for each operation.
const COUNT: u32 = 1 << 14;

/// The distance from `y` to the next number of `f32`.
fn ulp(y: f64) -> f64 {
    let binade = f64::from_bits(y.to_bits() & 0x7ff0_0000_0000_0000);
    2.0 * Format::F32.roundoff() * binade.max(Format::F32.smallest_normal())
}

/// Two units of roundoff: what the judge grants an elementary function.
fn kappa(y: f64) -> f64 {
    2.0 * Format::F32.roundoff() * y.abs() + Format::F32.smallest_normal()
}

impl Gpu {
    /// Tries every operation on some 16,000 numbers.
    ///
    /// # Errors
    /// If the device fails.
    pub fn probe(&self) -> Result<Probe> {
        let mut measured = Vec::new();
        for (number, operation) in (0_u32..).zip(&OPERATIONS) {
            let x = spread(operation.range, 0.618_033_988_749_895);
            let y = spread(operation.range, 0.754_877_666_246_693);
            let got = self.tried(number, &x, &y)?;
            let mut worst = Measured {
                operation: operation.name,
                ulps: 0.0,
                share: 0.0,
            };
            for ((&x, &y), got) in x.iter().zip(&y).zip(got) {
                let (x, y) = (f64::from(x), f64::from(y));
                let truth = (operation.truth)(x, y);
                let error = (f64::from(got) - truth).abs();
                worst.ulps = worst.ulps.max(error / ulp(truth));
                worst.share = worst.share.max(error / (operation.granted)(x, truth));
            }
            measured.push(worst);
        }
        let fusing = u32::try_from(OPERATIONS.len()).unwrap_or(0); // after the last of them
        let x = spread((1.0, 2.0), 0.618_033_988_749_895);
        let squares: Vec<f32> = x.iter().map(|x| -(x * x)).collect();
        let small: Vec<f32> = x.iter().map(|x| x * 1e-9).collect();
        let some = |values: Vec<f32>| values.into_iter().any(|value| value != 0.0);
        Ok(Probe {
            measured,
            fuses: some(self.tried(fusing, &x, &squares)?),
            reassociates: some(self.tried(fusing + 1, &x, &small)?),
        })
    }

    fn tried(&self, operation: u32, x: &[f32], y: &[f32]) -> Result<Vec<f32>> {
        let kernel = Kernel {
            name: "probe",
            sources: &[
                include_str!("invocation.wgsl"),
                include_str!("elementary.wgsl"),
                include_str!("probe.wgsl"),
            ],
            constants: vec![("OPERATION", operation)],
            entry: "probe",
        };
        let (x, y) = (Array::upload(self, x)?, Array::upload(self, y)?);
        let out = Array::unwritten(self, x.len())?;
        let pieces = [&x, &y, &out].map(|array| Piece::whole(array.buffer()));
        kernel.dispatch(self, &[COUNT, 0, 0, 0], &pieces, x.len(), 1)?;
        out.download()
    }
}

/// Numbers spread evenly over a range: a low-discrepancy sequence, the same every time.
#[allow(clippy::cast_possible_truncation)] // f32 is what the device takes
fn spread((from, to): (f64, f64), step: f64) -> Vec<f32> {
    (0..COUNT)
        .map(|i| (from + (to - from) * (f64::from(i) * step).fract()) as f32)
        .collect()
}
