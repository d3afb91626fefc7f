//! Where arguments may lie.

use std::fmt::Write;

/// What is asked of an argument, wherever an operation has it.
#[derive(Debug, Clone, Copy)]
pub struct Domain {
    /// Parameters or inputs.
    pub names: &'static [&'static str],
    /// Where they lie.
    pub lies: &'static str,
}

const fn domain(names: &'static [&'static str], lies: &'static str) -> Domain {
    Domain { names, lies }
}

/// The domains that more than a type can say.
#[rustfmt::skip]
pub const DOMAINS: &[Domain] = &[
    domain(&["alpha_t", "sigma_t", "alpha_s", "sigma_s", "alpha_r", "sigma_r"], "finite, ≥ 0, of a level not both 0; s has more signal for its noise than t, and t more than r"),
    domain(&["alpha_bar_t", "alpha_bar_s", "alpha_bar_r"], "in [0, 1]"),
    domain(&["eta"], "from 0 to `σ_t/σ_ts`, which is 1 or a little more: 0 is deterministic, 1 the posterior"),
    domain(&["betas"], "in (0, 1)"),
    domain(&["sigma", "sigma_data"], "> 0; where noise is added, `sigma` may be 0"),
    domain(&["gamma", "s_noise"], "≥ 0; the cap of `loss.min_snr` is free"),
    domain(&["bound"], "> 0"),
    domain(&["phi", "quantile"], "in [0, 1]"),
    domain(&["weights"], "they sum to exactly 1"),
    domain(&["var_q", "var_p"], "> 0"),
    domain(&["k"], "whole, from 0, below `values`"),
    domain(&["timesteps"], "whole, from 1 to T, late to early"),
];

/// The table.
pub(super) fn chapter() -> String {
    let mut out = "## Where arguments lie\n\nOutside, the reference says so and computes nothing.\n\n| argument | lies |\n|---|---|\n".to_owned();
    for Domain { names, lies } in DOMAINS {
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        let _ = writeln!(out, "| {} | {lies} |", names.join(", "));
    }
    out
}
