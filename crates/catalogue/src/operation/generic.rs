//! A formula as a value: one generic function, ready for every number system that an oracle needs.

use std::fmt;

use half::{bf16, f16};

use super::Arguments;
use tweedie::error::Result;
use tweedie::scalar::{Certified, Real, Running};

/// A function of arguments, on one number system.
pub type Formula<T> = fn(&Arguments) -> Result<Vec<T>>;

/// A generic function `fn<T: Real>(&Arguments) -> Result<Vec<T>>`, made by `generic!`.
#[derive(Clone, Copy)]
pub struct Generic {
    /// The name of the function.
    pub name: &'static str,
    /// On `f64`.
    pub on_f64: Formula<f64>,
    /// On `f32`.
    pub on_f32: Formula<f32>,
    /// On `f16`.
    pub on_f16: Formula<f16>,
    /// On `bf16`.
    pub on_bf16: Formula<bf16>,
    /// On [`Running`].
    pub on_running: Formula<Running>,
    /// On [`Certified`].
    pub on_certified: Formula<Certified>,
}

/// The [`Generic`](crate::operation::Generic) of a generic function.
#[macro_export]
macro_rules! generic {
    ($function:path) => {
        $crate::operation::Generic {
            name: stringify!($function),
            on_f64: $function,
            on_f32: $function,
            on_f16: $function,
            on_bf16: $function,
            on_running: $function,
            on_certified: $function,
        }
    };
}

impl Generic {
    /// The function, on a number system.
    ///
    /// # Errors
    /// If an argument is missing or outside the formula's domain.
    pub fn run<T: System>(self, arguments: &Arguments) -> Result<Vec<T>> {
        T::of(self)(arguments)
    }
}

impl fmt::Debug for Generic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// A number system that operations run on.
pub trait System: Real {
    /// The function for it.
    fn of(function: Generic) -> Formula<Self>;
}

macro_rules! system {
    ($number:ident $field:ident) => {
        impl System for $number {
            fn of(function: Generic) -> Formula<Self> {
                function.$field
            }
        }
    };
}

system!(f64 on_f64);
system!(f32 on_f32);
system!(f16 on_f16);
system!(bf16 on_bf16);
system!(Running on_running);
system!(Certified on_certified);
