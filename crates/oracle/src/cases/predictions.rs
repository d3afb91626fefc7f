//! Noising, conversion, guidance, thresholds, denoisers.

use super::draft::{Draft, Setting, setting};
use tweedie_catalogue::mistake;

fn converted(draft: Draft, from: &str, to: &str, alpha_bar: f64) -> Draft {
    draft
        .word("from", from)
        .word("to", to)
        .level("t", alpha_bar)
        .data("x_t")
        .data("given")
}

fn converted_v(draft: Draft, from: &str, to: &str, alpha_bar: f64) -> Draft {
    draft
        .word("from", from)
        .word("to", to)
        .number("alpha_bar_t", alpha_bar)
        .data("x_t")
        .data("given")
}

fn guided(draft: Draft, w: f64) -> Draft {
    draft.number("w", w).data("cond").data("uncond")
}

fn rescaled(draft: Draft, phi: f64) -> Draft {
    draft
        .number("phi", phi)
        .level("t", 0.3)
        .array("x_cfg", -4.0, 4.0)
        .data("x_cond")
        .data("x_t")
}

/// Three components, of unlike weights and widths.
fn mixture(draft: Draft, alpha_bar: f64) -> Draft {
    draft
        .list("weights", &[0.5, 0.125, 0.375])
        .array_of("means", &[3, 2], -1.5, 1.5)
        .list("vars", &[0.25, 0.0625, 0.5])
        .level("t", alpha_bar)
        .array_of("x", &[4, 2], -1.5, 1.5)
}

