//! One configuration: its levels, its steps, and where it leads a point.

use super::Examination;
use super::names::name;
use crate::blackbox::drive::Record;
use crate::blackbox::laws;
use crate::blackbox::levels::{count, levels, stands_still};
use crate::blackbox::model::{GAUSSIANS, POINTS};
use crate::blackbox::said::stopped;
use crate::blackbox::steps::{not_finite, steps};
use crate::blackbox::stops::is_stochastic;
use crate::blackbox::ways::Ways;
use crate::diagnosis::Diagnosis;
use crate::finding::Said;
use crate::judge::{Judgement, State};
use tweedie_catalogue::mistake::{self, Flag};
use tweedie_catalogue::operation::{Configuration, Quantity, Stage};

const LEVEL_FLAGS: &[&Flag] = &[
    mistake::COUNT,
    mistake::DUPLICATE_SIGMA,
    mistake::KARRAS_COUNT,
    mistake::KARRAS_FLIPPED,
    mistake::ROUNDED_T,
    mistake::IMG2IMG_LEVEL,
    mistake::HALF_TABLES,
];

const STEP_FLAGS: &[&Flag] = &[
    mistake::FINAL_ALPHA,
    mistake::DDIM_STRIDE,
    mistake::INDEX_AS_TIMESTEP,
    mistake::PADDED_WRONG_SIDE,
    mistake::SKIP_VARIANCE,
    mistake::ETA_SQUARED,
    mistake::NOISE_IS_PREDICTION,
    mistake::X0_AS_EPS,
    mistake::HEUN_SIGMA,
    mistake::EPS_NOT_RECOMPUTED,
    mistake::V_SIGN,
    mistake::ANCESTRAL_RADICAND,
    mistake::SEEDS,
];

impl Examination<'_> {
    /// Levels, steps, and a point, of one configuration.
    pub(super) fn configuration(&mut self, configuration: &Configuration) {
        let id = |check: &str| format!("{}/{check}", name(configuration));
        let claimed = match self.session.begin(configuration) {
            Ok(claimed) => claimed,
            Err(refusal) => {
                self.say(id("levels"), Stage::Schedule, LEVEL_FLAGS, refusal);
                return;
            }
        };
        let ways = match self.known.ways(configuration) {
            Ok(ways) => ways,
            Err(error) => {
                let said = Judgement::without_numbers(State::Undecided, error.to_string());
                self.say(id("levels"), Stage::Schedule, LEVEL_FLAGS, said);
                return;
            }
        };
        let counted = count(configuration, claimed.len());
        let right = counted.0.state == State::Pass;
        let said = if right {
            levels(&ways, &claimed, self.budget)
        } else {
            counted
        };
        self.say(id("levels"), Stage::Schedule, LEVEL_FLAGS, said);
        if stands_still(&ways.stops, &claimed).is_some() {
            let said = Judgement::without_numbers(State::Blocked, "the claimed levels stand still");
            self.say(id("steps"), Stage::Steps, STEP_FLAGS, said);
            return;
        }
        if claimed.iter().any(|level| level.alpha() == 0.0)
            && configuration.prediction == Quantity::Eps
        {
            self.undetermined(configuration);
            return;
        }
        if let Ok(record) = self.session.drive(configuration, GAUSSIANS, 2) {
            let said = self.stepped(&record, &ways);
            if let Some(said) = said {
                let state = self.say(id("steps"), Stage::Steps, STEP_FLAGS, said);
                if matches!(state, State::Fail | State::Error) {
                    let said = Judgement::without_numbers(State::Blocked, "a step of it is wrong");
                    self.say(id("point"), Stage::Loops, &[mistake::FINAL_ALPHA], said);
                    return;
                }
            }
        }
        if let Ok(record) = self.session.drive(configuration, POINTS, 2) {
            let said = match &record.stopped {
                Some(reason) => stopped(&record, reason),
                None => laws::point(&record, &ways, POINTS, self.budget).into(),
            };
            self.say(id("point"), Stage::Loops, &[mistake::FINAL_ALPHA], said);
        }
    }

    /// The steps of a record; a method without a closed form has only to come to its end.
    pub(super) fn stepped(&mut self, record: &Record, ways: &Ways) -> Option<Said> {
        if let Some(reason) = &record.stopped {
            return Some(stopped(record, reason));
        }
        let mut said = steps(record, ways, self.known, self.budget)?;
        if said.judgement.state == State::Fail
            && is_stochastic(&record.configuration)
            && !said.diagnoses.iter().any(|diagnosis| diagnosis.matches)
            && !self.hears_noise(record)
        {
            said.diagnoses
                .insert(0, Diagnosis::certain(mistake::NOISE_OF_ITS_OWN));
        }
        Some(said)
    }

    /// Whether the first step depends on the noise that is handed to it.
    fn hears_noise(&mut self, record: &Record) -> bool {
        let first = &record.calls[0];
        let mut step = |noise: &ndarray::ArrayD<f64>| {
            self.session.begin(&record.configuration).ok()?;
            let step = self.session.step(0, &first.x, &first.model_output, noise);
            step.ok()
        };
        let silent = step(&first.noise.mapv(|_| 0.0));
        let loud = step(&first.noise);
        // without fresh noise in the formula there is nothing to hear
        silent != loud || record.calls.len() == 1
    }

    /// ε at a level without signal: refused, and never hidden.
    fn undetermined(&mut self, configuration: &Configuration) {
        let id = format!("{}/zero-snr", name(configuration));
        let refused =
            |reason: &str| Judgement::without_numbers(State::Pass, format!("refused: {reason}"));
        let said: Said = match self.session.drive(configuration, GAUSSIANS, 2) {
            Ok(record) => match &record.stopped {
                Some(reason) if not_finite(&record).is_some() => stopped(&record, reason),
                Some(reason) => refused(reason).into(),
                None => {
                    let reason = "eps says nothing of x0 at alpha = 0, and yet a number came out";
                    (
                        Judgement {
                            rho: f64::INFINITY,
                            ..Judgement::without_numbers(State::Fail, reason)
                        },
                        vec![Diagnosis::certain(mistake::DIVISION_BY_ZERO_HIDDEN)],
                    )
                        .into()
                }
            },
            Err(refusal) => refusal.into(),
        };
        self.say(id, Stage::Steps, &[mistake::ZERO_SNR_EPS], said);
    }
}
