//! Wrong loops: the first wrong step, and its name.

use std::path::Path;

use ndarray::Axis;
use tweedie::scalar::Format;
use tweedie_catalogue::backend::{Answer, Backend, Cpu, Implementation, Request};
use tweedie_catalogue::mistake;
use tweedie_catalogue::operation::Reading;
use tweedie_oracle::report::terminal;
use tweedie_oracle::vectors::{files, parse};
use tweedie_oracle::{Finding, Profile, Record, Recorded, Scope, State, Suite, examine};

use super::{arguments, judged, trajectory, walk, walked};
use crate::examined::{Wrong, recorded_on};
use crate::results::written as written_results;
use crate::support::first_failure;

/// A loop whose steps are taken by a reading, from step `since` to step `until`.
struct Looped {
    reading: &'static Reading,
    format: Format,
    steps: std::ops::Range<usize>,
}

impl Backend for Looped {
    fn implementation(&self) -> Implementation {
        Cpu::new(self.format).implementation()
    }

    fn run(&mut self, request: &Request<'_>) -> Answer {
        let right = walk().step.forms[0];
        Answer::Output(walked(request.arguments, self.format, |i, _| {
            if self.steps.contains(&i) {
                self.reading.predict
            } else {
                right
            }
        }))
    }
}

fn finding(backend: &mut dyn Backend, eta: f64) -> Finding {
    let entry = trajectory(eta);
    let suite = Suite {
        name: "one".to_owned(),
        entries: vec![entry],
    };
    examine(backend, &suite, Profile::Ieee, |_| {})
        .findings
        .remove(0)
}

/// The first step at which a reading differs from the truth at the states that it leads to itself.
fn differs_at(backend: &mut Looped, eta: f64) -> Option<usize> {
    let arguments = arguments(eta);
    let request = Request {
        id: "x",
        operation: "trajectory",
        format: Format::F64,
        arguments: &arguments,
    };
    let Answer::Output(states) = backend.run(&request) else {
        panic!("no output")
    };
    (0..4).find(|&i| {
        let at = (walk().at)(&arguments, i, &states).unwrap();
        let right: Vec<f64> = walk().step.evaluate(&at).unwrap();
        let reached = states.index_axis(Axis(0), i);
        reached.iter().zip(right).any(|(a, b)| (a - b).abs() > 1e-3)
    })
}

