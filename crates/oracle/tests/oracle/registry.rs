//! The catalogue and the registry of conventions say the same.

use std::collections::BTreeSet;

use tweedie_catalogue::operation::{LOOPS, OPERATIONS, Operation, Stage};
use tweedie_oracle::CONVENTIONS;

/// The operations, and the steps that loops are made of.
fn operations() -> impl Iterator<Item = &'static Operation> {
    let steps = LOOPS.iter().map(|walk| walk.step);
    OPERATIONS.iter().copied().chain(steps)
}

fn readings() -> impl Iterator<Item = (&'static Operation, &'static str, &'static str)> {
    operations().flat_map(|operation| {
        operation
            .readings
            .iter()
            .map(move |reading| (operation, reading.convention, reading.reading))
    })
}

/// Each reading of each operation is registered, and each registered reading is one of an operation.
#[test]
fn readings_are_registered_and_used() {
    let registered: BTreeSet<_> = CONVENTIONS
        .iter()
        .flat_map(|convention| {
            convention
                .others
                .iter()
                .map(|other| (convention.id, other.reading))
        })
        .collect();
    let used: BTreeSet<_> = readings()
        .map(|(_, convention, reading)| (convention, reading))
        .collect();
    let missing: Vec<_> = used.difference(&registered).collect();
    assert!(missing.is_empty(), "not in the registry: {missing:?}");
    let idle: Vec<_> = registered.difference(&used).collect();
    assert!(idle.is_empty(), "of no operation: {idle:?}");
}

/// Each id stands once; readings in order, each once.
#[test]
fn registry_names_each_once() {
    assert!(CONVENTIONS.windows(2).all(|pair| pair[0].id < pair[1].id));
    for convention in CONVENTIONS.iter() {
        let others = convention.others;
        assert!(!others.is_empty(), "{}", convention.id);
        assert!(
            others
                .windows(2)
                .all(|pair| pair[0].reading < pair[1].reading),
            "{}",
            convention.id
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
                .all(|pair| (pair[0].convention, pair[0].reading)
                    < (pair[1].convention, pair[1].reading)),
            "readings of {}",
            operation.name
        );
    }
}
