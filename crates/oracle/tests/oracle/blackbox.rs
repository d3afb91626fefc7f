//! Samplers as black boxes.

use tweedie::scalar::Format;
use tweedie_catalogue::backend::{Answer, Backend, Cpu, Implementation, Request};
use tweedie_oracle::{Effort, Finding, Profile, State, examine_samplers};

fn line(finding: &Finding) -> String {
    let judgement = &finding.judgement;
    let diagnosis = finding.diagnoses.first().map(ToString::to_string);
    format!(
        "{} {} {} rho {:.3e} {:?} {:?} {:?} {:?}",
        finding.id,
        finding.format,
        judgement.state.name(),
        judgement.rho,
        judgement.reason,
        judgement.worst,
        finding.first_wrong,
        diagnosis
    )
}

#[test]
fn the_reference_has_no_failure_in_any_format() {
    for format in Format::ALL {
        let findings =
            examine_samplers(&mut Cpu::new(format), Profile::Ieee, Effort::Quick, |_| {});
        assert!(findings.len() > 100, "{}", findings.len());
        let wrong: Vec<String> = findings
            .iter()
            .filter(|finding| {
                !matches!(
                    finding.judgement.state,
                    State::Pass | State::Skipped | State::NoPower
                )
            })
            .map(line)
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

use tweedie_oracle::zoo::naive_port;

fn is_wrong(finding: &Finding) -> bool {
    matches!(
        finding.judgement.state,
        State::Fail | State::Error | State::Undecided
    )
}

/// The port of the zoo, without its mistakes, is right.
#[test]
fn a_port_written_as_ports_are_written_has_no_failure() {
    for format in Format::ALL {
        let mut port = naive_port(format);
        let findings = examine_samplers(port.as_mut(), Profile::Ieee, Effort::Quick, |_| {});
        let wrong: Vec<String> = findings
            .iter()
            .filter(|finding| is_wrong(finding))
            .map(line)
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

/// A port whose every step goes a tenth too far.
struct TooFar(Box<dyn Backend>);

impl Backend for TooFar {
    fn implementation(&self) -> Implementation {
        self.0.implementation()
    }

    fn run(&mut self, request: &Request<'_>) -> Answer {
        match self.0.run(request) {
            Answer::Output(output) if request.operation == "sampler.step" => {
                Answer::Output(output * 1.1)
            }
            other => other,
        }
    }
}

/// Timesteps are told as NOTATION.md counts them: the noisiest is T, clean data are 0.
#[test]
fn a_wrong_step_is_told_in_the_timesteps_of_the_notation() {
    let mut port = TooFar(naive_port(Format::F64));
    let findings = examine_samplers(&mut port, Profile::Ieee, Effort::Quick, |_| {});
    let told: Vec<&str> = findings
        .iter()
        .filter_map(|finding| Some(finding.first_wrong.as_ref()?.between.as_str()))
        .filter(|between| between.starts_with("t = "))
        .collect();
    assert!(
        told.iter()
            .any(|between| between.starts_with("t = 1000 → ")),
        "{told:?}"
    );
    let whole = |t: &str| t.parse::<usize>().is_ok_and(|t| t <= 1000);
    for between in told {
        let (from, to) = between[4..].split_once(" → ").unwrap();
        assert!(whole(from) && whole(to), "{between}");
    }
}
