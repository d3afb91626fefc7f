//! Golden numbers, computed again from the arguments that a file states.

use rayon::prelude::*;

use crate::golden::{Golden, golden};
use crate::suite::{Entry, Suite};

/// Compares every golden number of a suite, bit for bit, with what this version computes now. `done` hears of every case.
/// A case may go without readings. Returns the first difference in the order of the cases: the case, the number, both values.
///
/// # Errors
/// If a number differs, or a case has no truth at all.
pub fn verify(suite: &Suite, done: impl Fn() + Sync) -> Result<(), String> {
    let differences: Vec<Option<String>> = suite
        .entries
        .par_iter()
        .map(|entry| {
            let difference = difference(entry);
            done();
            difference
        })
        .collect();
    match differences.into_iter().flatten().next() {
        Some(difference) => Err(difference),
        None => Ok(()),
    }
}

fn difference(entry: &Entry) -> Option<String> {
    let Entry {
        case,
        golden: stored,
    } = entry;
    let now = match golden(case) {
        Ok(golden) => golden,
        Err(error) => return Some(error.to_string()),
    };
    let of = |what: &str| format!("case {}: {what}", case.id);
    if stored.shape != now.shape {
        let shapes = format!(
            "the shape is {:?} in the file, {:?} computed",
            stored.shape, now.shape
        );
        return Some(of(&shapes));
    }
    let names = |golden: &Golden| -> Vec<String> {
        let readings = golden.readings.iter();
        readings.map(|reading| reading.of.to_string()).collect()
    };
    if !stored.readings.is_empty() && names(stored) != names(&now) {
        let readings = format!(
            "the readings are {:?} in the file, {:?} computed",
            names(stored),
            names(&now)
        );
        return Some(of(&readings));
    }
    let mut tables = vec![
        ("y".to_owned(), &stored.y, &now.y),
        ("lo".to_owned(), &stored.lo, &now.lo),
        ("E".to_owned(), &stored.scale, &now.scale),
    ];
    for (stored, now) in stored.readings.iter().zip(&now.readings) {
        tables.push((
            format!("y of {}", stored.of.convention.id),
            &stored.y,
            &now.y,
        ));
        tables.push((
            format!("E of {}", stored.of.convention.id),
            &stored.scale,
            &now.scale,
        ));
    }
    tables
        .into_iter()
        .find_map(|(name, stored, now)| first_unequal(&name, stored, now))
        .map(|found| of(&found))
}

fn first_unequal(name: &str, stored: &[f64], now: &[f64]) -> Option<String> {
    if stored.len() != now.len() {
        return Some(format!(
            "{name} has {} numbers in the file, {} computed",
            stored.len(),
            now.len()
        ));
    }
    let same = |(a, b): (&f64, &f64)| a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan();
    let at = stored.iter().zip(now).position(|pair| !same(pair))?;
    let bits = |x: f64| format!("{x:e} (0x{:016x})", x.to_bits());
    Some(format!(
        "{name}[{at}] is {} in the file, {} computed",
        bits(stored[at]),
        bits(now[at])
    ))
}
