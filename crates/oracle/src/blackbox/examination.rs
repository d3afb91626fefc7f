//! The examination of the samplers in one format: what is asked, in which order, and under which name it is told.

mod comparisons;
mod configuration;
mod names;
mod sweep;

use super::drive::Session;
use super::driven::{self, Effort};
use super::known::Known;
use crate::budget::Budget;
use crate::case::Level;
use crate::finding::{Finding, Said};
use crate::judge::State;
use tweedie_catalogue::mistake::Flag;
use tweedie_catalogue::operation::Stage;

/// An examination in one format.
pub(super) struct Examination<'a> {
    pub(super) session: Session<'a>,
    pub(super) known: &'a Known,
    pub(super) budget: Budget,
    pub(super) effort: Effort,
    pub(super) observe: &'a mut dyn FnMut(Finding),
}

impl Examination<'_> {
    pub(super) fn whole(&mut self) {
        self.sweep();
        for configuration in driven::configurations(self.effort) {
            self.configuration(&configuration);
        }
        self.batch();
        for configuration in driven::spoken() {
            self.parametrisations(&configuration);
        }
        for configuration in driven::ordered() {
            self.order(&configuration);
        }
        self.inversion();
    }

    fn say(&mut self, id: String, stage: Stage, flags: &[&Flag], said: impl Into<Said>) -> State {
        let Said {
            judgement,
            diagnoses,
            first_wrong,
        } = said.into();
        let state = judgement.state;
        (self.observe)(Finding {
            id,
            operation: "sampler".to_owned(),
            stage,
            level: Level::Required,
            format: self.budget.format,
            judgement,
            first_wrong,
            diagnoses,
            flags: flags.iter().map(|flag| flag.id.to_owned()).collect(),
            expected: None,
        });
        state
    }
}
