//! Mistakes of samplers, each planted in a small port that is otherwise right.

mod port;
mod tables;

use port::Port;
use tweedie_catalogue::mistake::{self, Flag, Misreading};

use super::{Due, Fault, Plant};
use tweedie::scalar::Format;
use tweedie_catalogue::backend::Backend;

/// What the port gets wrong; nothing where it is right.
type Mistake = Option<&'static Flag>;

const fn fault(flag: &'static Flag, due: &'static Misreading) -> Fault {
    Fault {
        flag,
        due: Some(Due::Misread(due)),
        formats: &Format::ALL,
        plant: Plant::Sampler,
    }
}

/// The mistakes, in the order of their ids.
pub(super) const FAULTS: &[Fault] = &[
    fault(mistake::ANCESTRAL_RADICAND, mistake::VARIANCE_BELOW_ZERO),
    fault(mistake::COMBINE_RAW_V, mistake::V_COMBINED_RAW),
    fault(mistake::COUNT, mistake::EVERY_NTH),
    fault(mistake::DDIM_STRIDE, mistake::A_STRIDE_ON),
    fault(mistake::DPM_H, mistake::STRIDES_EXCHANGED),
    fault(mistake::DPM_MIDPOINT, mistake::SIGMA_OF_THE_LEVEL_BEFORE),
    fault(mistake::DUPLICATE_SIGMA, mistake::LAST_SIGMA_TWICE),
    fault(mistake::EPS_NOT_RECOMPUTED, mistake::EPS_AS_IT_WAS),
    fault(mistake::ETA_SQUARED, mistake::ETA_ON_THE_VARIANCE),
    fault(mistake::FINAL_ALPHA, mistake::STOPPING_SHORT),
    Fault {
        flag: mistake::HALF_TABLES,
        due: None,
        formats: &[Format::F16, Format::Bf16],
        plant: Plant::Sampler,
    },
    fault(mistake::HEUN_SIGMA, mistake::SECOND_STAGE_AT_FIRST_SIGMA),
    fault(mistake::IMG2IMG_LEVEL, mistake::ONE_INDEX_LATER),
    fault(
        mistake::INDEX_AS_TIMESTEP,
        mistake::STEP_NUMBER_FOR_TIMESTEP,
    ),
    fault(mistake::KARRAS_COUNT, mistake::RAMP_OF_ONE_MORE),
    fault(mistake::KARRAS_FLIPPED, mistake::SIGMAS_ASCENDING),
    fault(mistake::LOWER_ORDER_FINAL, mistake::LOGARITHM_OF_ZERO),
    fault(mistake::NOISE_IS_PREDICTION, mistake::EPS_FOR_FRESH_NOISE),
    fault(mistake::OFFSET_OVERFLOW, mistake::OFFSET_PAST_THE_END),
    fault(
        mistake::PADDED_WRONG_SIDE,
        mistake::LEVEL_LEFT_FOR_LEVEL_REACHED,
    ),
    fault(mistake::PARALLEL_FINAL_ALPHA, mistake::STOPPING_SHORT),
    fault(mistake::ROUNDED_T, mistake::FIRST_OF_THE_SAME_TIMESTEP),
    fault(mistake::SEEDS, mistake::NOISE_OF_ITS_OWN),
    fault(mistake::SKIP_VARIANCE, mistake::TABLE_BETA),
    fault(mistake::X0_AS_EPS, mistake::TAKEN_FOR_EPS),
    fault(mistake::ZERO_SNR_EPS, mistake::DIVISION_BY_ZERO_HIDDEN),
];

/// The port without a mistake.
#[must_use]
pub fn naive_port(format: Format) -> Box<dyn Backend> {
    port(format, None)
}

/// The port with a mistake.
pub(super) fn port(format: Format, mistake: Mistake) -> Box<dyn Backend> {
    match format {
        Format::F64 => Box::new(Port::<f64>::new(format, mistake)),
        // a short format holds arrays; what is between is done in single precision
        Format::F32 | Format::F16 | Format::Bf16 => Box::new(Port::<f32>::new(format, mistake)),
    }
}
