//! Runs beside runs: batches, parametrisations, orders, and there and back.

use super::Examination;
use super::names::name;
use crate::blackbox::driven::{self, T};
use crate::blackbox::laws;
use crate::blackbox::model::GAUSSIANS;
use crate::blackbox::said::stopped;
use crate::finding::Said;
use tweedie::sampler::Sampler;
use tweedie::schedule::Spacing;
use tweedie_catalogue::mistake;
use tweedie_catalogue::operation::{Configuration, Quantity, Stage};

impl Examination<'_> {
    /// One state alone, after two together.
    pub(super) fn batch(&mut self) {
        let configuration = Configuration {
            sampler: Sampler::Ddim,
            grid: tweedie_catalogue::operation::Grid::Linear,
            train_steps: T,
            n: 10,
            spacing: Spacing::Trailing,
            eta: 0.5,
            prediction: Quantity::Eps,
        };
        let Ok(ways) = self.known.ways(&configuration) else {
            return;
        };
        for (rows, part) in [(1, "alone"), (2, "two"), (5, "five")] {
            let id = format!("{}/batch-{part}", name(&configuration));
            let said = match self.session.drive(&configuration, GAUSSIANS, rows) {
                Ok(record) => match self.stepped(&record, &ways) {
                    Some(said) => said,
                    None => continue,
                },
                Err(refusal) => refusal.into(),
            };
            self.say(id, Stage::Steps, &[mistake::PARALLEL_FINAL_ALPHA], said);
        }
    }

    /// One model in ε, x₀ and v.
    pub(super) fn parametrisations(&mut self, configuration: &Configuration) {
        let Ok(ways) = self.known.ways(configuration) else {
            return;
        };
        let Ok(by_eps) = self.session.drive(configuration, GAUSSIANS, 2) else {
            return;
        };
        if by_eps.stopped.is_some() {
            return;
        }
        for prediction in [Quantity::X0, Quantity::V] {
            let other = Configuration {
                prediction,
                ..*configuration
            };
            let id = format!("{}/same-as-eps", name(&other));
            let said = match self.session.drive(&other, GAUSSIANS, 2) {
                Ok(record) => match &record.stopped {
                    Some(reason) => stopped(&record, reason),
                    None => laws::agreement(&by_eps, &record, &ways, GAUSSIANS, self.budget).into(),
                },
                Err(refusal) => refusal.into(),
            };
            let flags = &[
                mistake::X0_AS_EPS,
                mistake::HEUN_SIGMA,
                mistake::COMBINE_RAW_V,
            ];
            self.say(id, Stage::Loops, flags, said);
        }
    }

    /// The order at which a method follows the flow: half way, and at the end.
    pub(super) fn order(&mut self, configuration: &Configuration) {
        let base = format!(
            "sampler/{}/{}",
            configuration.sampler.name(),
            configuration.grid.name()
        );
        let claimed = configuration.sampler.facts().order;
        let flags = &[
            mistake::DDIM_STRIDE,
            mistake::DPM_H,
            mistake::DPM_MIDPOINT,
            mistake::LOWER_ORDER_FINAL,
        ];
        match laws::errors(&mut self.session, self.known, configuration) {
            Ok(errors) => {
                let interior = laws::order(&errors.interior, errors.floor, claimed);
                self.say(format!("{base}/order"), Stage::Loops, flags, interior);
                let end = laws::order(&errors.end, errors.floor, 1);
                self.say(format!("{base}/order-at-the-end"), Stage::Loops, flags, end);
            }
            Err(refusal) => {
                self.say(format!("{base}/order"), Stage::Loops, flags, refusal);
            }
        }
    }

    /// Sampled and inverted.
    pub(super) fn inversion(&mut self) {
        let Some(ddim) = driven::ordered().into_iter().next() else {
            return;
        };
        let id = "sampler/ddim_inverse/linear/round-trip".to_owned();
        let said: Said = match laws::round_trips(&mut self.session, self.known, &ddim) {
            Ok(errors) => laws::order(&errors.end, errors.floor, 1).into(),
            Err(refusal) => refusal.into(),
        };
        self.say(id, Stage::Loops, &[mistake::INDEX_AS_TIMESTEP], said);
    }
}
