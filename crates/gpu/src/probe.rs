//! What the device makes of the operations that kernels are made of, measured.

use super::array::Array;
use super::device::Gpu;
use super::error::Result;
use super::kernel::{Kernel, Piece};
use super::scalar::Scalar;
use tweedie::scalar::{Certified, Field, Format, Real};

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

/// An operation: its name, what the shader does, its range, the truth, and the error it is granted, from x, its value y, and the
/// distance to the next number there.
struct Operation {
    name: &'static str,
    shader: &'static str,
    range: (f64, f64),
    truth: fn(Certified, Certified) -> Certified,
    granted: fn(f64, f64, f64) -> f64,
}

const fn operation(
    name: &'static str,
    shader: &'static str,
    range: (f64, f64),
    truth: fn(Certified, Certified) -> Certified,
    granted: fn(f64, f64, f64) -> f64,
) -> Operation {
    Operation {
        name,
        shader,
        range,
        truth,
        granted,
    }
}

/// What is granted to a basic operation, and to a function of ours: two units of roundoff.
const ULP: fn(f64, f64, f64) -> f64 = |_, _, ulp| ulp;
const KAPPA: fn(f64, f64, f64) -> f64 = |_, y, ulp| ulp * y.abs() / binade(y);

/// 2⁻ˣ, as no library has it.
const POWER: fn(Certified, Certified) -> Certified = |x, _| (-x * Certified::int(2).ln()).exp();

const OURS: [Operation; 9] = [
    operation("x + y", "x + y", (0.01, 8.0), |x, y| x + y, ULP),
    operation("x y", "x * y", (0.01, 8.0), |x, y| x * y, ULP),
    operation(
        "x / y",
        "x / y",
        (0.01, 8.0),
        |x, y| x / y,
        |_, _, ulp| 2.5 * ulp,
    ),
    // WGSL has it as 1/inverseSqrt(x)
    operation(
        "sqrt",
        "sqrt(x)",
        (1e-3, 40.0),
        |x, _| x.sqrt(),
        |_, _, ulp| 4.5 * ulp,
    ),
    operation("our 2⁻ˣ", "exp2_of(-x)", (0.0, 120.0), POWER, KAPPA),
    operation("our ln", "ln_of(x)", (1e-7, 2.0), |x, _| x.ln(), KAPPA),
    operation(
        "our ln of many",
        "ln_of(x)",
        (1.0, 1e6),
        |x, _| x.ln(),
        KAPPA,
    ),
    operation(
        "our cos",
        "cos_sin_of(x).x",
        (0.0, 0.785),
        |x, _| x.cos(),
        KAPPA,
    ),
    operation(
        "our sin",
        "cos_sin_of(x).y",
        (1e-7, 0.785),
        |x, _| x.sin(),
        KAPPA,
    ),
];

/// What WGSL has for `f32` alone.
const BUILTIN: [Operation; 3] = [
    operation(
        "inverseSqrt",
        "inverseSqrt(x)",
        (1e-3, 40.0),
        |x, _| Certified::one() / x.sqrt(),
        |_, _, ulp| 2.0 * ulp,
    ),
    operation(
        "exp2(−x)",
        "exp2(-x)",
        (0.0, 100.0),
        POWER,
        |x, _, ulp| (3.0 + 2.0 * x) * ulp,
    ),
    operation(
        "log2",
        "log2(x)",
        (1e-3, 4.0),
        |x, _| x.ln() / Certified::int(2).ln(),
        |x, _, ulp| match x {
            0.5..=2.0 => libm::exp2(-21.0),
            _ => 3.0 * ulp,
        },
    ),
];

/// Numbers tried for each operation.
const COUNT: u32 = 1 << 12;

/// The power of two at or below |y|.
fn binade(y: f64) -> f64 {
    f64::from_bits(y.to_bits() & 0x7ff0_0000_0000_0000)
}

/// The distance from `y` to the next number of a format.
fn ulp(y: f64, format: Format) -> f64 {
    2.0 * format.roundoff() * binade(y).max(format.smallest_normal())
}

impl Gpu {
    /// Tries every operation on some 4,000 numbers.
    ///
    /// # Errors
    /// If the device fails, or does not compute in this format.
    pub fn probe<T: Scalar>(&self) -> Result<Probe> {
        let builtin = match T::FORMAT {
            Format::F32 => &BUILTIN[..],
            _ => &[],
        };
        let mut measured = Vec::new();
        for operation in OURS.iter().chain(builtin) {
            let x = spread(operation.range, 0.618_033_988_749_895);
            let y = spread(operation.range, 0.754_877_666_246_693);
            let got = self.tried::<T>(operation.shader, &x, &y)?;
            let mut worst = Measured {
                operation: operation.name,
                ulps: 0.0,
                share: 0.0,
            };
            for ((x, y), got) in x.iter().zip(&y).zip(got) {
                let [exact_x, exact_y] = [x, y].map(|z| Certified::from_f64(z.to_f64()));
                let truth = (operation.truth)(exact_x, exact_y);
                let error = truth.distance(got.to_f64());
                let (truth, x) = (truth.to_f64(), x.to_f64());
                let ulp = ulp(truth, T::FORMAT);
                worst.ulps = worst.ulps.max(error / ulp);
                worst.share = worst.share.max(error / (operation.granted)(x, truth, ulp));
            }
            measured.push(worst);
        }
        let x: Vec<T> = spread((1.0, 2.0), 0.618_033_988_749_895);
        let squares: Vec<T> = x.iter().map(|&x| -(x * x)).collect();
        let small: Vec<T> = x
            .iter()
            .map(|&x| x * T::from_f64(T::FORMAT.roundoff() / 64.0))
            .collect();
        let some = |values: Vec<T>| values.into_iter().any(|value| value != T::zero());
        Ok(Probe {
            measured,
            // y is −x² rounded: only a fused operation sees the difference
            fuses: some(self.tried("x * x + y", &x, &squares)?),
            // y is small beside x: only what reassociates gives it back
            reassociates: some(self.tried("(x + y) - x", &x, &small)?),
        })
    }

    fn tried<T: Scalar>(&self, shader: &str, x: &[T], y: &[T]) -> Result<Vec<T>> {
        let value = format!("fn value(x: real, y: real) -> real {{ return {shader}; }}\n");
        let kernel = Kernel::new::<T>("probe", include_str!("probe.wgsl"), "probe").with(&value);
        let (x, y) = (Array::upload(self, x)?, Array::upload(self, y)?);
        let out = Array::<T>::unwritten(self, x.len())?;
        let pieces = [&x, &y, &out].map(|array| Piece::whole(array.buffer()));
        kernel.dispatch(self, &[COUNT, 0, 0, 0], &pieces, x.len(), 1)?;
        out.download()
    }
}

/// Numbers spread evenly over a range: a low-discrepancy sequence, the same every time.
fn spread<T: Scalar>((from, to): (f64, f64), step: f64) -> Vec<T> {
    (0..COUNT)
        .map(|i| T::from_f64(from + (to - from) * (f64::from(i) * step).fract()))
        .collect()
}
