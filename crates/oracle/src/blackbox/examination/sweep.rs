//! All numbers of steps: how often each asks the model, and that short runs come to an end.

use super::Examination;
use super::names::spacing_part;
use crate::blackbox::drive::Refusal;
use crate::blackbox::driven::{self, Effort, SHORT, SWEEP, T};
use crate::blackbox::levels::count;
use crate::blackbox::model::{self, GAUSSIANS};
use crate::blackbox::said::stopped;
use crate::diagnosis::Diagnosis;
use crate::finding::Said;
use crate::judge::{Judgement, State};
use tweedie_catalogue::mistake;
use tweedie_catalogue::operation::{Configuration, Stage};

impl Examination<'_> {
    /// The number of calls for every n, and that short runs come to an end.
    pub(super) fn sweep(&mut self) {
        for swept in driven::swept() {
            let mut counted: Said = Judgement::pass(0).into();
            let mut finite: Said = Judgement::pass(0).into();
            for n in SWEEP {
                let configuration = Configuration { n, ..swept };
                if !self.known.leads(&configuration) {
                    if let Some(said) = self.past_the_end(&configuration) {
                        counted = said;
                        break;
                    }
                    continue;
                }
                match self.session.begin(&configuration) {
                    Err(Refusal::Skipped(reason)) => {
                        counted = Refusal::Skipped(reason).into();
                        break;
                    }
                    Err(Refusal::Error(error)) => {
                        counted =
                            Judgement::without_numbers(State::Error, format!("n = {n}: {error}"))
                                .into();
                        break;
                    }
                    Ok(claimed) => {
                        let (mut judgement, diagnoses) = count(&configuration, claimed.len());
                        if judgement.state == State::Fail {
                            judgement.reason =
                                judgement.reason.map(|why| format!("n = {n}: {why}"));
                            counted = (judgement, diagnoses).into();
                            break;
                        }
                        counted.judgement.count += 1;
                    }
                }
                if n > SHORT && self.effort == Effort::Quick {
                    continue;
                }
                if let Ok(record) = self.session.drive(&configuration, GAUSSIANS, 1) {
                    if let Some(reason) = &record.stopped {
                        finite = stopped(&record, &format!("n = {n}: {reason}"));
                        break;
                    }
                    finite.judgement.count += 1;
                }
            }
            let base = format!(
                "sampler/{}/{}/{}",
                swept.sampler.name(),
                swept.grid.name(),
                spacing_part(swept.spacing)
            );
            let state = self.say(
                format!("{base}/count"),
                Stage::Schedule,
                &[mistake::COUNT, mistake::OFFSET_OVERFLOW],
                counted,
            );
            if state != State::Skipped {
                let flags = &[
                    mistake::ANCESTRAL_RADICAND,
                    mistake::LOWER_ORDER_FINAL,
                    mistake::LOG_VARIANCE,
                ];
                self.say(format!("{base}/finite"), Stage::Loops, flags, finite);
            }
        }
    }

    /// A configuration that leads past the table's end: refused when it is begun, or its first step works.
    fn past_the_end(&mut self, configuration: &Configuration) -> Option<Said> {
        let claimed = self.session.begin(configuration).ok()?;
        let record = self.session.run_on(
            configuration,
            GAUSSIANS,
            claimed.get(..1)?,
            GAUSSIANS.states(claimed[0], &model::noise(1, T), self.budget.format),
        );
        let reason = format!("n = {}: {}", configuration.n, record.stopped?);
        Some(Said {
            diagnoses: vec![Diagnosis::certain(mistake::OFFSET_PAST_THE_END)],
            ..Judgement::without_numbers(State::Error, reason).into()
        })
    }
}
