//! Small suites and wrong backends, for the tests of what is written about them.

use tweedie::scalar::Format;
use tweedie_catalogue::backend::{Answer, Backend, Cpu, Implementation, Request};
use tweedie_catalogue::operation::Arguments;
use tweedie_oracle::{Case, Expected, Header, Profile, Record, Recorder, Scope, Suite, examine_in};

use crate::support::{array, case, ddim_step};

/// One step of DDIM at an interior η, and two noisings; one of them is not for the short formats.
pub fn suite() -> Suite {
    let noised = |alpha, sigma| {
        Arguments::new()
            .number("alpha_t", alpha)
            .number("sigma_t", sigma)
            .input("x0", array(&[3], &[0.75, 0.5, -1.0]))
            .input("noise", array(&[3], &[0.125, -1.0, 2.0]))
    };
    let early = case("add_noise/early", "add_noise", noised(0.875, 0.484_375));
    let late = Case {
        formats: vec![Format::F64, Format::F32],
        ..case("add_noise/late", "add_noise", noised(0.5, 0.867_187_5))
    };
    Suite::of("small", vec![early, late, ddim_step()]).unwrap()
}

/// A backend that is right but for what it does to the requests of one operation.
pub struct Wrong {
    pub format: Format,
    pub operation: &'static str,
    pub does: fn(&mut Cpu, &Request<'_>) -> Answer,
}

impl Wrong {
    /// Reads η as a factor of the variance.
    pub fn eta_on_variance(format: Format) -> Self {
        Self {
            format,
            operation: "ddim_step",
            does: |cpu, request| {
                let eta = request.arguments.get::<f64>("eta").unwrap();
                let arguments = request.arguments.clone().number("eta", eta.sqrt());
                cpu.run(&Request {
                    arguments: &arguments,
                    ..*request
                })
            },
        }
    }
}

impl Backend for Wrong {
    fn implementation(&self) -> Implementation {
        Implementation {
            name: "port".to_owned(),
            version: "1".to_owned(),
            ..Cpu::new(self.format).implementation()
        }
    }

    fn run(&mut self, request: &Request<'_>) -> Answer {
        let mut cpu = Cpu::new(self.format);
        if request.operation == self.operation {
            (self.does)(&mut cpu, request)
        } else {
            cpu.run(request)
        }
    }
}

/// What `tweedie check --report jsonl` writes of it.
pub fn recorded(backend: &mut dyn Backend, scope: &Scope, expected: Option<&str>) -> Vec<u8> {
    recorded_on(&suite(), backend, scope, expected)
}

/// The same of another suite.
pub fn recorded_on(
    suite: &Suite,
    backend: &mut dyn Backend,
    scope: &Scope,
    expected: Option<&str>,
) -> Vec<u8> {
    let implementation = backend.implementation();
    let header = Header::new(
        implementation.clone(),
        &suite.name,
        Profile::Ieee,
        "-- ./port",
    );
    let mut recorder = Recorder::new(Vec::new(), &header).unwrap();
    let mut expected =
        expected.map_or_else(Expected::default, |text| Expected::parse(text).unwrap());
    examine_in(backend, &implementation, suite, scope, |mut finding| {
        expected.meet(&mut finding);
        recorder.finding(&finding)
    })
    .unwrap();
    let broken = expected.broken(suite, scope, &scope.formats_of(&implementation));
    recorder.finish(broken).unwrap()
}

/// The record of a whole examination.
pub fn record(backend: &mut dyn Backend, expected: Option<&str>) -> Record {
    Record::parse(&recorded(backend, &Scope::all(Profile::Ieee), expected)).unwrap()
}
