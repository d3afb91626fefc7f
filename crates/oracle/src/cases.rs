//! The cases of the suites: operations at interior values, at realistic levels, and at the ends of their ranges.
//!
//! A case is drawn from its own name, by integers alone: it is the same everywhere, whatever cases stand beside it. Its
//! numbers are rounded to a *family*: the grid of 8 significant bits, which every format holds, or the full significand
//! of one format, since on the grid some operations are exact.

mod draft;
mod losses;
mod predictions;
mod schedules;
mod steps;
mod trajectories;

use super::case::Case;
use super::size::Size;
use draft::{Draft, Family, Setting};

/// The cases of a suite of this size, in the order of their ids.
///
/// Smoke has one case of every operation, on the grid, and to stay small no readings: it says that, not why. Core has each setting on the grid and in `f32`, and the first of
/// each operation in every family. Full has every setting in every family, three times, on larger arrays.
#[must_use]
pub fn cases(size: Size) -> Vec<Case> {
    let mut cases: Vec<Case> = settings()
        .flat_map(|setting| {
            families(setting, size)
                .into_iter()
                .flat_map(move |(family, repeats)| {
                    (0..repeats).map(move |repeat| Draft::of(setting, family, size, repeat).case())
                })
        })
        .collect();
    cases.sort_by(|a, b| a.id.cmp(&b.id));
    cases
}

fn settings() -> impl Iterator<Item = &'static Setting> {
    [
        schedules::SETTINGS,
        predictions::SETTINGS,
        losses::SETTINGS,
        steps::SETTINGS,
        trajectories::SETTINGS,
    ]
    .into_iter()
    .flatten()
}

/// Whether a setting is the first of its operation.
fn first(setting: &Setting) -> bool {
    settings()
        .find(|other| other.operation == setting.operation)
        .is_some_and(|other| std::ptr::eq(other, setting))
}

/// The families that a suite has of a setting, and how many cases of each.
fn families(setting: &Setting, size: Size) -> Vec<(Family, usize)> {
    let wanted: &[Family] = match size {
        Size::Smoke if first(setting) => &[Family::Grid],
        Size::Smoke => &[],
        _ if setting.whole => &[Family::Grid],
        Size::Core if first(setting) => &Family::ALL,
        Size::Core => &[Family::Grid, Family::F32],
        Size::Full => &Family::ALL,
    };
    let repeats = if size == Size::Full && !setting.whole {
        3
    } else {
        1
    };
    wanted.iter().map(|&family| (family, repeats)).collect()
}
