//! The zoo: every mistake that projects shipped is caught, and called by its name.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use tweedie::scalar::Format;
use tweedie_catalogue::mistake::Flag;
use tweedie_oracle::report::zoo_page;
use tweedie_oracle::zoo::{Outcome, Row, faults, power};
use tweedie_oracle::{Size, Suite, cases};

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let suite = Suite::of("core", cases(Size::Core)).expect("every case has a truth");
    power(&suite, &Format::ALL)
});

/// The formats in which every mistake can be seen.
fn wide(row: &Row) -> impl Iterator<Item = &Outcome> {
    let wide = |outcome: &&Outcome| matches!(outcome.format, Format::F64 | Format::F32);
    row.outcomes.iter().filter(wide)
}

fn line(row: &Row) -> String {
    format!(
        "{} in {}: {:?}",
        row.fault.flag.id,
        row.fault.place(),
        row.outcomes
    )
}

/// Every fault, in double and single precision.
#[test]
fn every_fault_is_caught() {
    let missed: Vec<String> = ROWS
        .iter()
        .filter(|row| wide(row).any(|outcome| !outcome.caught))
        .map(line)
        .collect();
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

/// At least 95 of 100 of them are called by the name that is due.
#[test]
fn nearly_every_fault_is_named() {
    let outcomes = || ROWS.iter().flat_map(wide);
    let named = outcomes().filter(|outcome| outcome.named).count();
    let unnamed: Vec<String> = ROWS
        .iter()
        .filter(|row| wide(row).any(|outcome| !outcome.named))
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
    let known: BTreeSet<&str> = Flag::all().map(|flag| flag.id).collect();
    let planted: BTreeSet<&str> = faults().iter().map(|fault| fault.flag.id).collect();
    assert_eq!(known, planted);
}

/// The published table is what comes out now.
#[test]
fn the_page_is_up_to_date() {
    let page = zoo_page("core", &ROWS);
    assert!(
        page == include_str!("../../../../docs/ZOO.md"),
        "run: tweedie zoo --out docs/ZOO.md"
    );
}
