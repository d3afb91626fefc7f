//! The floats: `f64` and `f32`, what ships, and the short formats `f16` and `bf16`. Elementary functions come from `libm`,
//! in Rust, the same on every platform.

use half::{bf16, f16};

use super::{Field, Format, Real};

/// A number of a floating-point format.
pub trait Float: Real {
    /// The format.
    const FORMAT: Format;

    /// The same number in `f64`, which holds all of them.
    fn to_f64(self) -> f64;
}

/// Implements both traits for a float, given the functions of `libm` for it.
macro_rules! float {
    ($float:ident $format:ident: $exp:ident $expm1:ident $log:ident $sin:ident $cos:ident $erfc:ident $pow:ident) => {
        impl Field for $float {
            #[allow(clippy::cast_precision_loss)] // the nearest number is what is asked for
            fn ratio(numerator: i64, denominator: i64) -> Self {
                Self::from_f64(numerator as f64 / denominator as f64)
            }
            #[allow(clippy::cast_possible_truncation)] // the nearest number is what is asked for
            fn from_f64(x: f64) -> Self {
                x as Self
            }
            fn sqrt(self) -> Self {
                self.sqrt()
            }
            fn is_finite(self) -> bool {
                self.is_finite()
            }
        }

        impl Float for $float {
            const FORMAT: Format = Format::$format;

            fn to_f64(self) -> f64 {
                f64::from(self)
            }
        }

        impl Real for $float {
            fn exp(self) -> Self {
                libm::$exp(self)
            }
            fn exp_m1(self) -> Self {
                libm::$expm1(self)
            }
            fn ln(self) -> Self {
                libm::$log(self)
            }
            fn sin(self) -> Self {
                libm::$sin(self)
            }
            fn cos(self) -> Self {
                libm::$cos(self)
            }
            fn erfc(self) -> Self {
                libm::$erfc(self)
            }
            fn pi() -> Self {
                std::$float::consts::PI
            }
            fn powf(self, p: Self) -> Self {
                libm::$pow(self, p)
            }
        }
    };
}

float!(f64 F64: exp expm1 log sin cos erfc pow);
float!(f32 F32: expf expm1f logf sinf cosf erfcf powf);

/// Implements the traits for a short float: a function is that of `f64`, rounded once.
macro_rules! short_float {
    ($float:ident $format:ident) => {
        impl Field for $float {
            #[allow(clippy::cast_precision_loss)] // the nearest number is what is asked for
            fn ratio(numerator: i64, denominator: i64) -> Self {
                Self::from_f64(numerator as f64 / denominator as f64)
            }
            fn from_f64(x: f64) -> Self {
                Self::from_f64(x)
            }
            fn sqrt(self) -> Self {
                Self::from_f64(Self::to_f64(self).sqrt())
            }
            fn is_finite(self) -> bool {
                self.is_finite()
            }
        }

        impl Float for $float {
            const FORMAT: Format = Format::$format;

            fn to_f64(self) -> f64 {
                Self::to_f64(self)
            }
        }

        impl Real for $float {
            fn exp(self) -> Self {
                Self::from_f64(libm::exp(Self::to_f64(self)))
            }
            fn exp_m1(self) -> Self {
                Self::from_f64(libm::expm1(Self::to_f64(self)))
            }
            fn ln(self) -> Self {
                Self::from_f64(libm::log(Self::to_f64(self)))
            }
            fn sin(self) -> Self {
                Self::from_f64(libm::sin(Self::to_f64(self)))
            }
            fn cos(self) -> Self {
                Self::from_f64(libm::cos(Self::to_f64(self)))
            }
            fn erfc(self) -> Self {
                Self::from_f64(libm::erfc(Self::to_f64(self)))
            }
            fn pi() -> Self {
                Self::PI
            }
        }
    };
}

short_float!(f16 F16);
short_float!(bf16 Bf16);
