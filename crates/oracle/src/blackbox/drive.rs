//! A foreign sampler, driven with the perfect model.

use ndarray::ArrayD;

use super::model::{Data, Level, noise};
use tweedie::level::NoiseLevel;
use tweedie::scalar::Format;
use tweedie_catalogue::backend::{Answer, Backend, Request};
use tweedie_catalogue::operation::{Arguments, Configuration};

/// A backend in one format, and who asks.
pub(super) struct Session<'a> {
    pub(super) backend: &'a mut dyn Backend,
    pub(super) format: Format,
}

/// Why there is no record.
#[derive(Debug, Clone)]
pub(super) enum Refusal {
    /// The backend does not have the configuration.
    Skipped(String),
    /// It has it, and failed.
    Error(String),
}

/// One call, and what came of it.
#[derive(Debug, Clone)]
pub(super) struct Call {
    pub(super) at: Level,
    pub(super) x: ArrayD<f64>,
    pub(super) model_output: ArrayD<f64>,
    pub(super) noise: ArrayD<f64>,
    pub(super) next: ArrayD<f64>,
}

/// A whole run.
#[derive(Debug, Clone)]
pub(super) struct Record {
    pub(super) configuration: Configuration,
    pub(super) format: Format,
    pub(super) calls: Vec<Call>,
    /// Why it ended before its time.
    pub(super) stopped: Option<String>,
}

impl Record {
    /// The last state.
    pub(super) fn last(&self) -> Option<&ArrayD<f64>> {
        self.calls.last().map(|call| &call.next)
    }
}

impl Session<'_> {
    /// The levels at which the model is to be asked, as claimed.
    pub(super) fn begin(&mut self, configuration: &Configuration) -> Result<Vec<Level>, Refusal> {
        let output = self
            .ask("sampler.begin", &configuration.arguments())
            .map_err(|refusal| match refusal {
                Refusal::Error(error) => Refusal::Error(format!("sampler.begin: {error}")),
                skipped @ Refusal::Skipped(_) => skipped,
            })?;
        if output.ndim() != 2 || output.shape()[1] != 2 {
            return Err(Refusal::Error(format!(
                "sampler.begin answered shape {:?}: give a row (alpha, sigma) for each call of the model",
                output.shape()
            )));
        }
        output
            .outer_iter()
            .enumerate()
            .map(|(i, row)| {
                NoiseLevel::new(row[0], row[1])
                    .map_err(|error| Refusal::Error(format!("sampler.begin, row {i}: {error}")))
            })
            .collect()
    }

    /// The next state.
    pub(super) fn step(
        &mut self,
        i: usize,
        x: &ArrayD<f64>,
        model_output: &ArrayD<f64>,
        noise: &ArrayD<f64>,
    ) -> Result<ArrayD<f64>, String> {
        let arguments = Arguments::new()
            .integer("i", i)
            .input("x", x.clone())
            .input("model_output", model_output.clone())
            .input("noise", noise.clone());
        let next = self
            .ask("sampler.step", &arguments)
            .map_err(|refusal| match refusal {
                Refusal::Skipped(reason) | Refusal::Error(reason) => {
                    format!("sampler.step {i}: {reason}")
                }
            })?;
        if next.shape() == x.shape() {
            Ok(next)
        } else {
            Err(format!(
                "sampler.step {i}: the next state has shape {:?}, the state has {:?}",
                next.shape(),
                x.shape()
            ))
        }
    }

    /// A run from the noise of `rows` states down to the end, on its own states; from clean data for an inversion.
    pub(super) fn drive(
        &mut self,
        configuration: &Configuration,
        data: Data,
        rows: usize,
    ) -> Result<Record, Refusal> {
        let levels = self.begin(configuration)?;
        let Some(&first) = levels.first() else {
            return Err(Refusal::Error(
                "sampler.begin answered no levels".to_owned(),
            ));
        };
        let x = data.states(first, &noise(rows, usize::MAX - 1), self.format);
        Ok(self.run_on(configuration, data, &levels, x))
    }

    /// A run from a state.
    pub(super) fn run_on(
        &mut self,
        configuration: &Configuration,
        data: Data,
        levels: &[Level],
        mut x: ArrayD<f64>,
    ) -> Record {
        let mut record = Record {
            configuration: *configuration,
            format: self.format,
            calls: Vec::new(),
            stopped: None,
        };
        for (i, &at) in levels.iter().enumerate() {
            let model_output = data.output(configuration, at, &x, self.format);
            let noise = noise(x.shape()[0], i);
            match self.step(i, &x, &model_output, &noise) {
                Ok(next) => {
                    record.calls.push(Call {
                        at,
                        x,
                        model_output,
                        noise,
                        next: next.clone(),
                    });
                    if next.iter().any(|value| !value.is_finite()) {
                        record.stopped = Some(format!("sampler.step {i}: the state is not finite"));
                        break;
                    }
                    // a format holds what is sent, whatever precision the answer came in
                    x = next.mapv(|value| self.format.round(value));
                }
                Err(error) => {
                    record.stopped = Some(error);
                    break;
                }
            }
        }
        record
    }

    fn ask(&mut self, operation: &str, arguments: &Arguments) -> Result<ArrayD<f64>, Refusal> {
        let request = Request {
            id: "sampler",
            operation,
            format: self.format,
            arguments,
        };
        match self.backend.run(&request) {
            Answer::Output(output) => Ok(output),
            Answer::Skipped(reason) => Err(Refusal::Skipped(reason)),
            Answer::Error(reason) => Err(Refusal::Error(reason)),
        }
    }
}
