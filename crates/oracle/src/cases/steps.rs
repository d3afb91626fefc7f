//! Posteriors and the steps of samplers.

use super::draft::{Draft, Setting, setting};
use tweedie_catalogue::mistake::{self, Flag};

fn ddpm(draft: Draft, variance: &str) -> Draft {
    draft
        .word("variance", variance)
        .data("x_t")
        .data("x0")
        .noise("noise")
}

fn ddim(draft: Draft, eta: f64) -> Draft {
    draft
        .number("eta", eta)
        .data("x_t")
        .data("x0")
        .noise("noise")
}

/// Timesteps that are neither evenly spaced nor divide the chain.
const UNEVEN: [f64; 4] = [12.0, 9.0, 5.0, 2.0];

/// A chain of 12 whose last level is nearly noise, four of its timesteps visited.
pub fn on_uneven_chain(draft: Draft) -> Draft {
    draft.betas(12, 0.02, 0.45).numbers("timesteps", &UNEVEN)
}

/// A chain of 100, seven of its timesteps visited.
pub fn on_long_chain(draft: Draft) -> Draft {
    draft
        .betas(100, 1e-3, 0.1)
        .numbers("timesteps", &[100.0, 86.0, 71.0, 57.0, 43.0, 29.0, 14.0])
}

/// A step of the short chain.
fn on_chain(draft: Draft, i: usize) -> Draft {
    on_uneven_chain(draft).integer("i", i)
}

fn predicted(draft: Draft) -> Draft {
    draft.data("x_t").noise("eps").noise("noise")
}

fn ode(draft: Draft, sigma_t: f64, sigma_s: f64) -> Draft {
    draft
        .number("sigma_t", sigma_t)
        .number("sigma_s", sigma_s)
        .array("x", -2.0 - 2.0 * sigma_t, 2.0 + 2.0 * sigma_t)
        .data("denoised")
}

fn multistep(draft: Draft, r: f64, t: f64, s: f64) -> Draft {
    draft
        .level("r", r)
        .level("t", t)
        .level("s", s)
        .data("x_t")
        .data("x0")
        .data("x0_last")
}

fn multistep_v(draft: Draft, r: f64, t: f64, s: f64) -> Draft {
    draft
        .number("alpha_bar_r", r)
        .number("alpha_bar_t", t)
        .number("alpha_bar_s", s)
        .data("x_r")
        .data("x_t")
        .data("v_last")
        .data("v")
}

const CHAIN_FLAGS: &[&Flag] = &[mistake::DDIM_STRIDE, mistake::INDEX_AS_TIMESTEP];

