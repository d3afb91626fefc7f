//! Whole loops, from noise to data.

use super::draft::{Draft, Setting, setting};
use super::steps::{on_long_chain, on_uneven_chain};
use tweedie_catalogue::mistake::{self, Flag};

/// A mixture of three, from a start as wide as noise.
fn sampled(draft: Draft, eta: f64, steps: usize) -> Draft {
    draft
        .number("eta", eta)
        .list("weights", &[0.5, 0.125, 0.375])
        .array_of("means", &[3, 2], -1.5, 1.5)
        .list("vars", &[0.25, 0.0625, 0.5])
        .array_of("start", &[ROWS, 2], -2.0, 2.0)
        .noise_of("noise", &[steps, ROWS, 2])
}

const ROWS: usize = 3;

const FLAGS: &[&Flag] = &[mistake::DDIM_STRIDE, mistake::FINAL_ALPHA];

pub const SETTINGS: &[Setting] = &[
    setting("trajectory", "few-steps", FLAGS, |d| {
        sampled(on_uneven_chain(d), 0.0, 4)
    }),
    setting("trajectory", "ancestral", FLAGS, |d| {
        sampled(on_uneven_chain(d), 1.0, 4)
    }),
    setting(
        "trajectory",
        "interior",
        &[mistake::DDIM_STRIDE, mistake::ETA_SQUARED],
        |d| sampled(on_long_chain(d), 0.25, 7),
    ),
    setting("trajectory", "long", FLAGS, |d| {
        sampled(on_noisy_chain(d), 0.0, 20)
    }),
    setting("trajectory", "long-ancestral", FLAGS, |d| {
        sampled(on_noisy_chain(d), 1.0, 20)
    }),
];

/// Twenty of the steps of a chain of 100 whose last level is nearly pure noise: ᾱ = 2e-5.
fn on_noisy_chain(draft: Draft) -> Draft {
    let timesteps: Vec<f64> = (1..=20).rev().map(|i| f64::from(5 * i)).collect();
    draft.betas(100, 2e-3, 0.2).numbers("timesteps", &timesteps)
}
