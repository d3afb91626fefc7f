//! A command as a backend.

use std::fmt;

use super::messages::{Message, PROTOCOL, implementation, read_reply};
use super::process::{Limits, Process, ProtocolError};
use tweedie_catalogue::backend::{Answer, Backend, Implementation, Request};

/// A backend in another program. Whatever that does, each request has its answer, and within the limits.
pub struct Subprocess {
    command: Vec<String>,
    limits: Limits,
    implementation: Implementation,
    /// None where the last one did not survive its request.
    process: Option<Process>,
    restarts: usize,
    asked: u64,
}

impl Subprocess {
    /// Starts a command, the program first.
    ///
    /// # Errors
    /// If it cannot be started, or does not say who it is.
    pub fn start(command: &[String], limits: Limits) -> Result<Self, ProtocolError> {
        let (process, implementation) = started(command, limits)
            .map_err(|reason| ProtocolError(format!("the adapter {reason}")))?;
        Ok(Self {
            command: command.to_vec(),
            limits,
            implementation,
            process: Some(process),
            restarts: 0,
            asked: 0,
        })
    }

    /// How often it had to be started again.
    #[must_use]
    pub fn restarts(&self) -> usize {
        self.restarts
    }

    /// The answer, or why the process cannot go on.
    fn ask(&mut self, process: &mut Process, request: &Request<'_>) -> Result<Answer, String> {
        self.asked += 1;
        // an id of its own for each time of asking: an answer given twice is not taken for the next one's
        let id = format!("{}#{}", request.id, self.asked);
        let line = Message::run(&id, request).line()?;
        let reply = process.ask(line, self.limits.reply)?;
        read_reply(&reply, &id, request.operation, request.format)
    }

    /// The process, started again if need be.
    fn process(&mut self) -> Result<Process, String> {
        if let Some(process) = self.process.take() {
            return Ok(process);
        }
        if self.restarts == self.limits.restarts {
            let times = self.restarts;
            return Err(format!("was started again {times} times: no more"));
        }
        self.restarts += 1;
        let (process, implementation) = started(&self.command, self.limits)?;
        if implementation == self.implementation {
            Ok(process)
        } else {
            Err("says something else of itself since it was started again".to_owned())
        }
    }
}

impl Backend for Subprocess {
    fn implementation(&self) -> Implementation {
        self.implementation.clone()
    }

    fn run(&mut self, request: &Request<'_>) -> Answer {
        let failed = |reason: String| Answer::Error(format!("the adapter {reason}"));
        let mut process = match self.process() {
            Ok(process) => process,
            Err(reason) => return failed(reason),
        };
        match self.ask(&mut process, request) {
            Ok(answer) => {
                self.process = Some(process);
                answer
            }
            Err(reason) => failed(reason + &process.last_words()),
        }
    }
}

impl Drop for Subprocess {
    fn drop(&mut self) {
        if let (Some(process), Ok(line)) = (self.process.take(), Message::Stop.line()) {
            process.stop(line);
        }
    }
}

impl fmt::Debug for Subprocess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subprocess")
            .field("command", &self.command)
            .field("implementation", &self.implementation)
            .finish_non_exhaustive()
    }
}

/// A process that has said who it is.
fn started(command: &[String], limits: Limits) -> Result<(Process, Implementation), String> {
    let mut process = Process::spawn(command, limits.line)?;
    let said = Message::Start { protocol: PROTOCOL }
        .line()
        .and_then(|line| process.ask(line, limits.start))
        .and_then(|line| implementation(&line));
    match said {
        Ok(implementation) => Ok((process, implementation)),
        Err(reason) => Err(reason + &process.last_words()),
    }
}
