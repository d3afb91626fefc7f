//! The methods, each with its settings; their rows stand in the rooms that derive them.

use crate::adams;
use crate::consistency::{self, Distilled};
use crate::ddim;
use crate::dpm_solver::{self, DpmSolver};
use crate::edm::{self, Churn};
use crate::error::Result;
use crate::exponential::{self, Ending, Lookback};
use crate::langevin;
use crate::path::Path;
use crate::plan::Plan;
use crate::posterior::{self, ReverseVar};
use crate::renoise;
use crate::sa_solver::{self, SaSolver};
use crate::scalar::Real;
use crate::unipc::{self, UniPc};

/// A sampling method, every choice made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Method<T> {
    /// DDPM's ancestral sampler: [`posterior::ancestral_plan`].
    Ancestral(ReverseVar),
    /// [`ddim::plan`].
    Ddim {
        /// 0 is deterministic, 1 the posterior.
        eta: T,
    },
    /// DDIM the other way, from clean data to noise: [`ddim::inversion_plan`].
    Inversion,
    /// Euler's method on the flow of unscaled data: [`edm::euler_plan`].
    Euler,
    /// Heun's: [`edm::heun_plan`].
    Heun,
    /// Heun's with fresh noise: [`edm::stochastic_plan`].
    Stochastic(Churn<T>),
    /// Exponential Adams: [`exponential::plan`].
    ExponentialAdams(Lookback<T>),
    /// DPM-Solver++: [`dpm_solver::plan`].
    DpmSolver(DpmSolver<T>),
    /// UniPC: [`unipc::plan`].
    UniPc(UniPc),
    /// SA-Solver: [`sa_solver::plan`].
    SaSolver(SaSolver<T>),
    /// DPM2, the midpoint method half-way in λ: [`edm::midpoint_plan`].
    Midpoint,
    /// LMS, weights that fit the steps: [`adams::lms_plan`].
    Lms {
        /// How many looks a step weighs.
        order: usize,
    },
    /// iPNDM, weights of equal steps: [`adams::ipndm_plan`].
    Ipndm {
        /// How many looks a step weighs, up to 4.
        order: usize,
    },
    /// PLMS: [`adams::plms_plan`].
    Plms,
    /// PLMS that opens with Runge's and Kutta's steps: [`adams::pndm_plan`].
    Pndm,
    /// DEIS, weights in ln σ̂: [`adams::deis_plan`].
    Deis {
        /// How many looks a step weighs.
        order: usize,
        /// What becomes of the order at the end.
        ending: Ending,
    },
    /// Ancestral sampling on flows: [`renoise::flow_ancestral_plan`].
    FlowAncestral {
        /// 0 is deterministic.
        eta: T,
    },
    /// TCD: [`renoise::trajectory_plan`].
    Trajectory {
        /// 0 is deterministic; at 1 all noise is fresh.
        gamma: T,
    },
    /// Consistency sampling: [`consistency::plan`].
    Consistency(Distilled<T>),
    /// Annealed Langevin dynamics: [`langevin::annealed_plan`].
    Langevin {
        /// The length of a step, in units of `σ²`.
        share: T,
        /// Steps at each level.
        repeats: usize,
    },
    /// DDIM, corrected at each level: [`langevin::corrected_plan`].
    Corrected {
        /// The share of the noise that is exchanged.
        delta: T,
    },
}

impl<T: Real> Method<T> {
    /// The plan that leads along a path.
    ///
    /// # Errors
    /// If the method has no step between two levels of the path.
    pub fn plan(self, path: &Path<T>) -> Result<Plan<T>> {
        match self {
            Self::Ancestral(choice) => posterior::ancestral_plan(path, choice),
            Self::Ddim { eta } => ddim::plan(path, eta),
            Self::Inversion => ddim::inversion_plan(path),
            Self::Euler => edm::euler_plan(path),
            Self::Heun => edm::heun_plan(path),
            Self::Stochastic(churn) => edm::stochastic_plan(path, churn),
            Self::ExponentialAdams(lookback) => exponential::plan(path, lookback),
            Self::DpmSolver(form) => dpm_solver::plan(path, form),
            Self::UniPc(settings) => unipc::plan(path, settings),
            Self::SaSolver(settings) => sa_solver::plan(path, settings),
            Self::Midpoint => edm::midpoint_plan(path),
            Self::Lms { order } => adams::lms_plan(path, order),
            Self::Ipndm { order } => adams::ipndm_plan(path, order),
            Self::Plms => adams::plms_plan(path),
            Self::Pndm => adams::pndm_plan(path),
            Self::Deis { order, ending } => adams::deis_plan(path, order, ending),
            Self::FlowAncestral { eta } => renoise::flow_ancestral_plan(path, eta),
            Self::Trajectory { gamma } => renoise::trajectory_plan(path, gamma),
            Self::Consistency(distilled) => consistency::plan(path, distilled),
            Self::Langevin { share, repeats } => langevin::annealed_plan(path, share, repeats),
            Self::Corrected { delta } => langevin::corrected_plan(path, delta),
        }
    }
}
