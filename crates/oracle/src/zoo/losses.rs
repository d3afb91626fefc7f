//! Mistakes in bounds, weights and preconditioning.

use super::{Fault, numbers, planted};
use tweedie::error::Result;
use tweedie_catalogue::mistake;
use tweedie_catalogue::operation::{Arguments, System, columns, generic};

/// The mistakes.
pub(super) const FAULTS: &[Fault] = &[
    planted(
        mistake::LOSS_WEIGHT_MIN_MAX,
        "loss.min_snr",
        generic!(max_for_min),
        mistake::MAX_FOR_MIN,
    ),
    planted(
        mistake::MIN_SNR_V,
        "loss.min_snr",
        generic!(cap_on_snr_plus_1),
        mistake::SNR_AND_1_CAPPED,
    ),
    planted(
        mistake::DECODER_MASS,
        "decoder_nll",
        generic!(density_for_mass),
        mistake::DENSITY_FOR_MASS,
    ),
    planted(
        mistake::PRIOR_LOGVAR,
        "vlb_terms.prior",
        generic!(no_log_variance),
        mistake::LOGARITHM_LEFT_OUT,
    ),
    planted(
        mistake::SIGMA_DATA,
        "edm.denoise",
        generic!(another_sigma_data),
        mistake::SIGMA_DATA_OF_0_5,
    ),
];

/// The weights on x₀, ε and v with `max`.
fn max_for_min<T: System>(arguments: &Arguments) -> Result<Vec<T>> {
    let [alpha_bar, gamma]: [T; 2] = numbers(arguments, ["alpha_bar_t", "gamma"])?;
    let snr = alpha_bar / (T::one() - alpha_bar);
    let weight = snr.max(gamma);
    Ok(vec![weight, weight / snr, weight / (snr + T::one())])
}

/// `min(snr + 1, γ)/(snr + 1)` on v.
fn cap_on_snr_plus_1<T: System>(arguments: &Arguments) -> Result<Vec<T>> {
    let [alpha_bar, gamma]: [T; 2] = numbers(arguments, ["alpha_bar_t", "gamma"])?;
    let snr = alpha_bar / (T::one() - alpha_bar);
    let weight = snr.min(gamma);
    let on_v = (snr + T::one()).min(gamma) / (snr + T::one());
    Ok(vec![weight, weight / snr, on_v])
}

/// The loss was written for σ_data = 0.5, whatever the data.
fn another_sigma_data<T: System>(arguments: &Arguments) -> Result<Vec<T>> {
    let sigma = arguments.get::<T>("sigma")?;
    let data = T::ratio(1, 2);
    let total = sigma * sigma + data * data;
    columns(arguments, ["x", "f"], |[x, f]| {
        data * data / total * x + sigma * data / total.sqrt() * f
    })
}

/// The Gaussian's density at the value, as for continuous data.
fn density_for_mass<T: System>(arguments: &Arguments) -> Result<Vec<T>> {
    let values = T::count(arguments.count("values")?);
    let var = arguments.get::<T>("var")?;
    let constant = (T::int(2) * T::pi() * var).ln();
    columns(arguments, ["k", "mean"], |[k, mean]| {
        let x = T::int(2) * k / (values - T::one()) - T::one();
        T::ratio(1, 2) * ((x - mean) * (x - mean) / var + constant)
    })
}

/// `½ (mean² + var − 1)`.
fn no_log_variance<T: System>(arguments: &Arguments) -> Result<Vec<T>> {
    let [alpha, sigma]: [T; 2] = numbers(arguments, ["alpha_t", "sigma_t"])?;
    columns(arguments, ["x0"], |[x0]| {
        let mean = alpha * x0;
        T::ratio(1, 2) * (mean * mean + sigma * sigma - T::one())
    })
}
