//! Mistakes in single operations, written as the projects wrote them: plain arithmetic on the arguments.

use super::{Fault, Plant};
use crate::error::Result;
use crate::operation::{Arguments, columns, generic};
use crate::scalar::Real;

/// The mistakes.
pub(super) const FAULTS: &[Fault] = &[
    Fault {
        id: "eta-squared",
        expects: &[("DDIM-ETA", "eta multiplies the variance")],
        plant: Plant::Operation("ddim_step", generic!(eta_squared)),
    },
    Fault {
        id: "sqrt-missing",
        expects: &[("NOISE-SCALE", "the variance, its root not taken")],
        plant: Plant::Operation("add_noise", generic!(sqrt_missing)),
    },
];

/// `√(η β̃)` for the deviation.
fn eta_squared<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let [alpha_s, sigma_s, alpha_t, sigma_t, eta]: [T; 5] = numbers(
        arguments,
        ["alpha_s", "sigma_s", "alpha_t", "sigma_t", "eta"],
    )?;
    let ratio = alpha_t / alpha_s;
    let beta = sigma_t * sigma_t - ratio * ratio * sigma_s * sigma_s;
    let var = eta * beta * sigma_s * sigma_s / (sigma_t * sigma_t);
    let direction = (sigma_s * sigma_s - var).sqrt();
    columns(arguments, ["x_t", "x0", "noise"], |[x_t, x0, noise]| {
        let eps = (x_t - alpha_t * x0) / sigma_t;
        alpha_s * x0 + direction * eps + var.sqrt() * noise
    })
}

fn sqrt_missing<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let [alpha, sigma]: [T; 2] = numbers(arguments, ["alpha_t", "sigma_t"])?;
    columns(arguments, ["x0", "noise"], |[x0, noise]| {
        alpha * x0 + sigma * sigma * noise
    })
}

fn numbers<T: Real, const N: usize>(arguments: &Arguments, names: [&str; N]) -> Result<[T; N]> {
    let mut values = [T::zero(); N];
    for (value, name) in values.iter_mut().zip(names) {
        *value = arguments.get(name)?;
    }
    Ok(values)
}
