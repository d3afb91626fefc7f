//! DDIM on a chain.

use super::misplaced::{self, Placed};
use super::place::{PARAMS, Place};
use super::tables::{BETAS, Chain};
use crate::mistake;
use crate::operation::catalogue::{ETA, columns, reads};
use crate::operation::generic;
use crate::operation::{Arguments, Kind, Operation, Shape, Stage};
use tweedie::ddim;
use tweedie::error::Result;
use tweedie::scalar::{Field, Real};
use tweedie::score::Prediction;

/// One step of DDIM on a chain, given the estimate of the noise.
pub static DDIM_STEP: Operation = Operation {
    name: "scheduled.ddim_step",
    stage: Stage::Steps,
    says: "ddim_step from timesteps[i] to timesteps[i + 1], the last to 0, with x0 = (x_t − sigma_t eps)/alpha_t",
    source: "DDIM eq. 12 with eq. 16",
    params: &[PARAMS[0], PARAMS[1], ETA],
    inputs: &[
        BETAS,
        ("x_t", "the state, any shape"),
        ("eps", "the estimate of the noise, the same shape"),
        ("noise", "standard normal noise, the same shape"),
    ],
    shape: Shape::Like("x_t"),
    kind: Kind::Numbers,
    forms: &[generic!(stepped), generic!(as_programs)],
    scale: None,
    readings: &[
        reads(mistake::ETA_ON_THE_VARIANCE, generic!(eta_on_the_variance)),
        misplaced::stopping_short::<Ddim>(),
        reads(mistake::TAKEN_FOR_X0, generic!(taken_for_x0)),
        misplaced::too_early::<Ddim>(),
        misplaced::too_late::<Ddim>(),
        misplaced::by_index::<Ddim>(),
        misplaced::by_stride::<Ddim>(),
    ],
    stands_on: &["ddim_step", "schedule.alpha_bars", "schedule.timesteps"],
};

fn from_to<T: Field>(
    arguments: &Arguments,
    chain: &Chain<T>,
    place: Place,
    eta: T,
    given: Prediction<T>,
) -> Result<Vec<T>> {
    let pair = chain.pair(place)?;
    let step = ddim::step(pair, eta)?;
    let x0 = Prediction::x0().from(given, pair.t())?;
    columns(arguments, ["x_t", "eps", "noise"], |[x_t, eps, noise]| {
        step.apply(x_t, x0.apply(x_t, eps), noise)
    })
}

struct Ddim;

impl Placed for Ddim {
    fn at<T: Real>(arguments: &Arguments, place: Place) -> Result<Vec<T>> {
        let chain = Chain::new(arguments)?;
        from_to(
            arguments,
            &chain,
            place,
            arguments.get("eta")?,
            Prediction::eps(),
        )
    }
}

fn stepped<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    Ddim::at(arguments, Place::of(arguments)?)
}

/// The step as programs have it: tables of ᾱ, `var = (1 − ᾱ_s)/(1 − ᾱ_t) (1 − ᾱ_t/ᾱ_s)`, then
/// `√ᾱ_s x₀ + √(1 − ᾱ_s − std²) ε + std z`.
#[derive(Debug, Clone, Copy)]
pub struct AsPrograms<T> {
    alpha_bar_t: T,
    alpha_bar_s: T,
    rest_t: T,
    on_eps: T,
    std: T,
}

impl<T: Field> AsPrograms<T> {
    pub fn new(chain: &Chain<T>, Place { t, s }: Place, eta: T) -> Result<Self> {
        let (alpha_bar_t, alpha_bar_s) = (chain.alpha_bar(t)?, chain.alpha_bar(s)?);
        let (rest_t, rest_s) = (chain.rest(t)?, chain.rest(s)?);
        let var = rest_s / rest_t * (T::one() - alpha_bar_t / alpha_bar_s);
        let std = eta * var.sqrt();
        Ok(Self {
            alpha_bar_t,
            alpha_bar_s,
            rest_t,
            on_eps: (rest_s - std.squared()).max(T::zero()).sqrt(),
            std,
        })
    }

    pub fn apply(self, x_t: T, eps: T, noise: T) -> T {
        let x0 = (x_t - self.rest_t.sqrt() * eps) / self.alpha_bar_t.sqrt();
        self.alpha_bar_s.sqrt() * x0 + self.on_eps * eps + self.std * noise
    }
}

fn as_programs<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let chain = Chain::<T>::by_subtraction(arguments)?;
    let step = AsPrograms::new(&chain, Place::of(arguments)?, arguments.get("eta")?)?;
    columns(arguments, ["x_t", "eps", "noise"], |[x_t, eps, noise]| {
        step.apply(x_t, eps, noise)
    })
}

fn eta_on_the_variance<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let eta = arguments.get::<T>("eta")?.sqrt();
    let place = Place::of(arguments)?;
    from_to(
        arguments,
        &Chain::new(arguments)?,
        place,
        eta,
        Prediction::eps(),
    )
}

fn taken_for_x0<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let eta = arguments.get("eta")?;
    let place = Place::of(arguments)?;
    from_to(
        arguments,
        &Chain::new(arguments)?,
        place,
        eta,
        Prediction::x0(),
    )
}
