//! Every operation: right by all its forms, wrong by all its readings, and called by name.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::LazyLock;

use ndarray::ArrayD;
use tweedie::scalar::Format;
use tweedie_catalogue::backend::{Answer, Request, output};
use tweedie_catalogue::operation::{Generic, Kind, OPERATIONS, Reading};
use tweedie_oracle::{
    Budget, Diagnosis, Entry, Profile, Size, State, Suite, accuracy, cases, diagnose, judge,
};

static CORE: LazyLock<Suite> =
    LazyLock::new(|| Suite::of("core", cases(Size::Core)).expect("every case has a truth"));

fn budget(format: Format) -> Budget {
    Budget {
        format,
        profile: Profile::Ieee,
    }
}

/// What a function makes of a case in a format.
fn answer(entry: &Entry, function: Generic, format: Format) -> Answer {
    let request = Request {
        id: &entry.case.id,
        operation: entry.case.operation.name,
        format,
        arguments: &entry.case.arguments,
    };
    output(entry.case.operation, function, &request)
        .unwrap_or_else(|error| Answer::Error(error.to_string()))
}

/// Every form of every operation passes every case of core in each of its formats.
#[test]
fn every_form_passes_core() {
    let mut failures = String::new();
    for entry in &CORE.entries {
        for &format in &entry.case.formats {
            for &form in entry.case.operation.forms {
                let judgement = judge(
                    &entry.case,
                    &entry.golden,
                    &answer(entry, form, format),
                    budget(format),
                );
                if judgement.state != State::Pass {
                    writeln!(
                        failures,
                        "{} by {} in {format}: {:?}",
                        entry.case.id, form.name, judgement
                    )
                    .unwrap();
                }
            }
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

/// How a reading fares on a case: told from the truth, and named first.
fn rejected(entry: &Entry, reading: &Reading, format: Format) -> (bool, bool) {
    let answer = answer(entry, reading.predict, format);
    let judgement = judge(&entry.case, &entry.golden, &answer, budget(format));
    let Answer::Output(output) = answer else {
        return (false, false);
    };
    if judgement.state != State::Fail {
        return (false, false);
    }
    let diagnoses = diagnose(&entry.case, &entry.golden, &output, budget(format));
    let is_so = |first: &Diagnosis| first.matches && first.misreading() == Some(reading.of);
    let named = diagnoses.first().is_some_and(is_so);
    (true, named)
}

/// Each reading of each operation is told from the truth and named, in f64 and f32, by a case of core.
#[test]
fn every_reading_is_rejected_and_named() {
    let mut unseen = String::new();
    for operation in OPERATIONS {
        for reading in operation.readings {
            for format in [Format::F64, Format::F32] {
                let fates: Vec<(bool, bool)> = CORE
                    .entries
                    .iter()
                    .filter(|entry| entry.case.operation.name == operation.name)
                    .filter(|entry| entry.case.formats.contains(&format))
                    .map(|entry| rejected(entry, reading, format))
                    .collect();
                if !fates.contains(&(true, true)) {
                    writeln!(
                        unseen,
                        "{} {} in {format}: rejected by {} of {} cases, named by none",
                        operation.name,
                        reading.of,
                        fates.iter().filter(|fate| fate.0).count(),
                        fates.len()
                    )
                    .unwrap();
                }
            }
        }
    }
    assert!(unseen.is_empty(), "{unseen}");
}

/// Every operation has one case in smoke; in core it has one that each format sees, but where none can.
#[test]
fn suites_have_every_operation() {
    let smoke = cases(Size::Smoke);
    let names: Vec<_> = smoke.iter().map(|case| case.operation.name).collect();
    let all: BTreeSet<_> = OPERATIONS.iter().map(|operation| operation.name).collect();
    assert_eq!(names.len(), all.len());
    assert_eq!(names.into_iter().collect::<BTreeSet<_>>(), all);
    for operation in OPERATIONS {
        for format in [Format::F64, Format::F32] {
            assert!(
                CORE.entries
                    .iter()
                    .any(|entry| entry.case.operation.name == operation.name
                        && entry.case.formats.contains(&format)),
                "{} has no case in {format}",
                operation.name
            );
        }
    }
}

/// Ids are unique and in order, every case has a format, and a case is the same whenever it is made.
#[test]
fn cases_are_stable() {
    let ids = |size| -> Vec<String> { cases(size).into_iter().map(|case| case.id).collect() };
    let [smoke, core, full] = Size::ALL.map(ids);
    for ids in [&smoke, &core, &full] {
        assert!(ids.windows(2).all(|pair| pair[0] < pair[1]));
    }
    for (a, b) in cases(Size::Core).iter().zip(&CORE.entries) {
        assert_eq!(a.arguments, b.case.arguments);
        assert!(
            a.formats.contains(&Format::F64),
            "{} in {:?}",
            a.id,
            a.formats
        );
    }
}

/// An id means one case, whatever the suite: where two have it, they have the same arguments.
#[test]
fn an_id_means_one_case_in_all_suites() {
    let mut known = BTreeMap::new();
    let mut shared = 0;
    for case in Size::ALL.into_iter().flat_map(cases) {
        match known.get(&case.id) {
            None => drop(known.insert(case.id, case.arguments)),
            Some(other) => {
                assert_eq!(*other, case.arguments, "{}", case.id);
                shared += 1;
            }
        }
    }
    assert!(shared > 50, "{shared}");
}

/// What a case's arguments and truth take in a file, in `f64`.
fn bytes(entry: &Entry) -> usize {
    let inputs: usize = entry.case.arguments.inputs.values().map(ArrayD::len).sum();
    let golden = &entry.golden;
    let outputs = (3 + 2 * golden.readings.len()) * golden.y.len();
    8 * (inputs + outputs)
}

#[test]
fn suites_stay_small() {
    let core: usize = CORE.entries.iter().map(bytes).sum();
    println!("core: {} cases, {core} bytes of arrays", CORE.entries.len());
    assert!(core < 1_500_000, "{core}");
    let smoke = Suite::of("smoke", cases(Size::Smoke)).unwrap();
    let small: usize = smoke.entries.iter().map(bytes).sum();
    println!(
        "smoke: {} cases, {small} bytes of arrays",
        smoke.entries.len()
    );
    assert!(small < 40_000, "{small}");
}

/// The reference itself is judged on every operation whose outputs are rounded, and passes.
#[test]
fn the_reference_is_accurate() {
    let rows = accuracy(&CORE);
    let judged: BTreeSet<&str> = rows.iter().map(|row| row.operation).collect();
    let numbers = OPERATIONS
        .iter()
        .filter(|operation| operation.kind == Kind::Numbers);
    assert_eq!(judged, numbers.map(|operation| operation.name).collect());
    for row in rows {
        assert!(row.cases > 0 && row.wrong == 0 && row.rho <= 1.0, "{row:?}");
    }
}
