//! Tables, grids and levels.

use super::draft::{Draft, Setting, setting, whole};
use tweedie_catalogue::mistake;

/// The constants DDPM is known with, on the grid of the family.
fn ddpm(draft: Draft, schedule: &str, steps: usize) -> Draft {
    draft
        .word("schedule", schedule)
        .number("first", 1e-4)
        .number("last", 0.02)
        .integer("steps", steps)
}

fn karras(draft: Draft, n: usize) -> Draft {
    draft
        .integer("n", n)
        .number("sigma_min", 0.002)
        .number("sigma_max", 80.0)
        .number("rho", 7.0)
}

fn spaced(draft: Draft, spacing: &str, steps: usize, n: usize) -> Draft {
    draft
        .word("spacing", spacing)
        .integer("steps", steps)
        .integer("n", n)
        .integer("offset", 0)
}

/// A chain whose last level is nearly noise, in few steps.
fn short_chain(draft: Draft) -> Draft {
    draft.betas(12, 0.02, 0.45)
}

pub const SETTINGS: &[Setting] = &[
    setting(
        "schedule.betas",
        "cosine",
        &[mistake::COSINE_LINSPACE, mistake::COSINE_SQUARE],
        |d| d.word("schedule", "cosine").integer("steps", 12),
    ),
    setting("schedule.betas", "linear", &[], |d| ddpm(d, "linear", 50)),
    setting("schedule.betas", "scaled-linear", &[], |d| {
        d.word("schedule", "scaled_linear")
            .number("first", 0.000_85)
            .number("last", 0.012)
            .integer("steps", 50)
    }),
    setting("schedule.betas", "sigmoid", &[], |d| ddpm(d, "sigmoid", 24)),
    whole(
        "schedule.betas",
        "cosine-thousand",
        &[mistake::COSINE_LINSPACE, mistake::COSINE_SQUARE],
        |d| d.word("schedule", "cosine").integer("steps", 1000),
    ),
    setting(
        "schedule.alpha_bars",
        "short",
        &[mistake::PADDED_WRONG_SIDE],
        short_chain,
    ),
    setting("schedule.alpha_bars", "hundred", &[], |d| {
        d.betas(100, 1e-3, 0.1)
    }),
    setting(
        "schedule.one_minus_alpha_bars",
        "short",
        &[mistake::SQRT_MISSING],
        short_chain,
    ),
    setting("schedule.one_minus_alpha_bars", "hundred", &[], |d| {
        d.betas(100, 1e-3, 0.1)
    }),
    setting(
        "schedule.sigmas",
        "five",
        &[
            mistake::KARRAS_COUNT,
            mistake::KARRAS_FLIPPED,
            mistake::DUPLICATE_SIGMA,
        ],
        |d| karras(d, 5),
    ),
    setting(
        "schedule.sigmas",
        "eighteen",
        &[mistake::KARRAS_COUNT],
        |d| karras(d, 18),
    ),
    setting(
        "schedule.sigmas",
        "narrow",
        &[mistake::KARRAS_COUNT, mistake::KARRAS_FLIPPED],
        |d| {
            d.integer("n", 7)
                .number("sigma_min", 0.25)
                .number("sigma_max", 8.0)
                .number("rho", 3.0)
        },
    ),
    setting(
        "schedule.sigmas_on_chain",
        "short",
        &[mistake::ROUNDED_T],
        |d| short_chain(d).integer("n", 7).number("rho", 7.0),
    ),
    setting(
        "schedule.sigmas_on_chain",
        "hundred",
        &[mistake::ROUNDED_T],
        |d| d.betas(100, 1e-3, 0.1).integer("n", 30).number("rho", 7.0),
    ),
    whole(
        "schedule.timesteps",
        "trailing-7-of-100",
        &[mistake::COUNT, mistake::HALF_TABLES],
        |d| spaced(d, "trailing", 100, 7),
    ),
    whole(
        "schedule.timesteps",
        "leading-30-of-1000",
        &[mistake::COUNT, mistake::HALF_TABLES],
        |d| spaced(d, "leading", 1000, 30),
    ),
    whole(
        "schedule.timesteps",
        "leading-offset",
        &[mistake::COUNT, mistake::OFFSET_OVERFLOW],
        |d| {
            d.word("spacing", "leading")
                .integer("steps", 1000)
                .integer("n", 150)
                .integer("offset", 1)
        },
    ),
    whole(
        "schedule.timesteps",
        "leading-offset-3",
        &[mistake::COUNT, mistake::OFFSET_OVERFLOW],
        |d| {
            d.word("spacing", "leading")
                .integer("steps", 1000)
                .integer("n", 150)
                .integer("offset", 3)
        },
    ),
    whole(
        "schedule.timesteps",
        "linspace-50-of-1000",
        &[mistake::COUNT, mistake::HALF_TABLES],
        |d| spaced(d, "linspace", 1000, 50),
    ),
    whole(
        "schedule.timesteps",
        "linspace-all",
        &[mistake::COUNT],
        |d| spaced(d, "linspace", 200, 200),
    ),
    whole(
        "schedule.timesteps",
        "trailing-300-of-1000",
        &[mistake::COUNT, mistake::HALF_TABLES],
        |d| spaced(d, "trailing", 1000, 300),
    ),
    setting("schedule.levels", "vp", &[], |d| {
        d.word("process", "vp")
            .number("min", 0.1)
            .number("max", 20.0)
            .list("t", &[0.0625, 0.125, 0.3, 0.5, 0.7])
    }),
    setting("schedule.levels", "ve", &[], |d| {
        d.word("process", "ve")
            .number("min", 0.01)
            .number("max", 50.0)
            .list("t", &[0.0625, 0.125, 0.3, 0.5, 0.7, 0.9])
    }),
    setting("schedule.levels", "sub-vp", &[], |d| {
        d.word("process", "sub-vp")
            .number("min", 0.1)
            .number("max", 20.0)
            .list("t", &[0.0625, 0.125, 0.3, 0.5, 0.7])
    }),
    setting("schedule.levels", "rectified-flow", &[], |d| {
        d.word("process", "rectified-flow")
            .list("t", &[0.0, 0.0625, 0.125, 0.3, 0.6, 0.7, 0.9, 1.0])
    }),
    setting(
        "schedule.zero_terminal_snr",
        "short",
        &[mistake::ZERO_SNR_EPS],
        short_chain,
    ),
    setting(
        "schedule.zero_terminal_snr",
        "hundred",
        &[mistake::ZERO_SNR_EPS],
        |d| d.betas(100, 1e-3, 0.1),
    ),
];