pub const SETTINGS: &[Setting] = &[
    setting("posterior.coefficients", "interior", &[], |d| {
        d.pair(0.75, 0.4)
    }),
    setting("posterior.coefficients", "neighbours", &[], |d| {
        d.pair(0.5, 0.47)
    }),
    setting("posterior.coefficients", "long-stride", &[], |d| {
        d.pair(0.99, 0.01)
    }),
    setting("posterior.coefficients", "nearly-clean", &[], |d| {
        d.pair(0.9995, 0.998)
    }),
    setting("posterior", "interior", &[], |d| {
        d.pair(0.75, 0.4).data("x_t").data("x0")
    }),
    setting("posterior", "neighbours", &[], |d| {
        d.pair(0.5, 0.47).data("x_t").data("x0")
    }),
    setting("posterior", "to-clean", &[], |d| {
        d.pair(1.0, 0.97).data("x_t").data("x0")
    }),
    setting(
        "learned_variance",
        "interior",
        &[mistake::LEARNED_RANGE, mistake::LOG_VARIANCE],
        |d| d.pair(0.75, 0.4).array("v", 0.05, 0.95),
    ),
    setting(
        "learned_variance",
        "nearly-clean",
        &[mistake::LEARNED_RANGE, mistake::LOG_VARIANCE],
        |d| d.pair(0.995, 0.97).array("v", 0.05, 0.95),
    ),
    setting(
        "ddpm_step",
        "posterior",
        &[mistake::SQRT_MISSING, mistake::NOISE_IS_PREDICTION],
        |d| ddpm(d.pair(0.75, 0.4), "posterior"),
    ),
    setting(
        "ddpm_step",
        "forward",
        &[mistake::SQRT_MISSING, mistake::NOISE_IS_PREDICTION],
        |d| ddpm(d.pair(0.75, 0.4), "forward"),
    ),
    setting(
        "ddpm_step",
        "neighbours",
        &[mistake::SQRT_MISSING, mistake::X0_AS_EPS],
        |d| ddpm(d.pair(0.5, 0.47), "posterior"),
    ),
    setting("ddpm_step", "last", &[mistake::FINAL_ALPHA], |d| {
        ddpm(d.pair(1.0, 0.95), "forward")
    }),
    setting(
        "ddim_step",
        "interior",
        &[
            mistake::ETA_SQUARED,
            mistake::NOISE_IS_PREDICTION,
            mistake::X0_AS_EPS,
        ],
        |d| ddim(d.pair(0.75, 0.4), 0.25),
    ),
    setting("ddim_step", "deterministic", &[mistake::X0_AS_EPS], |d| {
        ddim(d.pair(0.75, 0.4), 0.0)
    }),
    setting("ddim_step", "ancestral", &[mistake::X0_AS_EPS], |d| {
        ddim(d.pair(0.75, 0.4), 1.0)
    }),
    setting("ddim_step", "neighbours", &[mistake::ETA_SQUARED], |d| {
        ddim(d.pair(0.5, 0.47), 0.6)
    }),
    setting("ddim_step", "long-stride", &[mistake::ETA_SQUARED], |d| {
        ddim(d.pair(0.9, 0.01), 0.5)
    }),
    setting("ddim_step", "last", &[mistake::FINAL_ALPHA], |d| {
        ddim(d.pair(1.0, 0.97), 0.5)
    }),
    setting(
        "ddim_step_clipped",
        "interior",
        &[mistake::EPS_NOT_RECOMPUTED],
        |d| {
            d.pair(0.75, 0.4)
                .number("bound", 1.0)
                .data("x_t")
                .data("x0")
        },
    ),
    setting(
        "ddim_invert_step",
        "interior",
        &[mistake::INDEX_AS_TIMESTEP],
        |d| d.pair(0.75, 0.4).data("x_s").noise("eps"),
    ),
    setting(
        "ddim_invert_step",
        "from-clean",
        &[mistake::INDEX_AS_TIMESTEP],
        |d| d.pair(1.0, 0.9).data("x_s").noise("eps"),
    ),
    setting(
        "scheduled.ddpm_step",
        "skipping",
        &[
            mistake::SKIP_VARIANCE,
            mistake::PADDED_WRONG_SIDE,
            mistake::INDEX_AS_TIMESTEP,
            mistake::DDIM_STRIDE,
        ],
        |d| predicted(on_chain(d, 1).word("variance", "posterior")),
    ),
    setting(
        "scheduled.ddpm_step",
        "skipping-forward",
        &[mistake::SKIP_VARIANCE, mistake::PADDED_WRONG_SIDE],
        |d| predicted(on_chain(d, 2).word("variance", "forward")),
    ),
    setting(
        "scheduled.ddpm_step",
        "neighbours",
        &[mistake::PADDED_WRONG_SIDE, mistake::SQRT_MISSING],
        |d| {
            predicted(
                d.betas(12, 0.02, 0.45)
                    .numbers("timesteps", &[9.0, 8.0, 7.0])
                    .integer("i", 1)
                    .word("variance", "posterior"),
            )
        },
    ),
    setting(
        "scheduled.ddpm_step",
        "last",
        &[mistake::FINAL_ALPHA],
        |d| predicted(on_chain(d, 3).word("variance", "posterior")),
    ),
    setting("scheduled.ddim_step", "interior", CHAIN_FLAGS, |d| {
        predicted(on_chain(d, 1).number("eta", 0.25))
    }),
    setting("scheduled.ddim_step", "long-chain", CHAIN_FLAGS, |d| {
        predicted(on_long_chain(d).integer("i", 1).number("eta", 0.0))
    }),
    setting(
        "scheduled.ddim_step",
        "last",
        &[mistake::FINAL_ALPHA],
        |d| predicted(on_chain(d, 3).number("eta", 0.0)),
    ),
    setting("scheduled.ddim_invert_step", "interior", CHAIN_FLAGS, |d| {
        on_chain(d, 1).data("x_s").noise("eps")
    }),
    setting(
        "scheduled.ddim_invert_step",
        "from-clean",
        &[mistake::FINAL_ALPHA, mistake::INDEX_AS_TIMESTEP],
        |d| on_chain(d, 3).data("x_s").noise("eps"),
    ),
    setting("euler_step", "interior", &[], |d| ode(d, 2.5, 1.2)),
    setting("euler_step", "noisy", &[], |d| ode(d, 80.0, 57.0)),
    setting("euler_step", "last", &[], |d| ode(d, 0.05, 0.0)),
    setting("heun_step", "interior", &[mistake::HEUN_SIGMA], |d| {
        ode(d, 2.5, 1.2).data("denoised_next")
    }),
    setting("heun_step", "noisy", &[mistake::HEUN_SIGMA], |d| {
        ode(d, 80.0, 57.0).data("denoised_next")
    }),
    setting("churn", "interior", &[mistake::SQRT_MISSING], |d| {
        d.number("sigma", 2.5)
            .number("gamma", 0.3)
            .number("s_noise", 1.01)
            .array("x", -4.0, 4.0)
            .noise("noise")
    }),
    setting("churn", "little", &[mistake::SQRT_MISSING], |d| {
        d.number("sigma", 0.3)
            .number("gamma", 0.05)
            .number("s_noise", 1.01)
            .data("x")
            .noise("noise")
    }),
    setting(
        "euler_ancestral_step",
        "interior",
        &[mistake::ANCESTRAL_RADICAND],
        |d| ode(d, 2.5, 1.2).number("eta", 0.6).noise("noise"),
    ),
    setting(
        "euler_ancestral_step",
        "whole",
        &[mistake::ANCESTRAL_RADICAND],
        |d| ode(d, 6.0, 4.0).number("eta", 1.0).noise("noise"),
    ),
    setting(
        "euler_ancestral_step",
        "last",
        &[mistake::ANCESTRAL_RADICAND],
        |d| ode(d, 0.05, 0.0).number("eta", 1.0).noise("noise"),
    ),
    // in f32 the difference sigma_s² − up² rounds below zero, where nothing guards it
    setting(
        "euler_ancestral_step",
        "steep",
        &[mistake::ANCESTRAL_RADICAND],
        |d| {
            ode(d, 34.75, 0.007_537_841_796_875)
                .number("eta", 1.0)
                .noise("noise")
        },
    ),
    setting(
        "dpmpp_2m_step",
        "interior",
        &[
            mistake::DPM_H,
            mistake::DPM_MIDPOINT,
            mistake::LOWER_ORDER_FINAL,
        ],
        |d| multistep(d, 0.1, 0.4, 0.75),
    ),
    setting(
        "dpmpp_2m_step",
        "uneven",
        &[mistake::DPM_H, mistake::DPM_MIDPOINT],
        |d| multistep(d, 0.02, 0.3, 0.5),
    ),
    setting(
        "dpmpp_2m_step",
        "nearly-clean",
        &[mistake::DPM_H, mistake::DPM_MIDPOINT],
        |d| multistep(d, 0.8, 0.95, 0.995),
    ),
    setting(
        "dpmpp_2m_step_v",
        "interior",
        &[mistake::COMBINE_RAW_V, mistake::V_SIGN],
        |d| multistep_v(d, 0.1, 0.4, 0.75),
    ),
];
