//! Samplers as black boxes: a foreign sampler is driven with a perfect model, and judged step by step.
//!
//! ```text
//! sampler.begin   a configuration           → the level (α, σ) of every call of the model
//! sampler.step    i, x, model_output, noise → the next x
//! ```
//!
//! The port keeps its state; the oracle holds the data, and so knows what the model has to say, where the exact flow
//! leads, and what every step between two claimed levels must give.

mod drive;
mod formula;
mod laws;
mod levels;
mod model;
mod plan;
mod steps;
mod table;
mod ways;

pub use plan::Effort;

use drive::{Record, Refusal, Session};
use levels::{count, levels, stands_still};
use model::{GAUSSIANS, POINTS};
use plan::{SHORT, SWEEP, T};
use steps::{not_finite, steps};
use ways::{Ways, ways};

use super::budget::{Budget, Profile};
use super::case::Level;
use super::diagnosis::Diagnosis;
use super::finding::{Finding, FirstWrong};
use super::judge::{Judgement, State};
use crate::backend::{Backend, SAMPLER};
use crate::operation::{Configuration, Quantity, Solver, Stage, spacing_name};
use crate::schedule::Spacing;

/// Examines the samplers of a backend in every format that it has; nothing if it offers none.
///
/// `observe` sees each finding as it is made.
pub fn examine_samplers(
    backend: &mut dyn Backend,
    profile: Profile,
    effort: Effort,
    mut observe: impl FnMut(&Finding),
) -> Vec<Finding> {
    let implementation = backend.implementation();
    let offered = |name: &&str| implementation.operations.iter().any(|one| one == name);
    if !SAMPLER.iter().all(offered) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for &format in &implementation.formats {
        let mut examination = Examination {
            session: Session { backend, format },
            budget: Budget { format, profile },
            effort,
            observe: &mut |finding: Finding| {
                observe(&finding);
                findings.push(finding);
            },
        };
        examination.whole();
    }
    findings
}

/// An examination in one format.
struct Examination<'a> {
    session: Session<'a>,
    budget: Budget,
    effort: Effort,
    observe: &'a mut dyn FnMut(Finding),
}

/// What is said of one check.
struct Said {
    judgement: Judgement,
    diagnoses: Vec<Diagnosis>,
    first_wrong: Option<FirstWrong>,
}

impl From<Judgement> for Said {
    fn from(judgement: Judgement) -> Self {
        Self {
            judgement,
            diagnoses: Vec::new(),
            first_wrong: None,
        }
    }
}

impl From<(Judgement, Vec<Diagnosis>)> for Said {
    fn from((judgement, diagnoses): (Judgement, Vec<Diagnosis>)) -> Self {
        Self {
            judgement,
            diagnoses,
            first_wrong: None,
        }
    }
}

impl From<Refusal> for Said {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Skipped(reason) => Judgement::without_numbers(State::Skipped, reason),
            Refusal::Error(reason) => Judgement::without_numbers(State::Error, reason),
        }
        .into()
    }
}

