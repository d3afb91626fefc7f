//! The registry of mistakes and the catalogue that refers to it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use tweedie_catalogue::mistake::{Flag, Misreading};
use tweedie_catalogue::operation::{LOOPS, OPERATIONS, Operation, Stage};

/// The operations, and the steps that loops are made of.
fn operations() -> impl Iterator<Item = &'static Operation> {
    let steps = LOOPS.iter().map(|walk| walk.step);
    OPERATIONS.iter().copied().chain(steps)
}

/// The text of all files of a folder and the folders in it.
fn texts(folder: &Path) -> String {
    let mut all = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all += &texts(&path);
        } else {
            all += &fs::read_to_string(path).unwrap();
        }
    }
    all
}

/// Every entry is referred to by an operation, the judge, a case or the zoo. That what they refer to is there, the compiler
/// sees.
#[test]
fn no_entry_is_idle() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let registry = texts(&crates.join("catalogue/src/mistake"));
    let used = texts(&crates.join("catalogue/src/operation")) + &texts(&crates.join("oracle/src"));
    let used: BTreeSet<&str> = used
        .split("mistake::")
        .filter_map(|text| {
            text.split(|c: char| !c.is_alphanumeric() && c != '_')
                .next()
        })
        .collect();
    let names: Vec<&str> = registry
        .lines()
        .filter_map(|line| line.trim().strip_suffix(" {"))
        .filter_map(|head| head.trim_start_matches("flag ").split(' ').next())
        .filter(|name| {
            name.chars()
                .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
        })
        .collect();
    assert_eq!(names.len(), Misreading::all().count() + Flag::all().count());
    let idle: Vec<_> = names.iter().filter(|name| !used.contains(*name)).collect();
    assert!(idle.is_empty(), "nothing refers to {idle:?}");
}

/// Ids and texts stand once, those of one convention together and in the order of what they read, as files count them.
#[test]
fn registry_names_each_once() {
    let mut seen = BTreeSet::new();
    let mut conventions = BTreeSet::new();
    let mut before: Option<&Misreading> = None;
    for it in Misreading::all() {
        assert!(
            seen.insert((it.convention.id, it.reads)),
            "{it} stands twice"
        );
        let texts = [
            it.reads,
            it.effect,
            it.convention.right,
            it.convention.source,
        ];
        assert!(texts.iter().all(|text| !text.is_empty()), "{it}");
        match before {
            Some(before) if before.convention == it.convention => {
                assert!(before.reads < it.reads, "{it}");
            }
            _ => assert!(conventions.insert(it.convention.id), "{it} stands apart"),
        }
        before = Some(it);
    }
    let mut flags = BTreeSet::new();
    for flag in Flag::all() {
        assert!(flags.insert(flag.id), "{} stands twice", flag.id);
        assert!(
            !flag.seen_in.is_empty() && !flag.seen_by.is_empty(),
            "{}",
            flag.id
        );
    }
}

/// Names are unique, operations stand in the order of their stages and after what they stand on, and readings of one
/// operation in the order of their names.
#[test]
fn catalogue_is_in_order() {
    let mut names = BTreeSet::new();
    let mut stage = Stage::Schedule;
    for operation in OPERATIONS {
        for below in operation.stands_on {
            let of = Operation::named(below);
            assert!(
                of.is_some_and(|of| of.stage <= operation.stage),
                "{} stands on {below}",
                operation.name
            );
        }
        assert!(
            stage <= operation.stage,
            "{} is out of order",
            operation.name
        );
        stage = operation.stage;
        assert!(
            names.insert(operation.name),
            "{} stands twice",
            operation.name
        );
    }
    for operation in operations() {
        assert!(
            operation
                .readings
                .windows(2)
                .all(|pair| (pair[0].of.convention.id, pair[0].of.reads)
                    < (pair[1].of.convention.id, pair[1].of.reads)),
            "readings of {}",
            operation.name
        );
    }
}
