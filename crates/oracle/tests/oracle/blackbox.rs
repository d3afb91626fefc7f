//! Samplers as black boxes.

use tweedie::scalar::Format;
use tweedie_catalogue::backend::Cpu;
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
