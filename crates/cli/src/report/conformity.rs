//! Who conforms: the backends of tweedie's own, judged now, and whoever else is given.

use std::path::PathBuf;
use std::thread;

use crate::Failure;
use crate::examination::{Sink, examine};
use crate::own::Own;
use crate::record::whole;
use crate::shell::quoted;
use crate::suite::suite;
use tweedie_catalogue::backend::Backend;
use tweedie_oracle::report::Matrix;
use tweedie_oracle::{
    Effort, Expected, Header, Limits, Profile, Record, Scope, Size, Subprocess, Suite,
};

/// What was found out about the backends.
pub(super) struct Conformity {
    pub(super) records: Vec<Record>,
    pub(super) matrix: Matrix,
    /// Backends that could not be judged here, and why. A machine without a GPU is no fault.
    pub(super) absent: Vec<String>,
}

impl Conformity {
    /// Judges the built-in backends, and the one given, by the cases of `core`.
    pub(super) fn run(given: &Given) -> Result<Self, Failure> {
        // what cannot be started or read is found out before anything is waited for
        let started = given.started()?;
        let paths = given.records.iter();
        let read = paths
            .map(|path| whole(path))
            .collect::<Result<Vec<_>, _>>()?;
        let suite = suite(Size::Core)?;
        let mut records = Vec::new();
        let mut absent = Vec::new();
        for own in Own::all() {
            match own.open() {
                Ok(backend) => records.push(judged(
                    backend,
                    &suite,
                    own.profile(),
                    &format!("--backend {}", own.name()),
                )?),
                Err(why) => absent.push(format!("{}: {why}", own.name())),
            }
        }
        #[cfg(not(feature = "gpu"))]
        absent.push(format!("gpu: {}", crate::own::NO_GPU));
        if let Some(backend) = started {
            let door = format!("-- {}", quoted(&given.command));
            records.push(judged(backend, &suite, Profile::Ieee, &door)?);
        }
        records.extend(read);
        Ok(Self {
            matrix: Matrix::of(&records),
            records,
            absent,
        })
    }

    /// Whether everyone who was judged does.
    pub(super) fn is_good(&self) -> bool {
        self.records.iter().all(Record::is_good)
    }
}

/// Who else is judged.
pub(super) struct Given {
    /// A command that speaks the protocol; empty if there is none.
    pub(super) command: Vec<String>,
    /// Records that `tweedie check --report jsonl` wrote.
    pub(super) records: Vec<PathBuf>,
}

impl Given {
    fn started(&self) -> Result<Option<Box<dyn Backend + Send>>, Failure> {
        if self.command.is_empty() {
            return Ok(None);
        }
        let backend = Subprocess::start(&self.command, Limits::default())?;
        Ok(Some(Box::new(backend)))
    }
}

/// The record of an examination by a suite, on a thread of its own: what exact arithmetic stores goes with the thread.
pub(super) fn judged(
    mut backend: Box<dyn Backend + Send>,
    suite: &Suite,
    profile: Profile,
    door: &str,
) -> Result<Record, Failure> {
    let examined = || -> Result<Record, Failure> {
        let header = Header::new(backend.implementation(), &suite.name, profile, door);
        let scope = Scope {
            samplers: Some(Effort::Quick),
            ..Scope::all(profile)
        };
        let expected = Expected::default();
        let sink = Sink::new(None);
        let text = examine(
            backend.as_mut(),
            suite,
            &scope,
            expected,
            &header,
            sink,
            |_| {},
        )?;
        Ok(Record::parse(&text)?)
    };
    let outcome = thread::scope(|scope| scope.spawn(examined).join());
    outcome.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}
