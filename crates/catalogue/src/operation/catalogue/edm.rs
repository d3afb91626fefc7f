//! EDM's preconditioning.

use super::super::generic;
use super::super::{Arguments, Kind, Operation, Shape, Stage};
use super::{columns, reads};
use crate::mistake;
use tweedie::edm::{Preconditioning, noise_conditioning};
use tweedie::error::Result;
use tweedie::scalar::{Field, Real};

const SCALES: [(&str, &str); 2] = [
    ("sigma", "noise scale of unscaled data"),
    ("sigma_data", "standard deviation of the data"),
];

/// What wraps the network.
pub static COEFFICIENTS: Operation = Operation {
    name: "edm.coefficients",
    stage: Stage::Coefficients,
    says: "(c_skip, c_out, c_in, c_noise) = (sigma_data²/(sigma² + sigma_data²), sigma sigma_data/sqrt(…), 1/sqrt(…), ln(sigma)/4)",
    source: "EDM Table 1",
    params: &SCALES,
    inputs: &[],
    shape: Shape::List,
    kind: Kind::Numbers,
    forms: &[generic!(coefficients), generic!(coefficients_by_parts)],
    scale: None,
    readings: &[
        reads(mistake::FOUR_TIMES_C_NOISE, generic!(whole_logarithm)),
        reads(mistake::SIGMA_DATA_OF_0_5, generic!(coefficients_at_half)),
        reads(mistake::SIGMA_DATA_OF_1, generic!(coefficients_at_one)),
    ],
    stands_on: &[],
};

fn design<T: Field>(arguments: &Arguments) -> Result<Preconditioning<T>> {
    Preconditioning::edm(arguments.get("sigma")?, arguments.get("sigma_data")?)
}

fn list<T: Real>(arguments: &Arguments, design: Preconditioning<T>) -> Result<Vec<T>> {
    let c_noise = noise_conditioning(arguments.get("sigma")?)?;
    Ok(vec![design.c_skip, design.c_out, design.c_in, c_noise])
}

fn coefficients<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    list(arguments, design(arguments)?)
}

/// The same with `c_in` first: `c_skip = (σ_d c_in)²`, `c_out = σ σ_d c_in`.
fn by_c_in<T: Real>(arguments: &Arguments) -> Result<Preconditioning<T>> {
    let (sigma, data) = (
        arguments.get::<T>("sigma")?,
        arguments.get::<T>("sigma_data")?,
    );
    let c_in = T::one() / (sigma.squared() + data.squared()).sqrt();
    Ok(Preconditioning {
        c_skip: (data * c_in).squared(),
        c_out: sigma * data * c_in,
        c_in,
    })
}

fn coefficients_by_parts<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    list(arguments, by_c_in(arguments)?)
}

fn whole_logarithm<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let mut all = coefficients::<T>(arguments)?;
    all[3] = T::int(4) * all[3];
    Ok(all)
}

fn design_at<T: Field>(arguments: &Arguments, sigma_data: T) -> Result<Preconditioning<T>> {
    Preconditioning::edm(arguments.get("sigma")?, sigma_data)
}

fn coefficients_at_one<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    list(arguments, design_at(arguments, T::one())?)
}

fn coefficients_at_half<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    list(arguments, design_at(arguments, T::ratio(1, 2))?)
}

/// The denoiser that a network stands for.
pub static DENOISE: Operation = Operation {
    name: "edm.denoise",
    stage: Stage::Operations,
    says: "c_skip x + c_out f",
    source: "EDM eq. 7",
    params: &SCALES,
    inputs: &[
        ("x", "the noisy sample, unscaled; any shape"),
        ("f", "what the network said of c_in x, the same shape"),
    ],
    shape: Shape::Like("x"),
    kind: Kind::Numbers,
    forms: &[generic!(denoised), generic!(denoised_by_parts)],
    scale: None,
    readings: &[
        reads(mistake::DESIGN_OF_VP, generic!(denoised_vp)),
        reads(mistake::DESIGN_OF_VE, generic!(denoised_ve)),
        reads(mistake::SIGMA_DATA_OF_0_5, generic!(denoised_at_half)),
        reads(mistake::SIGMA_DATA_OF_1, generic!(denoised_at_one)),
    ],
    stands_on: &["edm.coefficients"],
};

fn assembled<T: Field>(arguments: &Arguments, design: Preconditioning<T>) -> Result<Vec<T>> {
    columns(arguments, ["x", "f"], |[x, f]| {
        design.c_skip * x + design.c_out * f
    })
}

fn denoised<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    assembled(arguments, design(arguments)?)
}

fn denoised_by_parts<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    assembled(arguments, by_c_in(arguments)?)
}

fn denoised_ve<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    assembled(arguments, Preconditioning::ve(arguments.get("sigma")?)?)
}

fn denoised_vp<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    assembled(arguments, Preconditioning::vp(arguments.get("sigma")?)?)
}

fn denoised_at_one<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    assembled(arguments, design_at(arguments, T::one())?)
}

fn denoised_at_half<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    assembled(arguments, design_at(arguments, T::ratio(1, 2))?)
}

/// The weight of the loss.
pub static LOSS_WEIGHT: Operation = Operation {
    name: "edm.loss_weight",
    stage: Stage::Coefficients,
    says: "(sigma² + sigma_data²)/(sigma sigma_data)²",
    source: "EDM eq. 8 and appendix B.6",
    params: &SCALES,
    inputs: &[],
    shape: Shape::List,
    kind: Kind::Numbers,
    forms: &[
        generic!(weight),
        generic!(weight_as_displayed),
        generic!(weight_as_sum),
    ],
    scale: None,
    readings: &[
        reads(mistake::SUM_FOR_PRODUCT, generic!(sum_below)),
        reads(mistake::SIGMA_DATA_OF_0_5, generic!(weight_at_half)),
        reads(mistake::SIGMA_DATA_OF_1, generic!(weight_at_one)),
    ],
    stands_on: &["edm.coefficients"],
};

fn weight<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    Ok(vec![design(arguments)?.loss_weight()])
}

fn weight_as_displayed<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let (sigma, data) = (
        arguments.get::<T>("sigma")?,
        arguments.get::<T>("sigma_data")?,
    );
    Ok(vec![
        (sigma.squared() + data.squared()) / (sigma * data).squared(),
    ])
}

/// `1/σ² + 1/σ_d²`.
fn weight_as_sum<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let over = |name| -> Result<T> { Ok(T::one() / arguments.get::<T>(name)?.squared()) };
    Ok(vec![over("sigma")? + over("sigma_data")?])
}

fn sum_below<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let (sigma, data) = (
        arguments.get::<T>("sigma")?,
        arguments.get::<T>("sigma_data")?,
    );
    Ok(vec![
        (sigma.squared() + data.squared()) / (sigma + data).squared(),
    ])
}

fn weight_at_one<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    Ok(vec![design_at(arguments, T::one())?.loss_weight()])
}

fn weight_at_half<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    Ok(vec![design_at(arguments, T::ratio(1, 2))?.loss_weight()])
}
