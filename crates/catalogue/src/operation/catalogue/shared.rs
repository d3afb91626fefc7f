//! Definitions that several displays share, each written once: a display holds all that it needs.

/// The forward kernel from s to t.
macro_rules! merged {
    () => {
        "var_ts = sigma_t² − alpha_ts² sigma_s²; alpha_ts = alpha_t/alpha_s"
    };
}

/// The weights of the posterior's mean.
macro_rules! posterior_law {
    () => {
        "on_x0 = alpha_s var_ts/sigma_t²; on_x_t = alpha_ts sigma_s²/sigma_t²; var_ts = sigma_t² − alpha_ts² sigma_s²; alpha_ts = alpha_t/alpha_s"
    };
}

/// ᾱ of a chain.
macro_rules! chain {
    () => {
        "alpha_bar_t = (1 − beta_t) alpha_bar_{t−1}; alpha_bar_0 = 1"
    };
}

/// The scales of variance-preserving levels.
macro_rules! preserving {
    () => {
        "alpha_t = sqrt(alpha_bar_t); sigma_t = sqrt(1 − alpha_bar_t)"
    };
}

/// The levels between which a sampler's step i leads.
macro_rules! visited {
    () => {
        "t = timesteps[i]; s = 0 if i = n − 1, timesteps[i + 1] otherwise; alpha_t = sqrt(alpha_bar_t); sigma_t = sqrt(1 − alpha_bar_t); alpha_bar_t = (1 − beta_t) alpha_bar_{t−1}; alpha_bar_0 = 1"
    };
}

/// What wraps EDM's network.
macro_rules! design {
    () => {
        "c_skip = sigma_data²/(sigma² + sigma_data²); c_out = sigma sigma_data/sqrt(sigma² + sigma_data²)"
    };
}

/// The logarithms of the components' densities, but for a number that all share.
macro_rules! components {
    () => {
        "l_k = ln(weight_k) − ‖x − alpha_t mean_k‖²/(2 V_k) − d ln(V_k)/2; V_k = alpha_t² var_k + sigma_t²"
    };
}

pub(super) use {chain, components, design, merged, posterior_law, preserving, visited};
