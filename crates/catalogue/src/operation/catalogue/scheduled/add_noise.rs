//! Clean data, noised to a timestep.

use crate::mistake;
use half::{bf16, f16};

use super::tables::{BETAS, Chain};
use crate::operation::catalogue::{columns, reads};
use crate::operation::generic;
use crate::operation::{Arguments, Kind, Operation, Shape, Stage};
use tweedie::error::Result;
use tweedie::scalar::{Field, Real};

/// Clean data, noised to a timestep of a chain.
pub static ADD_NOISE: Operation = Operation {
    name: "scheduled.add_noise",
    stage: Stage::Operations,
    says: "x_t = sqrt(alpha_bar_t) x0 + sqrt(1 − alpha_bar_t) noise",
    source: "DDPM eq. 4",
    params: &[("t", "the timestep, from 1 to T")],
    inputs: &[
        BETAS,
        ("x0", "clean data, any shape"),
        ("noise", "standard normal noise, the same shape"),
    ],
    shape: Shape::Like("x0"),
    kind: Kind::Numbers,
    forms: &[generic!(noised), generic!(noised_by_subtraction)],
    scale: None,
    readings: &[
        reads(mistake::TABLE_IN_BF16, generic!(stored_bf16)),
        reads(mistake::TABLE_IN_F16, generic!(stored_f16)),
        reads(mistake::TABLE_READ_TOO_EARLY, generic!(too_early)),
        reads(mistake::TABLE_READ_TOO_LATE, generic!(too_late)),
    ],
    stands_on: &["add_noise", "schedule.alpha_bars"],
};

fn at<T: Field>(arguments: &Arguments, chain: &Chain<T>, t: usize) -> Result<Vec<T>> {
    let level = chain.level(t)?;
    columns(arguments, ["x0", "noise"], |[x0, noise]| {
        level.alpha() * x0 + level.sigma() * noise
    })
}

fn noised<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    at(arguments, &Chain::new(arguments)?, arguments.count("t")?)
}

fn noised_by_subtraction<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    at(
        arguments,
        &Chain::by_subtraction(arguments)?,
        arguments.count("t")?,
    )
}

fn stored_bf16<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let chain = Chain::stored(arguments, |x| bf16::from_f64(x).to_f64())?;
    at(arguments, &chain, arguments.count("t")?)
}

fn stored_f16<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let chain = Chain::stored(arguments, |x| f16::from_f64(x).to_f64())?;
    at(arguments, &chain, arguments.count("t")?)
}

fn too_early<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    at(
        arguments,
        &Chain::new(arguments)?,
        arguments.count("t")?.saturating_sub(1),
    )
}

fn too_late<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    at(
        arguments,
        &Chain::new(arguments)?,
        arguments.count("t")? + 1,
    )
}