pub const SETTINGS: &[Setting] = &[
    setting("add_noise", "interior", &[mistake::SQRT_MISSING], |d| {
        d.level("t", 0.6).data("x0").noise("noise")
    }),
    setting(
        "add_noise",
        "little-noise",
        &[mistake::SQRT_MISSING, mistake::HALF_TABLES],
        |d| d.level("t", 0.998).data("x0").noise("noise"),
    ),
    setting(
        "add_noise",
        "little-signal",
        &[mistake::SQRT_MISSING],
        |d| d.level("t", 0.001).data("x0").noise("noise"),
    ),
    setting(
        "scheduled.add_noise",
        "middle",
        &[mistake::IMG2IMG_LEVEL, mistake::HALF_TABLES],
        |d| {
            d.betas(12, 0.02, 0.45)
                .integer("t", 5)
                .data("x0")
                .noise("noise")
        },
    ),
    setting(
        "scheduled.add_noise",
        "early",
        &[mistake::IMG2IMG_LEVEL, mistake::HALF_TABLES],
        |d| {
            d.betas(100, 1e-3, 0.1)
                .integer("t", 2)
                .data("x0")
                .noise("noise")
        },
    ),
    setting("convert", "eps-to-x0", &[mistake::X0_AS_EPS], |d| {
        converted(d, "eps", "x0", 0.6)
    }),
    setting("convert", "eps-to-x0-noisy", &[mistake::X0_AS_EPS], |d| {
        converted(d, "eps", "x0", 0.005)
    }),
    setting("convert", "x0-to-eps", &[mistake::X0_AS_EPS], |d| {
        converted(d, "x0", "eps", 0.4)
    }),
    setting("convert", "x0-to-eps-clean", &[mistake::X0_AS_EPS], |d| {
        converted(d, "x0", "eps", 0.999)
    }),
    setting("convert", "score-to-x0", &[], |d| {
        converted(d, "score", "x0", 0.5)
    }),
    setting("convert", "eps-to-score", &[], |d| {
        converted(d, "eps", "score", 0.7)
    }),
    setting("convert", "velocity-to-x0", &[], |d| {
        d.word("from", "velocity")
            .word("to", "x0")
            .number("alpha_t", 0.6)
            .number("sigma_t", 0.4)
            .data("x_t")
            .data("given")
    }),
    setting("convert", "eps-to-velocity", &[], |d| {
        converted(d, "eps", "velocity", 0.6)
    }),
    setting("convert_v", "v-to-x0", &[mistake::V_SIGN], |d| {
        converted_v(d, "v", "x0", 0.6)
    }),
    setting("convert_v", "v-to-eps", &[mistake::V_SIGN], |d| {
        converted_v(d, "v", "eps", 0.3)
    }),
    setting(
        "convert_v",
        "v-to-x0-no-signal",
        &[mistake::V_SIGN, mistake::ZERO_SNR_EPS],
        |d| converted_v(d, "v", "x0", 0.0),
    ),
    setting("convert_v", "eps-to-v", &[mistake::V_SIGN], |d| {
        converted_v(d, "eps", "v", 0.6)
    }),
    setting("convert_v", "x0-to-v", &[mistake::V_SIGN], |d| {
        converted_v(d, "x0", "v", 0.3)
    }),
    setting(
        "cfg",
        "interior",
        &[mistake::CFG_CONVENTION, mistake::CFG_CHANNELS],
        |d| guided(d, 3.0),
    ),
    setting(
        "cfg",
        "strong",
        &[mistake::CFG_CONVENTION, mistake::CFG_CHANNELS],
        |d| guided(d, 7.5),
    ),
    setting(
        "cfg",
        "weak",
        &[mistake::CFG_CONVENTION, mistake::CFG_CHANNELS],
        |d| guided(d, 0.4),
    ),
    setting("cfg_rescale", "interior", &[mistake::RESCALE_ON_EPS], |d| {
        rescaled(d, 0.7)
    }),
    setting("cfg_rescale", "whole", &[mistake::RESCALE_ON_EPS], |d| {
        rescaled(d, 1.0)
    }),
    setting("cfg_rescale", "constant", &[mistake::RESCALE_ZERO], |d| {
        d.number("phi", 0.7)
            .level("t", 0.3)
            .array_of("x_cfg", &[4, 4], 0.75, 0.75)
            .array_of("x_cond", &[4, 4], -2.0, 2.0)
            .array_of("x_t", &[4, 4], -2.0, 2.0)
    }),
    setting("classifier_guidance", "interior", &[], |d| {
        d.number("w", 2.5)
            .level("t", 0.6)
            .data("eps")
            .data("gradient")
    }),
    setting(
        "classifier_guidance.mean",
        "interior",
        &[mistake::CLASSIFIER_POINT],
        |d| {
            d.number("w", 2.5)
                .number("var", 0.07)
                .data("mean")
                .data("at_mean")
                .data("at_x_t")
        },
    ),
    setting("threshold.static", "interior", &[], |d| {
        d.number("bound", 1.0).data("x0")
    }),
    setting("threshold.static", "narrow", &[], |d| {
        d.number("bound", 0.7).data("x0")
    }),
    setting("threshold.dynamic", "interior", &[], |d| {
        d.number("quantile", 0.625).array("x0", -3.0, 3.0)
    }),
    setting("threshold.dynamic", "within", &[], |d| {
        d.number("quantile", 0.625).array("x0", -0.75, 0.75)
    }),
    setting(
        "edm.coefficients",
        "interior",
        &[mistake::SIGMA_DATA],
        |d| d.number("sigma", 0.7).number("sigma_data", 0.3),
    ),
    setting("edm.coefficients", "noisy", &[mistake::SIGMA_DATA], |d| {
        d.number("sigma", 80.0).number("sigma_data", 0.3)
    }),
    setting("edm.coefficients", "clean", &[mistake::SIGMA_DATA], |d| {
        d.number("sigma", 0.002).number("sigma_data", 0.3)
    }),
    setting("edm.denoise", "interior", &[mistake::SIGMA_DATA], |d| {
        d.number("sigma", 0.7)
            .number("sigma_data", 0.3)
            .data("x")
            .noise("f")
    }),
    setting("edm.denoise", "noisy", &[mistake::SIGMA_DATA], |d| {
        d.number("sigma", 30.0)
            .number("sigma_data", 0.3)
            .array("x", -60.0, 60.0)
            .noise("f")
    }),
    setting("mixture.denoise", "interior", &[], |d| mixture(d, 0.6)),
    setting("mixture.denoise", "clean", &[], |d| mixture(d, 0.95)),
    setting("mixture.denoise", "noisy", &[], |d| mixture(d, 0.05)),
    setting("mixture.score", "interior", &[], |d| mixture(d, 0.6)),
    setting("mixture.score", "noisy", &[], |d| mixture(d, 0.05)),
    setting("mixture.log_density", "interior", &[], |d| mixture(d, 0.6)),
    setting("mixture.log_density", "clean", &[], |d| mixture(d, 0.95)),
];
