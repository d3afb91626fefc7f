//! A formula as a value: one generic function, ready for every number system that an oracle needs.

use std::fmt;

use half::{bf16, f16};

use super::Arguments;
use crate::error::Result;
use crate::scalar::{Certified, Real, Running};

type Formula<T> = fn(&Arguments) -> Result<Vec<T>>;

/// A generic function `fn<T: Real>(&Arguments) -> Result<Vec<T>>`, made by `generic!`.
#[derive(Clone, Copy)]
pub struct Generic {
    /// The name of the function.
    pub name: &'static str,
    pub(crate) on_f64: Formula<f64>,
    pub(crate) on_f32: Formula<f32>,
    pub(crate) on_f16: Formula<f16>,
    pub(crate) on_bf16: Formula<bf16>,
    pub(crate) on_running: Formula<Running>,
    pub(crate) on_certified: Formula<Certified>,
}

/// The [`Generic`] of a generic function.
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

pub(crate) use generic;

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
