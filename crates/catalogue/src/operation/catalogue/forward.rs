//! The forward process.

use super::super::generic;
use super::super::{Arguments, Kind, Operation, Shape, Stage};
use super::{columns, reads};
use crate::mistake;
use tweedie::error::Result;
use tweedie::level::NoiseLevel;
use tweedie::scalar::{Field, Real};

/// Clean data, noised to a level.
pub static ADD_NOISE: Operation = Operation {
    name: "add_noise",
    stage: Stage::Operations,
    says: "x_t = alpha_t x0 + sigma_t noise",
    source: "DDPM eq. 4",
    params: &[
        ("alpha_t", "signal scale of the level"),
        ("sigma_t", "noise scale of the level"),
    ],
    inputs: &[
        ("x0", "clean data, any shape"),
        ("noise", "standard normal noise, the same shape"),
    ],
    shape: Shape::Like("x0"),
    kind: Kind::Numbers,
    forms: &[generic!(add_noise)],
    scale: None,
    readings: &[
        reads(mistake::SCALES_EXCHANGED, generic!(scales_exchanged)),
        reads(
            mistake::VARIANCE_FOR_DEVIATION,
            generic!(variance_for_deviation),
        ),
    ],
    stands_on: &[],
};

fn add_noise<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    noised(arguments, arguments.level_at("t")?)
}

fn variance_for_deviation<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let level = arguments.level_at::<T>("t")?;
    noised(
        arguments,
        NoiseLevel::new(level.alpha(), level.sigma().squared())?,
    )
}

fn scales_exchanged<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let level = arguments.level_at::<T>("t")?;
    noised(arguments, NoiseLevel::new(level.sigma(), level.alpha())?)
}

fn noised<T: Field>(arguments: &Arguments, level: NoiseLevel<T>) -> Result<Vec<T>> {
    columns(arguments, ["x0", "noise"], |[x0, noise]| {
        level.alpha() * x0 + level.sigma() * noise
    })
}
