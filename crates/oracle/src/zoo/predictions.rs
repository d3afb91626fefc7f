//! Mistakes in what the network's output is taken for.

use super::{Fault, numbers, planted, right};
use tweedie::error::Result;
use tweedie_catalogue::operation::{Arguments, System, columns, generic};

/// The mistakes.
pub(super) const FAULTS: &[Fault] = &[
    planted(
        "eps-not-recomputed",
        "ddim_step_clipped",
        generic!(eps_of_the_unclipped),
        &[("EPS-AFTER-CLIP", "eps of the estimate as it was")],
    ),
    planted(
        "sqrt-missing",
        "add_noise",
        generic!(sqrt_missing),
        &[("NOISE-SCALE", "the variance, its root not taken")],
    ),
    planted(
        "v-sign",
        "convert_v",
        generic!(v_sign),
        &[("V-SIGN", "v = alpha eps + sigma x0")],
    ),
    planted(
        "x0-as-eps",
        "convert",
        generic!(x0_as_eps),
        &[("PREDICTION", "eps")],
    ),
];

fn sqrt_missing<T: System>(arguments: &Arguments) -> Result<Vec<T>> {
    let [alpha, sigma]: [T; 2] = numbers(arguments, ["alpha_t", "sigma_t"])?;
    columns(arguments, ["x0", "noise"], |[x0, noise]| {
        alpha * x0 + sigma * sigma * noise
    })
}

/// `x₀ = α x_t + σ v`.
fn v_sign<T: System>(arguments: &Arguments) -> Result<Vec<T>> {
    if (arguments.choice("from")?, arguments.choice("to")?) != ("v", "x0") {
        return right("convert_v", arguments);
    }
    let alpha_bar = arguments.get::<T>("alpha_bar_t")?;
    let (alpha, sigma) = (alpha_bar.sqrt(), (T::one() - alpha_bar).sqrt());
    columns(arguments, ["x_t", "given"], |[x_t, v]| {
        alpha * x_t + sigma * v
    })
}

/// The scheduler was never told that the model predicts x₀.
fn x0_as_eps<T: System>(arguments: &Arguments) -> Result<Vec<T>> {
    let taken = match arguments.choice("from")? {
        "x0" => arguments.clone().word("from", "eps"),
        _ => arguments.clone(),
    };
    right("convert", &taken)
}

/// `x_s = α_s clip(x₀) + σ_s ε` with the ε of the x₀ that was not clipped.
fn eps_of_the_unclipped<T: System>(arguments: &Arguments) -> Result<Vec<T>> {
    let [alpha_s, sigma_s, alpha_t, sigma_t, bound]: [T; 5] = numbers(
        arguments,
        ["alpha_s", "sigma_s", "alpha_t", "sigma_t", "bound"],
    )?;
    columns(arguments, ["x_t", "x0"], |[x_t, x0]| {
        let eps = (x_t - alpha_t * x0) / sigma_t;
        alpha_s * x0.max(-bound).min(bound) + sigma_s * eps
    })
}
