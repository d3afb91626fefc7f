//! The GPU backend against the CPU. Where there is no adapter these tests fail if `TWEEDIE_REQUIRE_GPU=1`; without it each says
//! on stderr that it ran nothing, and why.

mod combination;
mod denoiser;
mod device;
#[cfg(feature = "app")]
mod judge;
mod noise;
mod sample;

use std::io::Write;

use tweedie::gpu::{Gpu, Limits};

/// The device, if there is one.
fn gpu() -> Option<Gpu> {
    match Gpu::open() {
        Ok(gpu) => Some(gpu),
        Err(error) if std::env::var_os("TWEEDIE_REQUIRE_GPU").is_some_and(|set| set == "1") => {
            panic!("TWEEDIE_REQUIRE_GPU=1, but {error}")
        }
        Err(error) => {
            // past the test harness, which swallows what a passing test prints
            #[allow(clippy::explicit_write)]
            writeln!(std::io::stderr(), "NOTHING WAS RUN: {error}").unwrap();
            None
        }
    }
}

/// Limits so tight that small arrays need many dispatches and both axes of workgroups.
const TIGHT: Limits = Limits {
    workgroups: 3,
    bytes: 32_768,
};

/// A test body with the device at its own limits, and at tight ones.
fn on_both(body: impl Fn(&Gpu)) {
    let Some(wide) = gpu() else { return };
    body(&wide);
    body(&wide.within(TIGHT));
}
