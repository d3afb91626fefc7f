//! `f64` and `f32`: what ships. Elementary functions come from `libm`, in Rust, the same on every platform.

use super::{Field, Real};

impl Field for f64 {
    #[allow(clippy::cast_precision_loss)] // the nearest number is what is asked for
    fn ratio(numerator: i64, denominator: i64) -> Self {
        numerator as f64 / denominator as f64
    }
    fn from_f64(x: f64) -> Self {
        x
    }
    fn sqrt(self) -> Self {
        self.sqrt()
    }
    fn is_finite(self) -> bool {
        self.is_finite()
    }
}

impl Real for f64 {
    fn exp(self) -> Self {
        libm::exp(self)
    }
    fn exp_m1(self) -> Self {
        libm::expm1(self)
    }
    fn ln(self) -> Self {
        libm::log(self)
    }
    fn sin(self) -> Self {
        libm::sin(self)
    }
    fn cos(self) -> Self {
        libm::cos(self)
    }
    fn erfc(self) -> Self {
        libm::erfc(self)
    }
    fn pi() -> Self {
        std::f64::consts::PI
    }
    fn powf(self, p: Self) -> Self {
        libm::pow(self, p)
    }
}

impl Field for f32 {
    fn ratio(numerator: i64, denominator: i64) -> Self {
        Self::from_f64(f64::ratio(numerator, denominator))
    }
    #[allow(clippy::cast_possible_truncation)] // the nearest number is what is asked for
    fn from_f64(x: f64) -> Self {
        x as f32
    }
    fn sqrt(self) -> Self {
        self.sqrt()
    }
    fn is_finite(self) -> bool {
        self.is_finite()
    }
}

impl Real for f32 {
    fn exp(self) -> Self {
        libm::expf(self)
    }
    fn exp_m1(self) -> Self {
        libm::expm1f(self)
    }
    fn ln(self) -> Self {
        libm::logf(self)
    }
    fn sin(self) -> Self {
        libm::sinf(self)
    }
    fn cos(self) -> Self {
        libm::cosf(self)
    }
    fn erfc(self) -> Self {
        libm::erfcf(self)
    }
    fn pi() -> Self {
        std::f32::consts::PI
    }
    fn powf(self, p: Self) -> Self {
        libm::powf(self, p)
    }
}
