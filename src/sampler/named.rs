//! Samplers by name: what is known of each, in one table.

use super::Method;
use crate::dpm_solver::{DpmSolver, Slope};
use crate::edm::Churn;
use crate::error::{DomainError, Result};
use crate::exponential::{Ending, Lookback};
use crate::path::Curve;
use crate::posterior::ReverseVar;
use crate::sa_solver::SaSolver;
use crate::scalar::Real;
use crate::unipc::{Scale, UniPc};

/// A sampler that goes by a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sampler {
    /// DDPM's ancestral sampler, with the posterior's variance.
    Ddpm,
    /// DDIM.
    Ddim,
    /// DDIM run backwards, from clean data to noise.
    DdimInverse,
    /// Euler's method on unscaled data.
    Euler,
    /// Euler's method with fresh noise: the posterior, on unscaled data.
    EulerAncestral,
    /// Heun's method on unscaled data: EDM Algorithm 1.
    Heun,
    /// EDM Algorithm 2: `S_churn` = 40 for σ from 0.05 to 50, and `S_noise` = 1, which is right for an exact denoiser.
    Edm,
    /// DPM-Solver++, multistep of order 2.
    Dpmpp2m,
    /// UniPC of order 2.
    Unipc,
    /// DEIS of order 2.
    Deis,
    /// PNDM, linear multistep.
    Pndm,
    /// Euler's method on EDM's own grid.
    EdmEuler,
    /// Euler's method on a rectified flow.
    FlowEuler,
    /// Euler's method on a rectified flow, with fresh noise.
    FlowAncestral,
    /// The midpoint method, half-way in λ.
    Dpm2,
    /// Linear multistep with weights that fit the steps.
    Lms,
    /// Linear multistep with weights of equal steps.
    Ipndm,
    /// Exponential Adams of order 2, the multistep form of RES.
    ResMultistep,
    /// DPM-Solver++, multistep of order 2, with the fresh noise of the posterior.
    Dpmpp2mSde,
    /// DPM-Solver++ by three answers; its runs are of order 2.
    Dpmpp3m,
    /// DPM-Solver++, singlestep of order 2.
    Dpmpp2s,
    /// DPM-Solver++, singlestep of order 3.
    Dpmpp3s,
    /// SA-Solver with the fresh noise of the posterior: a predictor of two answers, a corrector of three.
    SaSolver,
    /// TCD with γ = 0.3, in the time of a chain.
    Tcd,
}

/// What a sampler makes of η, the share of fresh noise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Eta {
    /// It is deterministic, or its noise has settings of its own.
    None,
    /// It is the posterior.
    One,
    /// It is given.
    Given,
}

/// What is known of a sampler.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// The sampler.
    pub sampler: Sampler,
    /// Its word, in the command and in the protocol.
    pub name: &'static str,
    /// Its name as a title.
    pub title: &'static str,
    /// Where it was published.
    pub source: &'static str,
    /// The curve on which it is carried out.
    pub curve: Curve,
    /// The order at which its runs follow the flow, or their law the data's, between the ends: at least this.
    pub order: u8,
    /// What it makes of η.
    pub eta: Eta,
}

