//! Mistakes in whole loops, written as programs write them.

use ndarray::{Array1, Array2};
use tweedie_catalogue::mistake;

use super::chains::Program;
use super::{Fault, planted};
use tweedie::data::Mixture;
use tweedie::error::{DomainError, Result};
use tweedie::level::NoiseLevel;
use tweedie_catalogue::operation::{Arguments, System, generic};

/// The mistakes.
pub(super) const FAULTS: &[Fault] = &[
    planted(
        mistake::DDIM_STRIDE,
        "trajectory",
        generic!(ddim_stride),
        mistake::A_STRIDE_ON,
    ),
    planted(
        mistake::ETA_SQUARED,
        "trajectory",
        generic!(eta_squared),
        mistake::ETA_ON_THE_VARIANCE,
    ),
    planted(
        mistake::FINAL_ALPHA,
        "trajectory",
        generic!(final_alpha),
        mistake::STOPPING_SHORT,
    ),
];

/// The data of which the model is the ideal denoiser.
fn data(arguments: &Arguments) -> Result<Mixture> {
    let list = |name: &str| Ok(Array1::from(arguments.array::<f64>(name)?));
    let rows = arguments.rows::<f64>("means")?;
    let columns = rows.first().map_or(0, Vec::len);
    let means = Array2::from_shape_vec((rows.len(), columns), rows.concat())
        .map_err(|_| DomainError::new("means", rows, "give rows"))?;
    Mixture::new(list("weights")?, means, list("vars")?)
}

/// DDIM from every timestep to the ᾱ that `to` finds, with fresh noise of the deviation that `std` makes of η and the
/// posterior's variance.
fn sampled<T: System>(
    arguments: &Arguments,
    to: impl Fn(&Program<T>) -> T,
    std: impl Fn(T, T) -> T,
) -> Result<Vec<T>> {
    let (one, eta, data) = (T::one(), arguments.get::<T>("eta")?, data(arguments)?);
    let mut noise = arguments.array::<T>("noise")?.into_iter();
    let mut samples = arguments.rows::<T>("start")?;
    let mut states = Vec::new();
    for i in 0..arguments.list::<f64>("timesteps")?.len() {
        let program = Program::at(arguments, i)?;
        let (from, to) = (program.alpha_bar(Some(program.t())), to(&program));
        let law = data.at(NoiseLevel::new(from.sqrt(), (one - from).sqrt())?)?;
        let std = std(eta, (one - to) / (one - from) * (one - from / to));
        let on_eps = (one - to - std * std).max(T::zero()).sqrt();
        for sample in &mut samples {
            let estimate = law.posterior_mean(sample)?;
            for (x, x0) in sample.iter_mut().zip(estimate) {
                let eps = (*x - from.sqrt() * x0) / (one - from).sqrt();
                let fresh = std * noise.next().unwrap_or_else(T::zero);
                *x = to.sqrt() * x0 + on_eps * eps + fresh;
                states.push(*x);
            }
        }
    }
    Ok(states)
}

fn ddim_stride<T: System>(arguments: &Arguments) -> Result<Vec<T>> {
    let to = |program: &Program<T>| program.alpha_bar(program.a_stride_on());
    sampled(arguments, to, |eta, var| eta * var.sqrt())
}

fn final_alpha<T: System>(arguments: &Arguments) -> Result<Vec<T>> {
    let to = |program: &Program<T>| program.alpha_bar(Some(program.next().unwrap_or(0)));
    sampled(arguments, to, |eta, var| eta * var.sqrt())
}

fn eta_squared<T: System>(arguments: &Arguments) -> Result<Vec<T>> {
    let to = |program: &Program<T>| program.alpha_bar(program.next());
    sampled(arguments, to, |eta, var| (eta * var).sqrt())
}
