//! The zoo: every mistake that projects shipped is caught, and called by its name.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use tweedie::oracle::zoo::{Row, faults, power};
use tweedie::oracle::{FLAGS, Size, Suite, cases};
use tweedie::scalar::Format;

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let suite = Suite::of("core", cases(Size::Core)).expect("every case has a truth");
    power(&suite, &[Format::F64, Format::F32])
});

fn line(row: &Row) -> String {
    format!(
        "{} in {}: {:?}",
        row.fault.id,
        row.fault.place(),
        row.outcomes
    )
}

/// Every fault, in double and single precision.
#[test]
fn every_fault_is_caught() {
    let missed: Vec<String> = ROWS
        .iter()
        .filter(|row| row.outcomes.iter().any(|outcome| !outcome.caught))
        .map(line)
        .collect();
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

/// At least 95 of 100 of them are called by the name that is due.
#[test]
fn nearly_every_fault_is_named() {
    let outcomes = || ROWS.iter().flat_map(|row| &row.outcomes);
    let named = outcomes().filter(|outcome| outcome.named).count();
    let unnamed: Vec<String> = ROWS
        .iter()
        .filter(|row| row.outcomes.iter().any(|outcome| !outcome.named))
        .map(line)
        .collect();
    assert!(
        100 * named >= 95 * outcomes().count(),
        "{named} named; not these:\n{}",
        unnamed.join("\n")
    );
}

/// Every bug of the registry is planted somewhere, and nothing else is.
#[test]
fn every_known_bug_is_planted() {
    let known: BTreeSet<&str> = FLAGS.iter().map(|flag| flag.id).collect();
    let planted: BTreeSet<&str> = faults().iter().map(|fault| fault.id).collect();
    assert_eq!(known, planted);
}
