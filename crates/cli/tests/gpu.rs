//! The judge's verdict on the device, through the door of every backend. Where there is no adapter these tests fail if
//! `TWEEDIE_REQUIRE_GPU=1`; without it each says on stderr that it ran nothing, and why.

use std::io::Write;

use tweedie::scalar::Format;
use tweedie_catalogue::backend::{Answer, Backend, Device, Implementation, Request};
use tweedie_gpu::Gpu;
use tweedie_oracle::{Effort, Finding, Profile, Size, State, examine, examine_samplers, vectors};

/// The device, if there is one.
fn gpu() -> Option<Gpu> {
    match Gpu::open() {
        Ok(gpu) => Some(gpu),
        Err(error) if std::env::var_os("TWEEDIE_REQUIRE_GPU").is_some_and(|set| set == "1") => {
            panic!("TWEEDIE_REQUIRE_GPU=1, but {error}")
        }
        Err(error) => {
            not_run(&error);
            None
        }
    }
}

/// Says so past the test harness, which swallows what a passing test prints.
fn not_run(why: &tweedie_gpu::Error) {
    #[allow(clippy::explicit_write)]
    writeln!(std::io::stderr(), "NOTHING WAS RUN: {why}").unwrap();
}

/// What is found of a backend, operation by operation.
fn findings(backend: &mut dyn Backend) -> Vec<Finding> {
    let suite = vectors::embedded(Size::Core).unwrap().unwrap();
    examine(backend, &suite, Profile::Reassociating, |_| {}).findings
}

/// Asserts that so many findings pass, and nothing is wrong.
#[track_caller]
fn assert_right(findings: &[Finding], least: usize) {
    let in_state = |states: &[State]| -> Vec<&Finding> {
        let of = findings.iter();
        of.filter(|one| states.contains(&one.judgement.state))
            .collect()
    };
    let right = in_state(&[State::Pass]).len();
    let left = in_state(&[State::Skipped, State::NoPower]).len();
    let wrong = in_state(&[State::Fail, State::Error, State::Blocked, State::Undecided]);
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(
        right >= least && right + left == findings.len(),
        "{right} pass"
    );
}

/// The backends of the device, one for each format it computes in.
fn devices() -> impl Iterator<Item = Device> {
    [Format::F32, Format::F64].into_iter().filter_map(|format| {
        let device = Device::new(gpu()?, format);
        device.map_err(|error| not_run(&error)).ok()
    })
}

#[test]
fn the_device_is_right() {
    for mut device in devices() {
        assert_right(&findings(&mut device), 150);
    }
}

/// Driven call by call: exact laws, orders of convergence, and every step from the device's own state.
#[test]
fn its_samplers_are_right() {
    for mut device in devices() {
        let findings = examine_samplers(&mut device, Profile::Reassociating, Effort::Quick, |_| {});
        assert_right(&findings, 100);
    }
}

/// The device, its answers off by 2⁸ units of roundoff: a coefficient in a shorter format.
struct Blunt(Device);

impl Backend for Blunt {
    fn implementation(&self) -> Implementation {
        self.0.implementation()
    }

    fn run(&mut self, request: &Request<'_>) -> Answer {
        match self.0.run(request) {
            Answer::Output(output) => {
                Answer::Output(output * (1.0 + 256.0 * request.format.roundoff()))
            }
            other => other,
        }
    }
}

#[test]
fn a_blunt_device_is_not() {
    for device in devices() {
        let findings = findings(&mut Blunt(device));
        let passed = findings.iter().filter(|one| {
            one.judgement.state == State::Pass && !one.operation.starts_with("sampler")
        });
        let passed: Vec<_> = passed.map(|one| (&one.id, one.judgement.rho)).collect();
        // what is all zeros stays right
        assert!(passed.len() <= 2, "{passed:?}");
    }
}
