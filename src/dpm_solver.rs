//! DPM-Solver++: the flow of the data prediction in `λ = ln(α/σ)`, by several answers; with fresh noise, its SDE forms. And
//! DPM-Solver, the flow of the noise prediction.

mod multistep;
mod noise;
mod singlestep;

pub use multistep::{Multistep, multistep, second_multistep_plan, third_multistep_plan};
pub use noise::{noise_multistep_plan, noise_singlestep_plan};
pub use singlestep::{second_singlestep_plan, third_singlestep_plan};

use crate::error::Result;
use crate::exponential::{Ending, Segment};
use crate::path::Path;
use crate::plan::Plan;
use crate::scalar::Real;

/// How the change of the answer along a step is weighed; the words are those of its programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slope {
    /// By the answer's value in the middle: Algorithms 1 and 2 of the paper.
    Midpoint,
    /// By its integral: exponential Adams, RES.
    Heun,
}

impl Slope {
    /// The first two moments; for one answer, the first.
    fn moments<T: Real>(self, step: Segment<T>, n: usize) -> Vec<T> {
        match self {
            Self::Midpoint if n > 1 => step.midpoint_moments(),
            _ => step.moments(n),
        }
    }
}

/// The forms, each with its settings. 1S is DDIM, and its SDE form [`crate::exponential::plan`] of order 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum DpmSolver<T> {
    /// 2M: [`second_multistep_plan`].
    SecondMultistep {
        /// The weighing of the answers.
        slope: Slope,
        /// Scales fresh noise: 0 is the flow, 1 the reverse of the forward process.
        eta: T,
        /// What becomes of the order at the end.
        ending: Ending,
    },
    /// 3M: [`third_multistep_plan`].
    ThirdMultistep {
        /// Scales fresh noise.
        eta: T,
        /// What becomes of the order at the end.
        ending: Ending,
    },
    /// 2S: [`second_singlestep_plan`].
    SecondSinglestep {
        /// The weighing of the answers.
        slope: Slope,
        /// Where the second look lies: ½ in the paper.
        r: T,
        /// Scales fresh noise.
        eta: T,
    },
    /// 3S: [`third_singlestep_plan`].
    ThirdSinglestep {
        /// The weighing of the answers.
        slope: Slope,
        /// Scales fresh noise.
        eta: T,
    },
    /// DPM-Solver in the noise prediction, looking back: [`noise_multistep_plan`].
    NoiseMultistep {
        /// How many answers a step weighs.
        order: usize,
        /// The weighing of two.
        slope: Slope,
        /// What becomes of the order at the end.
        ending: Ending,
    },
    /// DPM-Solver-1, -2 and -3: [`noise_singlestep_plan`].
    NoiseSinglestep {
        /// How many looks a step takes.
        order: usize,
    },
}

/// The plan of a form along a path.
///
/// # Errors
/// Those of the form.
pub fn plan<T: Real>(path: &Path<T>, form: DpmSolver<T>) -> Result<Plan<T>> {
    match form {
        DpmSolver::SecondMultistep { slope, eta, ending } => {
            second_multistep_plan(path, slope, eta, ending)
        }
        DpmSolver::ThirdMultistep { eta, ending } => third_multistep_plan(path, eta, ending),
        DpmSolver::SecondSinglestep { slope, r, eta } => {
            second_singlestep_plan(path, slope, r, eta)
        }
        DpmSolver::ThirdSinglestep { slope, eta } => third_singlestep_plan(path, slope, eta),
        DpmSolver::NoiseMultistep {
            order,
            slope,
            ending,
        } => noise_multistep_plan(path, order, slope, ending),
        DpmSolver::NoiseSinglestep { order } => noise_singlestep_plan(path, order),
    }
}
