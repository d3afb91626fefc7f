//! Weights, divergences and likelihoods.

use super::draft::{Draft, Setting, setting};
use tweedie_catalogue::mistake;

fn weights(draft: Draft, alpha_bar: f64) -> Draft {
    draft.number("alpha_bar_t", alpha_bar).number("gamma", 5.0)
}

/// Values of an image and means near them. The values are whole numbers of 8 bits.
fn decoder(draft: Draft, var: f64) -> Draft {
    draft
        .number("var", var)
        .integer("values", 256)
        .list("k", &[0.0, 3.0, 128.0, 150.0, 252.0, 255.0])
        .list("mean", &[-0.96, -0.95, 0.0, 0.2, 0.96, 0.97])
}

fn step(draft: Draft, alpha_bar_s: f64, alpha_bar_t: f64, var: f64) -> Draft {
    draft
        .pair(alpha_bar_s, alpha_bar_t)
        .number("var", var)
        .data("x_t")
        .data("x0")
        .data("x0_hat")
}

pub const SETTINGS: &[Setting] = &[
    setting("edm.loss_weight", "interior", &[mistake::SIGMA_DATA], |d| {
        d.number("sigma", 0.7).number("sigma_data", 0.3)
    }),
    setting("edm.loss_weight", "noisy", &[mistake::SIGMA_DATA], |d| {
        d.number("sigma", 40.0).number("sigma_data", 0.3)
    }),
    setting(
        "loss.min_snr",
        "capped",
        &[mistake::LOSS_WEIGHT_MIN_MAX],
        |d| weights(d, 0.95),
    ),
    setting(
        "loss.min_snr",
        "below",
        &[mistake::LOSS_WEIGHT_MIN_MAX],
        |d| weights(d, 0.4),
    ),
    setting("gaussian_kl", "interior", &[], |d| {
        d.data("mean_q")
            .array("var_q", 0.1, 0.4)
            .data("mean_p")
            .array("var_p", 0.5, 2.0)
    }),
    setting("gaussian_kl", "narrow", &[], |d| {
        d.array("mean_q", -0.5, 0.5)
            .array("var_q", 0.01, 0.02)
            .array("mean_p", -0.5, 0.5)
            .array("var_p", 0.03, 0.06)
    }),
    setting("decoder_nll", "interior", &[mistake::DECODER_MASS], |d| {
        decoder(d, 0.001)
    }),
    setting("decoder_nll", "wide", &[mistake::DECODER_MASS], |d| {
        decoder(d, 0.04)
    }),
    setting(
        "vlb_terms.prior",
        "interior",
        &[mistake::PRIOR_LOGVAR],
        |d| d.level("t", 0.4).data("x0"),
    ),
    setting("vlb_terms.prior", "end", &[mistake::PRIOR_LOGVAR], |d| {
        d.level("t", 0.01).data("x0")
    }),
    setting("vlb_terms.step", "interior", &[], |d| {
        step(d, 0.75, 0.4, 0.5)
    }),
    setting("vlb_terms.step", "neighbours", &[], |d| {
        step(d, 0.5, 0.47, 0.09)
    }),
];