impl Examination<'_> {
    fn whole(&mut self) {
        self.sweep();
        for configuration in plan::configurations(self.effort) {
            self.configuration(&configuration);
        }
        self.batch();
        for configuration in plan::spoken() {
            self.parametrisations(&configuration);
        }
        for configuration in plan::ordered() {
            self.order(&configuration);
        }
        self.inversion();
    }

    fn say(&mut self, id: String, stage: Stage, flags: &[&str], said: impl Into<Said>) -> State {
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
            flags: flags.iter().map(|&flag| flag.to_owned()).collect(),
            expected: None,
        });
        state
    }

    /// Levels, steps, and a point, of one configuration.
    fn configuration(&mut self, configuration: &Configuration) {
        let id = |check: &str| format!("{}/{check}", name(configuration));
        let claimed = match self.session.begin(configuration) {
            Ok(claimed) => claimed,
            Err(refusal) => {
                self.say(id("levels"), Stage::Schedule, LEVEL_FLAGS, refusal);
                return;
            }
        };
        let ways = match ways(configuration) {
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
            levels(configuration, &ways, &claimed, self.budget)
        } else {
            counted
        };
        self.say(id("levels"), Stage::Schedule, LEVEL_FLAGS, said);
        if stands_still(configuration.solver, &claimed).is_some() {
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
                    self.say(id("point"), Stage::Loops, &["final-alpha"], said);
                    return;
                }
            }
        }
        if let Ok(record) = self.session.drive(configuration, POINTS, 2) {
            let said = match &record.stopped {
                Some(reason) => stopped(&record, reason),
                None => laws::point(&record, &ways, POINTS, self.budget).into(),
            };
            self.say(id("point"), Stage::Loops, &["final-alpha"], said);
        }
    }

    /// The steps of a record; a method without a closed form has only to come to its end.
    fn stepped(&mut self, record: &Record, ways: &Ways) -> Option<Said> {
        if let Some(reason) = &record.stopped {
            return Some(stopped(record, reason));
        }
        let found = steps(record, ways, self.budget)?;
        let mut said = Said {
            judgement: found.judgement,
            diagnoses: found.diagnoses,
            first_wrong: found.first_wrong,
        };
        if said.judgement.state == State::Fail
            && laws::is_stochastic(&record.configuration)
            && !said.diagnoses.iter().any(|diagnosis| diagnosis.matches)
            && !self.hears_noise(record)
        {
            said.diagnoses.insert(
                0,
                known("NOISE-IS-INPUT", "noise of its own, whatever is handed in"),
            );
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
                        vec![known(
                            "ZERO-SNR",
                            "eps divided by alpha = 0, and the trace removed",
                        )],
                    )
                        .into()
                }
            },
            Err(refusal) => refusal.into(),
        };
        self.say(id, Stage::Steps, &["zero-snr-eps"], said);
    }

    /// The number of calls for every n, and that short runs come to an end.
    fn sweep(&mut self) {
        for swept in plan::swept() {
            let mut counted: Said = Judgement {
                reason: None,
                ..Judgement::without_numbers(State::Pass, "")
            }
            .into();
            let mut finite = Judgement {
                reason: None,
                ..Judgement::without_numbers(State::Pass, "")
            }
            .into();
            for n in SWEEP {
                let configuration = Configuration { n, ..swept };
                if configuration.levels::<f64>().is_err() {
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
                swept.solver.name(),
                swept.grid.name(),
                spacing_part(swept.spacing)
            );
            let state = self.say(
                format!("{base}/count"),
                Stage::Schedule,
                &["count", "offset-overflow"],
                counted,
            );
            if state != State::Skipped {
                let flags = &["ancestral-radicand", "lower-order-final", "log-variance"];
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
            diagnoses: vec![known(
                "TIMESTEP-COUNT",
                "an offset leads past the end of the table",
            )],
            ..Judgement::without_numbers(State::Error, reason).into()
        })
    }

    /// One state alone, after two together.
    fn batch(&mut self) {
        let configuration = Configuration {
            solver: Solver::Ddim,
            grid: crate::operation::Grid::Linear,
            train_steps: T,
            n: 10,
            spacing: Spacing::Trailing,
            eta: 0.5,
            prediction: Quantity::Eps,
        };
        let Ok(ways) = ways(&configuration) else {
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
            self.say(id, Stage::Steps, &["parallel-final-alpha"], said);
        }
    }

    /// One model in ε, x₀ and v.
    fn parametrisations(&mut self, configuration: &Configuration) {
        let Ok(ways) = ways(configuration) else {
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
            let flags = &["x0-as-eps", "heun-sigma", "combine-raw-v"];
            self.say(id, Stage::Loops, flags, said);
        }
    }

    /// The order at which a method follows the flow: half way, and at the end.
    fn order(&mut self, configuration: &Configuration) {
        let base = format!(
            "sampler/{}/{}",
            configuration.solver.name(),
            configuration.grid.name()
        );
        let claimed = laws::claimed_order(configuration.solver);
        let flags = &["ddim-stride", "dpm-h", "dpm-midpoint", "lower-order-final"];
        match laws::errors(&mut self.session, configuration) {
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
    fn inversion(&mut self) {
        let Some(ddim) = plan::ordered().into_iter().next() else {
            return;
        };
        let id = "sampler/ddim_inverse/linear/round-trip".to_owned();
        let said: Said = match laws::round_trips(&mut self.session, &ddim) {
            Ok(errors) => laws::order(&errors.end, errors.floor, 1).into(),
            Err(refusal) => refusal.into(),
        };
        self.say(id, Stage::Loops, &["index-as-timestep"], said);
    }
}

const LEVEL_FLAGS: &[&str] = &[
    "count",
    "duplicate-sigma",
    "karras-count",
    "karras-flipped",
    "rounded-t",
    "img2img-level",
    "half-tables",
];

const STEP_FLAGS: &[&str] = &[
    "final-alpha",
    "ddim-stride",
    "index-as-timestep",
    "padded-wrong-side",
    "skip-variance",
    "eta-squared",
    "noise-is-prediction",
    "x0-as-eps",
    "heun-sigma",
    "eps-not-recomputed",
    "v-sign",
    "ancestral-radicand",
    "seeds",
];

/// A run that ended before its time.
fn stopped(record: &Record, reason: &str) -> Said {
    let cause = not_finite(record);
    let judgement = Judgement {
        rho: f64::INFINITY,
        ..Judgement::without_numbers(
            if cause.is_some() || reason.contains("not finite") {
                State::Fail
            } else {
                State::Error
            },
            reason,
        )
    };
    (judgement, cause.into_iter().collect()).into()
}

/// A diagnosis that is certain, from where a thing happened.
fn known(convention: &str, reading: &str) -> Diagnosis {
    Diagnosis {
        convention: convention.to_owned(),
        reading: reading.to_owned(),
        matches: true,
        misfit: 0.0,
        misfit_of_truth: f64::INFINITY,
    }
}

/// The configuration as an id: `sampler/ddim/linear/trailing-7/eta-0`, and the prediction if it is not ε.
fn name(configuration: &Configuration) -> String {
    let Configuration {
        solver,
        grid,
        n,
        spacing,
        eta,
        prediction,
        ..
    } = configuration;
    let spacing = spacing_part(*spacing);
    let mut parts = vec![
        "sampler".to_owned(),
        solver.name().to_owned(),
        grid.name().to_owned(),
        format!("{spacing}-{n}"),
    ];
    if *solver == Solver::Ddim {
        parts.push(format!("eta-{eta}"));
    }
    if *prediction != Quantity::Eps {
        parts.push(prediction.name().to_owned());
    }
    parts.join("/")
}

fn spacing_part(spacing: Spacing) -> String {
    match spacing {
        Spacing::Leading { offset } if offset > 0 => format!("leading+{offset}"),
        _ => spacing_name(spacing).to_owned(),
    }
}
