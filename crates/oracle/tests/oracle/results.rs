//! Results files: right ones pass as their writer would in process, wrong ones are refused or judged as wrong.

use std::collections::HashMap;
use std::path::Path;

use safetensors::tensor::{Dtype, TensorView, serialize};
use tweedie::scalar::Format;
use tweedie_catalogue::backend::{Answer, Backend, Cpu, Request};
use tweedie_oracle::{Element, Findings, Profile, Recorded, State, Suite, examine};

use crate::support::two as suite;

type Outputs = Vec<(String, Dtype, Vec<usize>, Vec<u8>)>;

fn dtype(format: Format) -> Dtype {
    match format {
        Format::F64 => Dtype::F64,
        Format::F32 => Dtype::F32,
        Format::F16 => Dtype::F16,
        Format::Bf16 => Dtype::BF16,
    }
}

/// What the reference computes, as a port would store it.
fn outputs(suite: &Suite, format: Format) -> Outputs {
    let outputs = suite.entries.iter().map(|entry| {
        let answer = Cpu::new(format).run(&Request {
            id: &entry.case.id,
            operation: entry.case.operation.name,
            format,
            arguments: &entry.case.arguments,
        });
        let Answer::Output(array) = answer else {
            panic!("{answer:?}")
        };
        let bytes = Element::Float(format).write(array.iter().copied());
        (
            format!("{}.y", entry.case.id),
            dtype(format),
            array.shape().to_vec(),
            bytes,
        )
    });
    outputs.collect()
}

fn file(outputs: &Outputs, notes: &[(&str, &str)]) -> Vec<u8> {
    let views = outputs.iter().map(|(key, dtype, shape, bytes)| {
        (key, TensorView::new(*dtype, shape.clone(), bytes).unwrap())
    });
    let notes: HashMap<String, String> = notes
        .iter()
        .map(|&(key, value)| (key.to_owned(), value.to_owned()))
        .collect();
    serialize(views, (!notes.is_empty()).then_some(notes)).unwrap()
}

/// A results file of the reference.
pub fn written(suite: &Suite, format: Format) -> Vec<u8> {
    file(&outputs(suite, format), &[("implementation", "a port")])
}

fn judged(bytes: &[u8]) -> Result<Findings, String> {
    let suite = suite();
    let mut results = Recorded::parse(Path::new("results.safetensors"), bytes, &suite)
        .map_err(|error| error.to_string())?;
    Ok(examine(&mut results, &suite, Profile::Ieee, |_| {}))
}

fn refused(bytes: &[u8], parts: &[&str]) {
    let error = judged(bytes).unwrap_err();
    assert_eq!(error.lines().count(), 1, "{error}");
    assert!(error.starts_with("results.safetensors: "), "{error}");
    for part in parts {
        assert!(error.contains(part), "no {part:?} in: {error}");
    }
}

/// The states, in the order of judging: add_noise, then ddim_step.
fn states(bytes: &[u8]) -> Vec<State> {
    let findings = judged(bytes).unwrap().findings;
    findings
        .iter()
        .map(|finding| finding.judgement.state)
        .collect()
}

fn f32s(change: impl Fn(&mut Outputs)) -> Outputs {
    let mut outputs = outputs(&suite(), Format::F32);
    change(&mut outputs);
    outputs
}

#[test]
fn right_results_pass_in_every_format() {
    for format in Format::ALL {
        let findings = judged(&written(&suite(), format)).unwrap();
        assert_eq!(findings.implementation.name, "a port");
        assert_eq!(findings.implementation.version, "unknown");
        assert_eq!(findings.implementation.formats, [format]);
        assert_eq!(findings.count(State::Pass), 2, "{findings:?}");
    }
}

#[test]
fn a_note_of_the_format_comes_before_the_tensors() {
    let short = outputs(&suite(), Format::Bf16);
    let wide = short.into_iter().map(|(key, _, shape, bytes)| {
        let values = Element::Float(Format::Bf16).read(&bytes).unwrap();
        (
            key,
            Dtype::F32,
            shape,
            Element::Float(Format::F32).write(values),
        )
    });
    let wide: Outputs = wide.collect();
    assert_eq!(
        states(&file(&wide, &[("format", "bf16")])),
        [State::Pass, State::Pass]
    );
    assert_eq!(states(&file(&wide, &[])), [State::Fail, State::Fail]);
}

#[test]
fn wrong_results_fail() {
    let nan = f32s(|o| o[0].3[..4].copy_from_slice(&f32::NAN.to_le_bytes()));
    assert_eq!(states(&file(&nan, &[])), [State::Fail, State::Pass]);
    let bit = f32s(|o| o[1].3[2] ^= 1);
    assert_eq!(states(&file(&bit, &[])), [State::Pass, State::Fail]);
    let shape = f32s(|o| o[1].2 = vec![6]);
    assert_eq!(states(&file(&shape, &[])), [State::Pass, State::Fail]);
}

/// What is left out without a word is an error, not a pass: an operation that is not there at all is one not had.
#[test]
fn what_is_missing_is_told_apart() {
    let half = f32s(|o| drop(o.pop()));
    assert_eq!(states(&file(&half, &[])), [State::Pass, State::Skipped]);
    assert_eq!(
        states(&file(&half, &[("operations", "ddim_step")])),
        [State::Pass, State::Error]
    );
    let reason = r#"{"ddim_step/interior": "not ported yet"}"#;
    let findings = judged(&file(
        &half,
        &[("operations", "add_noise ddim_step"), ("skipped", reason)],
    ))
    .unwrap();
    let judgement = &findings.findings[1].judgement;
    assert_eq!(
        (judgement.state, judgement.reason.as_deref()),
        (State::Skipped, Some("not ported yet"))
    );
}

#[test]
fn results_that_cannot_be_judged_are_refused() {
    let good = f32s(|_| ());
    refused(b"", &["no whole safetensors file"]);
    refused(
        &file(&Vec::new(), &[]),
        &["no tensor that tells the format"],
    );
    refused(&file(&good, &[("format", "f8")]), &["f8", "bf16"]);
    refused(&file(&good, &[("skipped", "[]")]), &["skipped", "no table"]);
    refused(
        &file(&good, &[("skipped", r#"{"nothing": "no"}"#)]),
        &["nothing", "no case"],
    );
    refused(
        &file(&good, &[("skipped", r#"{"add_noise/interior": "no"}"#)]),
        &["skipped, and answered"],
    );
    let named = |key: &str| file(&f32s(|o| o[0].0 = key.to_owned()), &[]);
    refused(
        &named("add_noise/other.y"),
        &["add_noise/other", "no case of the suite two"],
    );
    refused(
        &named("add_noise/interior"),
        &["add_noise/interior", "`.y`"],
    );
    let mixed = f32s(|o| o[0] = outputs(&suite(), Format::F16).remove(0));
    refused(&file(&mixed, &[]), &["several formats"]);
    let bytes = f32s(|o| o[0].1 = Dtype::U32);
    refused(&file(&bytes, &[]), &["U32", "store it as"]);
    let whole = f32s(|o| {
        o[0].1 = Dtype::I64;
        o[0].3 = [1_i64 << 60, 0]
            .iter()
            .flat_map(|n| n.to_le_bytes())
            .collect();
    });
    refused(&file(&whole, &[]), &["1152921504606846976", "2^53"]);
}
