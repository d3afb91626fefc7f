//! Samplers as black boxes.

use tweedie::backend::Cpu;
use tweedie::oracle::{Effort, Finding, Profile, State, examine_samplers};
use tweedie::scalar::Format;

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

use tweedie::oracle::zoo::{SamplerFault, naive_port, sampler_faults};

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

/// What became of a fault: whether it was caught, and called by its name.
fn outcome(fault: &SamplerFault, format: Format) -> (bool, bool, String) {
    let findings = fault.examined(format);
    let wrong: Vec<&Finding> = findings
        .iter()
        .filter(|finding| is_wrong(finding))
        .collect();
    let named = wrong.iter().any(|finding| {
        finding.diagnoses.first().is_some_and(|diagnosis| {
            diagnosis.matches
                && fault
                    .expects
                    .contains(&(diagnosis.convention.as_str(), diagnosis.reading.as_str()))
        })
    });
    let told: Vec<String> = wrong.iter().take(8).map(|finding| line(finding)).collect();
    (!wrong.is_empty(), named, told.join("\n  "))
}

/// Every fault is caught in double and single precision, and called by its name.
#[test]
fn every_sampler_fault_is_caught_and_named() {
    let mut missed = Vec::new();
    for fault in sampler_faults() {
        for format in [Format::F64, Format::F32] {
            if !fault.formats.contains(&format) {
                continue;
            }
            let (caught, named, told) = outcome(fault, format);
            if !(caught && named) {
                missed.push(format!("{} {format}: caught {caught}\n  {told}", fault.id));
            }
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}