/// Every reading of the step, taken at every step: caught at the first step where it differs, and named. At one step alone:
/// named at that one.
#[test]
fn every_misreading_is_named_at_its_first_wrong_step() {
    let mut missed = Vec::new();
    for reading in walk().step.readings {
        for format in [Format::F64, Format::F32] {
            let backend = |steps| Looped {
                reading,
                format,
                steps,
            };
            let first = differs_at(&mut backend(0..4), 0.5).expect("it differs somewhere");
            for steps in [0..4, first..first + 1] {
                let found = finding(&mut backend(steps.clone()), 0.5);
                let at = found.first_wrong.as_ref().map(|wrong| wrong.step);
                let name = found.diagnoses.first();
                let named =
                    name.is_some_and(|name| name.matches && name.misreading() == Some(reading.of));
                if found.judgement.state != State::Fail || at != Some(first) || !named {
                    missed.push(format!(
                        "{} in {format} at {steps:?}: due at {first}, {at:?}, {name:?}",
                        reading.of
                    ));
                }
            }
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

/// The loop's own faults, and where they begin: at the second step, at the last, at the first.
#[test]
fn what_only_a_loop_shows_is_seen_where_it_begins() {
    let first = |convention: &str| {
        let mut readings = walk().step.readings.iter();
        let reading = readings
            .find(|reading| reading.of.convention.id == convention)
            .unwrap();
        let mut backend = Looped {
            reading,
            format: Format::F32,
            steps: 0..4,
        };
        let wrong = finding(&mut backend, 0.5).first_wrong.unwrap();
        (wrong.step, wrong.of, wrong.between)
    };
    assert_eq!(first("LOOP-NOISE"), (1, 4, "t = 9 → 5".to_owned()));
    assert_eq!(first("LOOP-STATE"), (1, 4, "t = 9 → 5".to_owned()));
    assert_eq!(first("LOOP-MODEL"), (1, 4, "t = 9 → 5".to_owned()));
    assert_eq!(first("LOOP-ORDER"), (0, 4, "t = 13 → 9".to_owned()));
    assert_eq!(first("LOOP-END"), (3, 4, "t = 2 → 0".to_owned()));
}

/// One state is off by a little: that step is wrong, the one after it leads on from there rightly, and the whole is off.
#[test]
fn a_slip_is_seen_at_its_step_alone() {
    let entry = trajectory(0.5);
    let mut states = walked(&entry.case.arguments, Format::F32, |_, _| {
        walk().step.forms[0]
    });
    states[[2, 1, 0]] += 0.001;
    for i in 3..4 {
        let at = (walk().at)(&entry.case.arguments, i, &states).unwrap();
        let next: Vec<f32> = walk().step.evaluate(&at).unwrap();
        let next = next.into_iter().map(f64::from).collect();
        let next = ndarray::Array2::from_shape_vec((2, 2), next).unwrap();
        states.index_axis_mut(Axis(0), i).assign(&next);
    }
    let judgement = judged(&entry, &Answer::Output(states), Format::F32);
    assert_eq!(
        (judgement.state, judgement.outside, judgement.count),
        (State::Fail, 1, 16)
    );
    assert_eq!(judgement.worst.unwrap().at, [2, 1, 0]);
}

/// After a state that is no number, or beyond all measure, nothing follows; the step that made it is the wrong one.
#[test]
fn no_number_is_found_where_it_comes_up() {
    struct Broken(f64);
    impl Backend for Broken {
        fn implementation(&self) -> Implementation {
            Cpu::new(Format::F64).implementation()
        }
        fn run(&mut self, request: &Request<'_>) -> Answer {
            let mut states = walked(request.arguments, Format::F64, |_, _| walk().step.forms[0]);
            states
                .slice_axis_mut(Axis(0), ndarray::Slice::from(2..))
                .fill(self.0);
            Answer::Output(states)
        }
    }
    for state in [f64::NAN, f64::NEG_INFINITY, 1e200, 1e30] {
        let found = finding(&mut Broken(state), 0.5);
        assert_eq!(found.judgement.state, State::Fail, "{state}: {found:?}");
        assert_eq!(found.judgement.outside, 8);
        assert_eq!(found.first_wrong.unwrap().step, 2);
        let name = found.diagnoses.first();
        let finite = name.is_some_and(|name| name.convention == "FINITE");
        assert_eq!(finite, !state.is_finite(), "{name:?}");
    }
}

/// Its noise is that of the first step at every step.
fn wrong() -> Record {
    let mut backend = Wrong {
        format: Format::F32,
        operation: "trajectory",
        does: |_, request| {
            let mut readings = walk().step.readings.iter();
            let reading = readings
                .find(|reading| reading.of == mistake::SAME_NOISE_AT_EVERY_STEP)
                .unwrap();
            Answer::Output(walked(request.arguments, Format::F32, |_, _| {
                reading.predict
            }))
        },
    };
    let suite = Suite {
        name: "small".to_owned(),
        entries: vec![trajectory(0.5)],
    };
    let scope = Scope::all(Profile::Ieee);
    Record::parse(&recorded_on(&suite, &mut backend, &scope, None)).unwrap()
}

/// States handed out by reference, all of them the last one.
#[test]
fn one_state_for_all_is_named() {
    struct Alias;
    impl Backend for Alias {
        fn implementation(&self) -> Implementation {
            Cpu::new(Format::F32).implementation()
        }
        fn run(&mut self, request: &Request<'_>) -> Answer {
            let mut states = walked(request.arguments, Format::F32, |_, _| walk().step.forms[0]);
            let last = states.index_axis(Axis(0), 3).to_owned();
            for mut state in states.outer_iter_mut() {
                state.assign(&last);
            }
            Answer::Output(states)
        }
    }
    let found = finding(&mut Alias, 0.5);
    assert_eq!(found.first_wrong.as_ref().unwrap().step, 0);
    assert_eq!(
        found.message(),
        "looks like LAYOUT = \"every state is the same one\""
    );
}

/// From vector files, which hold no readings of a loop, the judge says the same; and by a results file.
#[test]
fn files_tell_as_much() {
    let suite = Suite {
        name: "one".to_owned(),
        entries: vec![trajectory(0.5)],
    };
    let written = files(&suite).unwrap();
    let read = parse(Path::new("here"), &written.manifest, &written.tensors).unwrap();
    let mut readings = walk().step.readings.iter();
    let mut backend = Looped {
        reading: readings
            .find(|reading| reading.of == mistake::ETA_ON_THE_VARIANCE)
            .unwrap(),
        format: Format::F32,
        steps: 2..4,
    };
    let scope = Scope::all(Profile::Ieee);
    let text = |suite, backend: &mut dyn Backend| recorded_on(suite, backend, &scope, None);
    let record = text(&read, &mut backend);
    assert_eq!(record, text(&suite, &mut backend));
    let record = Record::parse(&record).unwrap();
    assert_eq!(record.findings[0].first_wrong.as_ref().unwrap().step, 2);
    assert_eq!(record.findings[0].diagnoses[0].convention, "DDIM-ETA");
    let results = written_results(&read, Format::F32);
    let mut right = Recorded::parse(Path::new("results"), &results, &read).unwrap();
    let findings = examine(&mut right, &read, Profile::Ieee, |_| {});
    assert_eq!(findings.count(State::Pass), 1, "{findings:?}");
}

/// The first wrong step has its line, as it is written in the record and read back.
#[test]
fn a_wrong_loop_fits_one_screen() {
    let text = terminal(&wrong());
    let screen = first_failure(&text);
    assert_eq!(screen.len(), 6, "{text}");
    assert!(
        screen[0].starts_with("FAIL trajectory/small  f32  required     ρ = "),
        "{text}"
    );
    let first = "  first wrong step 1 of 4 (t = 9 → 5); step 0 ρ ≤ 0.";
    assert!(screen[1].starts_with(first), "{text}");
    assert!(screen[2].starts_with("  worst element ["), "{text}");
    assert!(
        screen[3].starts_with("  looks like: LOOP-NOISE = "),
        "{text}"
    );
    let effect = mistake::SAME_NOISE_AT_EVERY_STEP.effect;
    assert_eq!(screen[4], format!("  what it does: {effect}"));
    assert_eq!(
        screen[5],
        "  reproduce: tweedie check --case trajectory/small -- ./port"
    );
}

/// The page that explains the judge shows what the judge says.
#[test]
fn the_loop_in_the_docs_is_real() {
    let text = terminal(&wrong());
    let screen = &text[text.find("FAIL").unwrap()..text.find("\n\n✗").unwrap()];
    let docs = include_str!("../../../../../docs/ORACLE.md");
    assert!(
        docs.contains(&format!("```text\n{screen}\n```")),
        "\n{screen}"
    );
}
