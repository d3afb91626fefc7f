//! Mistakes in steps between given levels.

use super::{Fault, numbers, planted};
use tweedie::error::Result;
use tweedie_catalogue::mistake;
use tweedie_catalogue::operation::{Arguments, System, columns, generic};

/// The mistakes.
pub(super) const FAULTS: &[Fault] = &[
    planted(
        mistake::ETA_SQUARED,
        "ddim_step",
        generic!(eta_squared),
        mistake::ETA_ON_THE_VARIANCE,
    ),
    planted(
        mistake::LEARNED_RANGE,
        "learned_variance",
        generic!(even_in_variance),
        mistake::EVEN_IN_VARIANCE,
    ),
    planted(
        mistake::LOG_VARIANCE,
        "learned_variance",
        generic!(the_logarithm_itself),
        mistake::LOGARITHM_FOR_VARIANCE,
    ),
    planted(
        mistake::NOISE_IS_PREDICTION,
        "ddpm_step",
        generic!(noise_is_prediction),
        mistake::EPS_FOR_FRESH_NOISE,
    ),
    planted(
        mistake::SEEDS,
        "ddpm_step",
        generic!(its_own_noise),
        mistake::NOISE_OF_ITS_OWN,
    ),
];

/// The scales of the two levels: α_s, σ_s, α_t, σ_t.
fn levels<T: System>(arguments: &Arguments) -> Result<[T; 4]> {
    numbers(arguments, ["alpha_s", "sigma_s", "alpha_t", "sigma_t"])
}

/// β and β̃ between two levels.
fn betas<T: System>([alpha_s, sigma_s, alpha_t, sigma_t]: [T; 4]) -> (T, T) {
    let ratio = alpha_t / alpha_s;
    let beta = sigma_t * sigma_t - ratio * ratio * sigma_s * sigma_s;
    (beta, beta * sigma_s * sigma_s / (sigma_t * sigma_t))
}

/// `√(η β̃)` for the deviation.
fn eta_squared<T: System>(arguments: &Arguments) -> Result<Vec<T>> {
    let scales = levels::<T>(arguments)?;
    let [alpha_s, sigma_s, alpha_t, sigma_t] = scales;
    let var = arguments.get::<T>("eta")? * betas(scales).1;
    let direction = (sigma_s * sigma_s - var).sqrt();
    columns(arguments, ["x_t", "x0", "noise"], |[x_t, x0, noise]| {
        let eps = (x_t - alpha_t * x0) / sigma_t;
        alpha_s * x0 + direction * eps + var.sqrt() * noise
    })
}

fn even_in_variance<T: System>(arguments: &Arguments) -> Result<Vec<T>> {
    let (beta, beta_tilde) = betas(levels(arguments)?);
    columns(arguments, ["v"], |[v]| {
        v * beta + (T::one() - v) * beta_tilde
    })
}

fn the_logarithm_itself<T: System>(arguments: &Arguments) -> Result<Vec<T>> {
    let (beta, beta_tilde) = betas::<T>(levels(arguments)?);
    columns(arguments, ["v"], |[v]| {
        v * beta.ln() + (T::one() - v) * beta_tilde.ln()
    })
}

/// The ancestral step with noise of its caller's choice.
fn ancestral<T: System>(arguments: &Arguments, noise: impl Fn(usize, T, T) -> T) -> Result<Vec<T>> {
    let scales = levels::<T>(arguments)?;
    let [alpha_s, sigma_s, alpha_t, sigma_t] = scales;
    let (beta, beta_tilde) = betas(scales);
    let var = match arguments.choice("variance")? {
        _ if sigma_s == T::zero() => T::zero(),
        "forward" => beta,
        _ => beta_tilde,
    };
    let (x_t, x0) = (arguments.array::<T>("x_t")?, arguments.array::<T>("x0")?);
    let given = arguments.array::<T>("noise")?;
    Ok((0..x_t.len())
        .map(|i| {
            let eps = (x_t[i] - alpha_t * x0[i]) / sigma_t;
            let on_x_t = alpha_t / alpha_s * sigma_s * sigma_s / (sigma_t * sigma_t);
            let mean = alpha_s * beta / (sigma_t * sigma_t) * x0[i] + on_x_t * x_t[i];
            mean + var.sqrt() * noise(i, given[i], eps)
        })
        .collect())
}

fn noise_is_prediction<T: System>(arguments: &Arguments) -> Result<Vec<T>> {
    ancestral(arguments, |_, _, eps| eps)
}

/// Standard normal numbers of its own, whatever noise is handed in: quantiles in a scrambled order.
fn its_own_noise<T: System>(arguments: &Arguments) -> Result<Vec<T>> {
    const QUANTILES: [f64; 7] = [-1.465, 0.792, -0.366, 1.465, 0.0, -0.792, 0.366];
    ancestral(arguments, |i, _, _| T::from_f64(QUANTILES[i % 7]))
}
