//! The registry of conventions: where implementations differ, what each reading says, and who was caught with it.

mod losses;
mod predictions;
mod schedules;
mod steps;

use std::sync::LazyLock;

/// A point on which implementations differ.
#[derive(Debug, Clone, Copy)]
pub struct Convention {
    /// The id that readings name: `DDIM-ETA`.
    pub id: &'static str,
    /// What is right here, in one sentence.
    pub statement: &'static str,
    /// Where that stands.
    pub source: &'static str,
    /// The other readings.
    pub others: &'static [Other],
}

/// A reading that is not the right one.
#[derive(Debug, Clone, Copy)]
pub struct Other {
    /// In words that end the sentence "reads it as …".
    pub reading: &'static str,
    /// Public threads where it was found, as `project#number`.
    pub seen_in: &'static [&'static str],
}

/// All conventions, by id.
pub static CONVENTIONS: LazyLock<Vec<Convention>> = LazyLock::new(|| {
    let mut all = [
        &losses::ALL[..],
        &predictions::ALL,
        &schedules::ALL,
        &steps::ALL,
    ]
    .concat();
    all.sort_by_key(|convention| convention.id);
    all
});

const fn convention(
    id: &'static str,
    statement: &'static str,
    source: &'static str,
    others: &'static [Other],
) -> Convention {
    Convention {
        id,
        statement,
        source,
        others,
    }
}

const fn other(reading: &'static str, seen_in: &'static [&'static str]) -> Other {
    Other { reading, seen_in }
}
