//! `f64` and `f32`: what ships. Elementary functions come from `libm`, in Rust, the same on every platform.

use super::{Field, Real};

/// Implements both traits for a float, given the functions of `libm` for it.
macro_rules! float {
    ($float:ident: $exp:ident $expm1:ident $log:ident $sin:ident $cos:ident $erfc:ident $pow:ident) => {
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

float!(f64: exp expm1 log sin cos erfc pow);
float!(f32: expf expm1f logf sinf cosf erfcf powf);