const fn facts(
    sampler: Sampler,
    [name, title, source]: [&'static str; 3],
    curve: Curve,
    order: u8,
    eta: Eta,
) -> Facts {
    Facts {
        sampler,
        name,
        title,
        source,
        curve,
        order,
        eta,
    }
}

use Curve::{Flow, Unscaled, VariancePreserving};

/// All samplers, in the order of the enumeration.
#[rustfmt::skip]
pub const SAMPLERS: [Facts; 24] = [
    facts(Sampler::Ddpm, ["ddpm", "DDPM, ancestral", "DDPM Algorithm 2"], VariancePreserving, 1, Eta::One),
    facts(Sampler::Ddim, ["ddim", "DDIM, η = 0", "DDIM eq. 12"], VariancePreserving, 1, Eta::Given),
    facts(Sampler::DdimInverse, ["ddim_inverse", "DDIM, inverted", "DDIM §4.3"], VariancePreserving, 1, Eta::None),
    facts(Sampler::Euler, ["euler", "Euler", "EDM Algorithm 1"], Unscaled, 1, Eta::None),
    facts(Sampler::EulerAncestral, ["euler_ancestral", "Euler, ancestral", "DDPM Algorithm 2"], Unscaled, 1, Eta::One),
    facts(Sampler::Heun, ["heun", "Heun", "EDM Algorithm 1"], Unscaled, 2, Eta::None),
    facts(Sampler::Edm, ["edm", "EDM, stochastic", "EDM Algorithm 2"], Unscaled, 2, Eta::None),
    facts(Sampler::Dpmpp2m, ["dpmpp_2m", "DPM-Solver++ 2M", "DPM-Solver++ Algorithm 2"], VariancePreserving, 2, Eta::None),
    facts(Sampler::Unipc, ["unipc", "UniPC", "UniPC Algorithm 2"], VariancePreserving, 2, Eta::None),
    facts(Sampler::Deis, ["deis", "DEIS", "DEIS §3.4"], VariancePreserving, 2, Eta::None),
    facts(Sampler::Pndm, ["pndm", "PNDM", "PNDM eq. 12"], VariancePreserving, 1, Eta::None),
    facts(Sampler::EdmEuler, ["edm_euler", "Euler, EDM’s grid", "EDM Algorithm 1"], Unscaled, 1, Eta::None),
    facts(Sampler::FlowEuler, ["flow_euler", "Euler, rectified flow", "Rectified Flow Algorithm 1"], Flow, 1, Eta::None),
    facts(Sampler::FlowAncestral, ["flow_ancestral", "Ancestral, rectified flow", "ComfyUI, sample_euler_ancestral_RF"], Flow, 1, Eta::One),
    facts(Sampler::Dpm2, ["dpm_2", "DPM2", "k-diffusion, sample_dpm_2"], Unscaled, 2, Eta::None),
    facts(Sampler::Lms, ["lms", "LMS", "k-diffusion, sample_lms"], Unscaled, 2, Eta::None),
    facts(Sampler::Ipndm, ["ipndm", "iPNDM", "DEIS §3.3"], Unscaled, 1, Eta::None),
    facts(Sampler::ResMultistep, ["res_multistep", "RES, multistep", "Hochbruck & Ostermann §2.6"], VariancePreserving, 2, Eta::None),
    facts(Sampler::Dpmpp2mSde, ["dpmpp_2m_sde", "DPM-Solver++ 2M, SDE", "DPM-Solver++ §5"], VariancePreserving, 2, Eta::One),
    facts(Sampler::Dpmpp3m, ["dpmpp_3m", "DPM-Solver++ 3M", "DPM-Solver++, code"], VariancePreserving, 2, Eta::None),
    facts(Sampler::Dpmpp2s, ["dpmpp_2s", "DPM-Solver++ 2S", "DPM-Solver++ Algorithm 1"], VariancePreserving, 2, Eta::None),
    facts(Sampler::Dpmpp3s, ["dpmpp_3s", "DPM-Solver++ 3S", "DPM-Solver++, code"], VariancePreserving, 3, Eta::None),
    facts(Sampler::SaSolver, ["sa_solver", "SA-Solver", "SA-Solver"], VariancePreserving, 2, Eta::One),
    facts(Sampler::Tcd, ["tcd", "TCD, γ = 0.3", "TCD"], VariancePreserving, 1, Eta::None),
];

impl Sampler {
    /// What is known of it.
    pub fn facts(self) -> &'static Facts {
        &SAMPLERS[self as usize]
    }

    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        SAMPLERS.iter().map(|facts| facts.sampler)
    }

    /// Its word.
    pub fn name(self) -> &'static str {
        self.facts().name
    }

    /// Its name as a title.
    pub fn title(self) -> &'static str {
        self.facts().title
    }

    /// The curve on which it is carried out.
    pub fn curve(self) -> Curve {
        self.facts().curve
    }

    /// The sampler that goes by a word.
    ///
    /// # Errors
    /// If no one does.
    pub fn named(word: &str) -> Result<Self> {
        let found = SAMPLERS.iter().find(|facts| facts.name == word);
        found.map(|facts| facts.sampler).ok_or_else(|| {
            let words = SAMPLERS.map(|facts| facts.name).join(", ");
            DomainError::new("method", word, format!("give one of {words}"))
        })
    }

    /// The share of fresh noise that it takes, given η.
    pub fn eta<T: Real>(self, eta: T) -> T {
        match self.facts().eta {
            Eta::None => T::zero(),
            Eta::One => T::one(),
            Eta::Given => eta,
        }
    }

    /// The usual one of the methods that go by its name, every choice made. `eta` is for those that are given one.
    pub fn method<T: Real>(self, eta: T) -> Method<T> {
        let (none, one) = (T::zero(), T::one());
        let ending = Ending::Falling;
        let second =
            |slope, eta| Method::DpmSolver(DpmSolver::SecondMultistep { slope, eta, ending });
        match self {
            Self::Ddpm | Self::EulerAncestral => Method::Ancestral(ReverseVar::Posterior),
            Self::Ddim => Method::Ddim { eta },
            Self::DdimInverse => Method::Inversion,
            Self::Euler | Self::EdmEuler => Method::Euler,
            Self::Heun => Method::Heun,
            Self::Edm => Method::Stochastic(Churn {
                amount: T::int(40),
                from: T::ratio(1, 20),
                to: T::int(50),
                noise: one,
            }),
            Self::Dpmpp2m => second(Slope::Midpoint, none),
            Self::Unipc => Method::UniPc(UniPc {
                order: 2,
                scale: Scale::Bh2,
                corrector: true,
                ending,
            }),
            Self::Deis => Method::Deis { order: 2, ending },
            Self::Pndm => Method::Plms,
            Self::FlowEuler => Method::Ddim { eta: none },
            Self::FlowAncestral => Method::FlowAncestral { eta: one },
            Self::Dpm2 => Method::Midpoint,
            Self::Lms => Method::Lms { order: 4 },
            Self::Ipndm => Method::Ipndm { order: 4 },
            Self::ResMultistep => Method::ExponentialAdams(Lookback {
                order: 2,
                eta: none,
                ending,
            }),
            Self::Dpmpp2mSde => second(Slope::Midpoint, one),
            Self::Dpmpp3m => Method::DpmSolver(DpmSolver::ThirdMultistep { eta: none, ending }),
            Self::Dpmpp2s => Method::DpmSolver(DpmSolver::SecondSinglestep {
                slope: Slope::Midpoint,
                r: T::ratio(1, 2),
                eta: none,
            }),
            Self::Dpmpp3s => Method::DpmSolver(DpmSolver::ThirdSinglestep {
                slope: Slope::Heun,
                eta: none,
            }),
            Self::SaSolver => Method::SaSolver(SaSolver {
                predictor: 2,
                corrector: 3,
                asks_again: false,
                eta: one,
                ending,
            }),
            Self::Tcd => Method::Trajectory {
                gamma: T::ratio(3, 10),
            },
        }
    }
}
