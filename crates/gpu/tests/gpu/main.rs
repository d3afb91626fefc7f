//! The GPU backend against the CPU. Where there is no adapter these tests fail if `TWEEDIE_REQUIRE_GPU=1`; without it each says
//! on stderr that it ran nothing, and why.

mod combination;
mod denoiser;
mod device;
mod failure;
mod noise;
mod pieces;
mod roll;
mod sample;

use std::io::Write;

use tweedie::scalar::{Format, Running};
use tweedie_gpu::{Gpu, Limits, Scalar};

/// The device, if there is one.
fn gpu() -> Option<Gpu> {
    match Gpu::open() {
        Ok(gpu) => Some(gpu),
        Err(error) if std::env::var_os("TWEEDIE_REQUIRE_GPU").is_some_and(|set| set == "1") => {
            panic!("TWEEDIE_REQUIRE_GPU=1, but {error}")
        }
        Err(error) => {
            not_run(&error);
            None
        }
    }
}

/// Says so past the test harness, which swallows what a passing test prints.
fn not_run(why: &tweedie_gpu::Error) {
    #[allow(clippy::explicit_write)]
    writeln!(std::io::stderr(), "NOTHING WAS RUN: {why}").unwrap();
}

/// Limits so tight that small arrays need many dispatches and both axes of workgroups.
const TIGHT: Limits = Limits {
    workgroups: 3,
    bytes: 32_768,
    double: true,
};

/// A test body with the device at its own limits, and at tight ones.
fn on_both(body: impl Fn(&Gpu)) {
    let Some(wide) = gpu() else { return };
    body(&wide);
    body(&wide.within(TIGHT));
}

/// The same for a body over numbers of a format, if the device computes in it.
fn on_both_in<T: Scalar>(body: impl Fn(&Gpu)) {
    on_both(|gpu| match gpu.computes_in(T::FORMAT) {
        Ok(()) => body(gpu),
        Err(error) => not_run(&error),
    });
}

/// A test body over `f32`, and over `f64`, each at both limits.
macro_rules! in_both_formats {
    ($body:ident) => {
        crate::on_both_in::<f32>($body::<f32>);
        crate::on_both_in::<f64>($body::<f64>);
    };
}
use in_both_formats;

/// The largest share of the budget that numbers use: 2 u E, and where the CPU's own were computed in the same `f64` one u E more.
#[track_caller]
fn rho<T: Scalar>(got: &[T], want: &[Running]) -> f64 {
    assert_eq!(got.len(), want.len());
    let units = match T::FORMAT {
        Format::F64 => 3.0,
        _ => 2.0,
    };
    let used = got
        .iter()
        .zip(want)
        .map(|(got, want)| (got.to_f64() - want.value).abs() / (units * want.tolerance(T::FORMAT)));
    used.fold(0.0, f64::max)
}

/// The number of a format nearest to `x`, as the device has it and as the CPU works on.
fn exactly<T: Scalar>(x: T) -> Running {
    Running::exact(x.to_f64())
}
