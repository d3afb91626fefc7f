//! DDIM.

use super::super::generic;
use super::super::{Arguments, Kind, Operation, Reading, Shape, Stage};
use super::columns;
use crate::ddim;
use crate::error::Result;
use crate::scalar::Real;
use crate::step::Step;

/// One step of DDIM, given the estimate of the clean data.
pub static STEP: Operation = Operation {
    name: "ddim_step",
    stage: Stage::Steps,
    says: "x_s = alpha_s x0 + sqrt(sigma_s² − std²) eps + std noise, std = eta sqrt(var), eps = (x_t − alpha_t x0)/sigma_t",
    source: "DDIM eq. 12 with eq. 16",
    params: &[
        ("alpha_s", "signal scale of the level the step goes to"),
        ("sigma_s", "its noise scale"),
        ("alpha_t", "signal scale of the level the step starts from"),
        ("sigma_t", "its noise scale"),
        ("eta", "scales the standard deviation of the fresh noise"),
    ],
    inputs: &[
        ("x_t", "the state, any shape"),
        ("x0", "the estimate of the clean data, the same shape"),
        ("noise", "standard normal noise, the same shape"),
    ],
    shape: Shape::Like("x_t"),
    kind: Kind::Numbers,
    forms: &[generic!(coefficients), generic!(by_eps)],
    scale: None,
    readings: &[Reading {
        convention: "DDIM-ETA",
        reading: "eta multiplies the variance",
        predict: generic!(eta_on_the_variance),
    }],
    stands_on: &[],
};

fn coefficients<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    stepped(
        arguments,
        ddim::step(arguments.pair()?, arguments.get("eta")?)?,
    )
}

/// By way of ε, as the display has it.
fn by_eps<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let pair = arguments.pair::<T>()?;
    let (s, t) = (pair.s(), pair.t());
    let std = ddim::std(pair, arguments.get("eta")?)?;
    let on_eps = (s.sigma().squared() - std.squared()).max(T::zero()).sqrt();
    columns(arguments, ["x_t", "x0", "noise"], |[x_t, x0, noise]| {
        let eps = (x_t - t.alpha() * x0) / t.sigma();
        s.alpha() * x0 + on_eps * eps + std * noise
    })
}

fn eta_on_the_variance<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let eta = arguments.get::<T>("eta")?;
    stepped(arguments, ddim::step(arguments.pair()?, eta.sqrt())?)
}

fn stepped<T: Real>(arguments: &Arguments, step: Step<T>) -> Result<Vec<T>> {
    columns(arguments, ["x_t", "x0", "noise"], |[x_t, x0, noise]| {
        step.apply(x_t, x0, noise)
    })
}
