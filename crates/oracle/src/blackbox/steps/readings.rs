//! How wrong samplers step: the readings that a run is known by.

use super::claimed;
use super::places::Levels;
use crate::blackbox::formula::{Call, Form, Twist};
use crate::blackbox::model::Level;
use crate::golden::GoldenReading;
use tweedie::level::NoiseLevel;
use tweedie::sampler::Sampler;
use tweedie::scalar::{Field, Running};
use tweedie_catalogue::mistake::{self, Misreading};
use tweedie_catalogue::operation::{Grid, Quantity};

/// How a wrong port takes one call, given the call as it is.
type Take = fn(&Levels<'_>, usize, Call<Running>) -> Option<Vec<Running>>;

/// The readings that steps are known by, over the whole run. What does not concern a call leaves it right.
const READINGS: &[(&Misreading, Take)] = &[
    (mistake::A_STRIDE_ON, |levels, i, call| {
        let configuration = levels.record.configuration;
        let stride = configuration.train_steps / configuration.n;
        if configuration.sampler == Sampler::DdimInverse {
            let from = levels.at(levels.next_timestep(i)?.checked_sub(stride).or(Some(0)))?;
            let to = levels.at(levels.next_timestep(i))?;
            return moved(call, Some(from), Some(to));
        }
        let to = levels.timestep(i)?.saturating_sub(stride);
        moved(call, None, Some(levels.at(Some(to))?))
    }),
    (mistake::STOPPING_SHORT, |levels, i, call| {
        if levels.record.configuration.sampler == Sampler::DdimInverse {
            return None;
        }
        let to = levels.next_timestep(i)?.max(1);
        moved(call, None, Some(levels.at(Some(to))?))
    }),
    (
        mistake::A_STRIDE_ON_AND_STOPPING_SHORT,
        |levels, i, call| {
            let configuration = levels.record.configuration;
            if configuration.sampler == Sampler::DdimInverse {
                return None;
            }
            let stride = configuration.train_steps / configuration.n;
            let to = levels.timestep(i)?.saturating_sub(stride).max(1);
            moved(call, None, Some(levels.at(Some(to))?))
        },
    ),
    (mistake::LAST_SIGMA_TWICE, |levels, i, call| {
        if i + 1 < levels.record.calls.len() {
            return call.next(Form::Estimates).ok();
        }
        Some(call.x)
    }),
    (mistake::STEP_NUMBER_FOR_TIMESTEP, |levels, i, call| {
        let place = |i: usize| levels.at(Some(i + 1));
        match levels.record.configuration.sampler {
            Sampler::DdimInverse if i == 0 => moved(call, None, place(i)),
            Sampler::DdimInverse => moved(call, place(i - 1), place(i)),
            _ => None,
        }
    }),
    (mistake::ONE_INDEX_EARLIER, |levels, i, call| {
        let from = levels.at(levels.timestep(i)?.checked_sub(1))?;
        let to = levels.at(Some(levels.next_timestep(i)?.saturating_sub(1)))?;
        moved(call, Some(from), Some(to))
    }),
    (mistake::ONE_INDEX_LATER, |levels, i, call| {
        let from = levels.at(Some(levels.timestep(i)? + 1))?;
        let to = levels.next_timestep(i)?;
        let to = levels.at(Some(if to == 0 { 0 } else { to + 1 }))?;
        moved(call, Some(from), Some(to))
    }),
    (mistake::FIRST_OF_THE_SAME_TIMESTEP, |levels, i, call| {
        let found = looked_up(levels, i)?;
        let from = levels.record.calls.get(found)?.at;
        let (to, _) = levels.target(found);
        if found == i {
            return call.next(Form::Estimates).ok();
        }
        moved(call, Some(from), Some(to))
    }),
    (mistake::LEVEL_LEFT_FOR_LEVEL_REACHED, |_, _, call| {
        let beta = call.beta().ok()?;
        let here = call.t;
        (call.sampler == Sampler::Ddpm).then(|| call.weighted(beta, beta, here).ok())?
    }),
    (mistake::TABLE_BETA, |levels, i, call| {
        let beta = one_step_beta(levels, i)?;
        let before = call.s;
        match call.sampler {
            Sampler::Ddpm => call.weighted(beta, beta, before).ok(),
            _ => call.by_estimates(Twist::None, Some(beta)).ok(),
        }
    }),
    (mistake::TABLE_BETA_IN_THE_VARIANCE, |levels, i, call| {
        let (beta, before) = (call.beta().ok()?, call.s);
        call.weighted(beta, one_step_beta(levels, i)?, before).ok()
    }),
    (mistake::ETA_ON_THE_VARIANCE, |_, _, mut call| {
        call.eta = call.eta.sqrt();
        call.next(Form::Estimates).ok()
    }),
    (mistake::EPS_FOR_FRESH_NOISE, |_, _, call| {
        twisted(&call, Twist::NoiseIsEps)
    }),
    (mistake::NO_FRESH_NOISE, |_, _, mut call| {
        call.noise.fill(Running::exact(0.0));
        call.next(Form::Estimates).ok()
    }),
    (mistake::X0_WITH_PLUS, |_, _, call| {
        twisted(&call, Twist::SignOfV)
    }),
    (mistake::TAKEN_FOR_EPS, |_, _, call| {
        given_as(call, Quantity::Eps)
    }),
    (mistake::TAKEN_FOR_X0, |_, _, call| {
        given_as(call, Quantity::X0)
    }),
    (mistake::TAKEN_FOR_V, |_, _, call| {
        given_as(call, Quantity::V)
    }),
    (mistake::CLIPPED_UNASKED, |_, _, call| {
        twisted(&call, Twist::Clip)
    }),
    (mistake::EPS_AS_IT_WAS, |_, _, call| {
        twisted(&call, Twist::ClipAndKeep)
    }),
    (mistake::SECOND_STAGE_AT_FIRST_SIGMA, |_, _, call| {
        call.second_stage_at_first().ok()
    }),
    (mistake::STRIDES_EXCHANGED, |_, _, call| {
        multistep(&call, Twist::StridesExchanged)
    }),
    (mistake::SIGMA_OF_THE_LEVEL_BEFORE, |_, _, call| {
        multistep(&call, Twist::SigmaBefore)
    }),
    (mistake::V_COMBINED_RAW, |_, _, call| {
        multistep(&call, Twist::CombinedRaw)
    }),
];

fn multistep(call: &Call<Running>, twist: Twist) -> Option<Vec<Running>> {
    if call.sampler != Sampler::Dpmpp2m {
        return None;
    }
    call.multistep_by_estimates(twist).ok()
}

/// What each reading gives over the whole run.
pub(super) fn readings(levels: &Levels<'_>) -> Vec<GoldenReading> {
    let count = levels.record.calls.len();
    READINGS
        .iter()
        .filter_map(|&(of, take)| {
            let mut y = Vec::new();
            let mut scale = Vec::new();
            for i in 0..count {
                let call = levels.call(i, claimed(2.0))?;
                for number in take(levels, i, call)? {
                    y.push(number.value);
                    scale.push(number.error);
                }
            }
            Some(GoldenReading { of, y, scale })
        })
        .collect()
}

/// The call with other levels.
fn moved(mut call: Call<Running>, t: Option<Level>, s: Option<Level>) -> Option<Vec<Running>> {
    let lift = |level: Level| {
        let [alpha, sigma] = [level.alpha(), level.sigma()].map(Running::rounded);
        NoiseLevel::new(alpha, sigma).ok()
    };
    if let Some(t) = t {
        call.t = lift(t)?;
    }
    if let Some(s) = s {
        call.s = lift(s)?;
    }
    if call.s == call.t {
        return Some(call.x);
    }
    call.next(Form::Estimates)
        .or_else(|_| call.by_estimates(Twist::None, None))
        .ok()
}

fn twisted(call: &Call<Running>, twist: Twist) -> Option<Vec<Running>> {
    if call.start.is_some() || call.sampler == Sampler::DdimInverse {
        return None;
    }
    call.by_estimates(twist, None).ok()
}

fn given_as(mut call: Call<Running>, prediction: Quantity) -> Option<Vec<Running>> {
    call.prediction = prediction;
    call.next(Form::Estimates).ok()
}

/// β of the chain's own step that ends where call `i` asks.
fn one_step_beta(levels: &Levels<'_>, i: usize) -> Option<Running> {
    let t = levels.timestep(i)?;
    let (here, before) = (levels.at(Some(t))?, levels.at(t.checked_sub(1))?);
    let [here, before] = [here, before].map(|level| Running::rounded(level.alpha()).squared());
    Some(Running::exact(1.0) - here / before)
}

/// The first call whose level lies nearest to the same entry of the linear chain's table.
fn looked_up(levels: &Levels<'_>, i: usize) -> Option<usize> {
    let table = Grid::Linear
        .table::<f64>(levels.record.configuration.train_steps)
        .ok()?;
    let nearest = |at: Level| {
        let off = |t: usize| (table[t].edm_sigma() - at.edm_sigma()).abs();
        (1..table.len()).min_by(|&a, &b| off(a).total_cmp(&off(b)))
    };
    let calls = &levels.record.calls;
    let wanted = nearest(calls[i].at);
    calls.iter().position(|call| nearest(call.at) == wanted)
}
