//! The judge, on operations in process.

use ndarray::{ArrayD, IxDyn};
use tweedie::backend::{Answer, Backend, Cpu, Implementation, Request};
use tweedie::operation::{Arguments, Operation};
use tweedie::oracle::{Case, Level, Profile, State, Suite, examine};
use tweedie::scalar::Format;

fn array(values: &[f64]) -> ArrayD<f64> {
    ArrayD::from_shape_vec(IxDyn(&[values.len()]), values.to_vec()).unwrap()
}

fn suite() -> Suite {
    let arguments = Arguments::new()
        .number("alpha_s", 0.875)
        .number("sigma_s", 0.484_375)
        .number("alpha_t", 0.5)
        .number("sigma_t", 0.867_187_5)
        .number("eta", 0.25)
        .input("x_t", array(&[1.5, -0.25, 0.0]))
        .input("x0", array(&[0.75, 0.5, -1.0]))
        .input("noise", array(&[0.125, -1.0, 2.0]));
    let case = Case {
        id: "ddim_step/interior".to_owned(),
        operation: Operation::named("ddim_step").unwrap(),
        level: Level::Required,
        arguments,
        formats: Format::ALL.to_vec(),
        flags: vec![],
    };
    Suite::of("one", vec![case]).unwrap()
}

/// The reference passes in every format.
#[test]
fn the_reference_passes_in_every_format() {
    let suite = suite();
    for format in Format::ALL {
        let findings = examine(&mut Cpu::new(format), &suite, Profile::Ieee, |_| {});
        assert_eq!(findings.count(State::Pass), 1, "{findings:?}");
    }
}

/// A backend that reads η as a factor of the variance.
struct EtaOnVariance;

impl Backend for EtaOnVariance {
    fn implementation(&self) -> Implementation {
        Cpu::new(Format::F64).implementation()
    }

    fn run(&mut self, request: &Request<'_>) -> Answer {
        let mut arguments = request.arguments.clone();
        let eta = arguments.get::<f64>("eta").unwrap();
        arguments = arguments.number("eta", eta.sqrt());
        let request = Request {
            arguments: &arguments,
            ..*request
        };
        Cpu::new(Format::F64).run(&request)
    }
}

#[test]
fn a_wrong_convention_is_named() {
    let findings = examine(&mut EtaOnVariance, &suite(), Profile::Ieee, |_| {});
    let finding = &findings.findings[0];
    assert_eq!(finding.judgement.state, State::Fail);
    let diagnosis = &finding.diagnoses[0];
    assert!(
        diagnosis.matches && diagnosis.convention == "DDIM-ETA",
        "{diagnosis}"
    );
}
