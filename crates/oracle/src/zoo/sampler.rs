//! Mistakes of samplers, each planted in a small port that is otherwise right.

mod port;
mod tables;

use port::Port;

use super::{Fault, Plant};
use tweedie::scalar::Format;
use tweedie_catalogue::backend::Backend;

/// What the port gets wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // the id of its fault says what each is
pub enum Mistake {
    None,
    FinalAlpha,
    ParallelFinalAlpha,
    Stride,
    IndexAsTimestep,
    Count,
    OffsetOverflow,
    DuplicateSigma,
    KarrasCount,
    KarrasFlipped,
    RoundedT,
    LevelOneLater,
    PaddedWrongSide,
    SkipVariance,
    EtaSquared,
    NoiseIsPrediction,
    X0AsEps,
    HeunSigma,
    CombineRawV,
    EpsNotRecomputed,
    ZeroSnrEps,
    AncestralRadicand,
    LowerOrderFinal,
    DpmH,
    DpmMidpoint,
    HalfTables,
    Seeds,
}

const fn fault(
    id: &'static str,
    mistake: Mistake,
    expects: &'static [(&'static str, &'static str)],
) -> Fault {
    super::fault(id, Plant::Sampler(mistake), expects)
}

/// The mistakes, in the order of their ids.
pub(super) const FAULTS: &[Fault] = &[
    fault(
        "ancestral-radicand",
        Mistake::AncestralRadicand,
        &[(
            "FINITE",
            "the variance of an ancestral step slips below zero",
        )],
    ),
    fault(
        "combine-raw-v",
        Mistake::CombineRawV,
        &[("COMBINE-RAW", "v combined before it is converted")],
    ),
    fault(
        "count",
        Mistake::Count,
        &[(
            "TIMESTEP-COUNT",
            "every ⌊T/n⌋-th of all: another number of them",
        )],
    ),
    fault(
        "ddim-stride",
        Mistake::Stride,
        &[("TIMESTEP-NEXT", "t − ⌊T/n⌋")],
    ),
    fault(
        "dpm-h",
        Mistake::DpmH,
        &[("DPM-H", "h and h_last exchanged")],
    ),
    fault(
        "dpm-midpoint",
        Mistake::DpmMidpoint,
        &[("DPM-SIGMA", "sigma_r where sigma_t belongs")],
    ),
    fault(
        "duplicate-sigma",
        Mistake::DuplicateSigma,
        &[("KARRAS-END", "the last sigma again where 0 belongs")],
    ),
    fault(
        "eps-not-recomputed",
        Mistake::EpsNotRecomputed,
        &[("EPS-AFTER-CLIP", "eps of the estimate as it was")],
    ),
    fault(
        "eta-squared",
        Mistake::EtaSquared,
        &[("DDIM-ETA", "eta multiplies the variance")],
    ),
    fault(
        "final-alpha",
        Mistake::FinalAlpha,
        &[("FINAL-ALPHA", "the last step goes to the first noisy level")],
    ),
    Fault {
        formats: &[Format::F16, Format::Bf16],
        ..fault("half-tables", Mistake::HalfTables, &[])
    },
    fault(
        "heun-sigma",
        Mistake::HeunSigma,
        &[(
            "HEUN-SIGMA",
            "the second stage converts with sigma of the first",
        )],
    ),
    fault(
        "img2img-level",
        Mistake::LevelOneLater,
        &[("TIMESTEP-BASE", "one index later")],
    ),
    fault(
        "index-as-timestep",
        Mistake::IndexAsTimestep,
        &[("TIMESTEP-INDEX", "the number of the step for the timestep")],
    ),
    fault(
        "karras-count",
        Mistake::KarrasCount,
        &[("KARRAS-COUNT", "a ramp of n + 1, its end cut off")],
    ),
    fault(
        "karras-flipped",
        Mistake::KarrasFlipped,
        &[("KARRAS-ENDS", "from sigma_min up to sigma_max")],
    ),
    fault(
        "lower-order-final",
        Mistake::LowerOrderFinal,
        &[("FINITE", "the last step takes the logarithm of sigma = 0")],
    ),
    fault(
        "noise-is-prediction",
        Mistake::NoiseIsPrediction,
        &[(
            "NOISE-IS-FRESH",
            "the predicted eps in place of fresh noise",
        )],
    ),
    fault(
        "offset-overflow",
        Mistake::OffsetOverflow,
        &[(
            "TIMESTEP-COUNT",
            "an offset leads past the end of the table",
        )],
    ),
    fault(
        "padded-wrong-side",
        Mistake::PaddedWrongSide,
        &[(
            "TABLE-PADDING",
            "alpha_bar of the level before, padded at the wrong end",
        )],
    ),
    fault(
        "parallel-final-alpha",
        Mistake::ParallelFinalAlpha,
        &[("FINAL-ALPHA", "the last step goes to the first noisy level")],
    ),
    fault(
        "rounded-t",
        Mistake::RoundedT,
        &[(
            "SIGMA-LOOKUP",
            "the first level of the same rounded timestep",
        )],
    ),
    fault(
        "seeds",
        Mistake::Seeds,
        &[("NOISE-IS-INPUT", "noise of its own, whatever is handed in")],
    ),
    fault(
        "skip-variance",
        Mistake::SkipVariance,
        &[("SKIP-VARIANCE", "beta_t of the table, whatever is skipped")],
    ),
    fault("x0-as-eps", Mistake::X0AsEps, &[("PREDICTION", "eps")]),
    fault(
        "zero-snr-eps",
        Mistake::ZeroSnrEps,
        &[(
            "ZERO-SNR",
            "eps divided by alpha = 0, and the trace removed",
        )],
    ),
];

/// The port without a mistake.
#[must_use]
pub fn naive_port(format: Format) -> Box<dyn Backend> {
    port(format, Mistake::None)
}

/// The port with a mistake.
pub(super) fn port(format: Format, mistake: Mistake) -> Box<dyn Backend> {
    match format {
        Format::F64 => Box::new(Port::<f64>::new(format, mistake)),
        // a short format holds arrays; what is between is done in single precision
        Format::F32 | Format::F16 | Format::Bf16 => Box::new(Port::<f32>::new(format, mistake)),
    }
}
