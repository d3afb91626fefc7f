//! Mistakes in what the network's output is taken for.

use super::{Fault, numbers, planted, right};
use tweedie::error::Result;
use tweedie_catalogue::mistake;
use tweedie_catalogue::operation::{Arguments, System, columns, generic};

/// The mistakes.
pub(super) const FAULTS: &[Fault] = &[
    planted(
        mistake::EPS_NOT_RECOMPUTED,
        "ddim_step_clipped",
        generic!(eps_of_the_unclipped),
        mistake::EPS_AS_IT_WAS,
    ),
    planted(
        mistake::SQRT_MISSING,
        "add_noise",
        generic!(sqrt_missing),
        mistake::VARIANCE_FOR_DEVIATION,
    ),
    planted(
        mistake::V_SIGN,
        "convert_v",
        generic!(v_sign),
        mistake::V_WITH_PLUS,
    ),
    planted(
        mistake::X0_AS_EPS,
        "convert",
        generic!(x0_as_eps),
        mistake::TAKEN_FOR_EPS,
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
