//! Hypotheses about the whole output: scaled, offset, shifted, turned round, transposed, rounded to a shorter format.

use super::{Diagnosis, Prediction, Wrong, root_mean};
use crate::budget::Budget;
use crate::golden::Golden;
use tweedie::scalar::Format;
use tweedie_catalogue::operation::Kind;

/// With fewer outputs a line through them proves nothing.
const ENOUGH: usize = 4;

pub(super) fn hypotheses(golden: &Golden, wrong: &Wrong<'_>) -> Vec<Diagnosis> {
    let mut diagnoses = Vec::new();
    if golden.y.len() == wrong.got.len() && golden.y.len() >= ENOUGH {
        diagnoses.extend(permuted(golden, wrong));
        if wrong.kind == Kind::Numbers {
            diagnoses.extend(shorter_format(golden, wrong));
        }
        diagnoses.extend(scaled(golden, wrong));
        diagnoses.extend(offset(golden, wrong));
    }
    diagnoses
}

/// `ŷ = c y`: the c of least squares, weighed by the tolerances.
fn scaled(golden: &Golden, wrong: &Wrong<'_>) -> Option<Diagnosis> {
    let weight = |i: usize| wrong.budget.tolerance(golden.scale[i]).powi(-2);
    let (mut dot, mut norm) = (0.0, 0.0);
    for (i, (got, want)) in wrong.got.iter().zip(&golden.y).enumerate() {
        dot += weight(i) * got * want;
        norm += weight(i) * want * want;
    }
    let factor = dot / norm;
    let y: Vec<f64> = golden.y.iter().map(|want| factor * want).collect();
    let scale: Vec<f64> = golden.scale.iter().map(|e| factor.abs() * e).collect();
    let reading = if (factor + 1.0).abs() < 1e-2 {
        "the sign is turned round".to_owned()
    } else {
        format!("every output is multiplied by {factor:.6}")
    };
    wrong.weigh(
        "SCALE",
        &reading,
        &Prediction {
            y: &y,
            scale: &scale,
        },
    )
}

/// `ŷ = y + b`: the b of least squares.
fn offset(golden: &Golden, wrong: &Wrong<'_>) -> Option<Diagnosis> {
    let weight = |i: usize| wrong.budget.tolerance(golden.scale[i]).powi(-2);
    let (mut sum, mut norm) = (0.0, 0.0);
    for (i, (got, want)) in wrong.got.iter().zip(&golden.y).enumerate() {
        sum += weight(i) * (got - want);
        norm += weight(i);
    }
    let shift = sum / norm;
    let y: Vec<f64> = golden.y.iter().map(|want| want + shift).collect();
    let scale: Vec<f64> = golden.scale.iter().map(|e| e + shift.abs()).collect();
    let reading = format!("{shift:.6} is added to every output");
    wrong.weigh(
        "OFFSET",
        &reading,
        &Prediction {
            y: &y,
            scale: &scale,
        },
    )
}

/// The right numbers in wrong places: the reverse order, columns for rows, a shifted index.
fn permuted(golden: &Golden, wrong: &Wrong<'_>) -> Vec<Diagnosis> {
    let count = golden.y.len();
    let mut orders: Vec<(String, Vec<usize>)> = vec![(
        "the order is reversed".to_owned(),
        (0..count).rev().collect(),
    )];
    if let [rows, columns] = *wrong.shape
        && rows > 1
        && columns > 1
    {
        let transposed = (0..count)
            .map(|i| (i % rows) * columns + i / rows)
            .collect();
        orders.push(("rows and columns are exchanged".to_owned(), transposed));
    }
    let mut diagnoses: Vec<Diagnosis> = orders
        .into_iter()
        .filter_map(|(reading, order)| {
            let y: Vec<f64> = order.iter().map(|&from| golden.y[from]).collect();
            let scale: Vec<f64> = order.iter().map(|&from| golden.scale[from]).collect();
            wrong.weigh(
                "LAYOUT",
                &reading,
                &Prediction {
                    y: &y,
                    scale: &scale,
                },
            )
        })
        .collect();
    for (reading, shift) in [
        ("the index runs one ahead", 1_isize),
        ("the index lags one behind", -1),
    ] {
        diagnoses.extend(shifted(golden, wrong, reading, shift));
    }
    diagnoses
}

/// `ŷ_i = y_{i+shift}` wherever both exist; the end that does not is left out of account.
fn shifted(golden: &Golden, wrong: &Wrong<'_>, reading: &str, shift: isize) -> Option<Diagnosis> {
    let moved = |values: &[f64], stand_in: &[f64]| -> Vec<f64> {
        (0..values.len())
            .map(|i| {
                i.checked_add_signed(shift)
                    .and_then(|from| values.get(from))
                    .copied()
                    .unwrap_or(stand_in[i])
            })
            .collect()
    };
    let y = moved(&golden.y, &wrong.got);
    let scale = moved(&golden.scale, &golden.scale);
    wrong.weigh(
        "INDEX",
        reading,
        &Prediction {
            y: &y,
            scale: &scale,
        },
    )
}

/// A shorter format: every output is a number of it, or else has errors of the size that it makes.
fn shorter_format(golden: &Golden, wrong: &Wrong<'_>) -> Option<Diagnosis> {
    let count = golden.y.len();
    let used = |format: Format| {
        let budget = Budget {
            format,
            ..wrong.budget
        };
        (0..count)
            .map(move |i| (wrong.got[i] - golden.y[i]).abs() / budget.tolerance(golden.scale[i]))
    };
    let misfit = |format: Format| root_mean(used(format).map(|share| share * share), count);
    let shorter = || {
        Format::ALL
            .into_iter()
            .filter(|format| format.roundoff() > wrong.budget.format.roundoff())
            .filter(|&format| used(format).all(|share| share <= 1.0))
    };
    // errors of its size tell a format only where they are small beside the numbers
    let sees = |format: Format| {
        let budget = Budget {
            format,
            ..wrong.budget
        };
        let small = |i: &usize| 8.0 * budget.tolerance(golden.scale[*i]) <= golden.y[*i].abs();
        2 * (0..count).filter(small).count() >= count
    };
    let holds_all = |format: &Format| wrong.got.iter().all(|&x| format.round(x) == x);
    let format = shorter()
        .rfind(holds_all)
        .or_else(|| shorter().find(|&format| sees(format) && misfit(format) > 1.0 / 64.0))?;
    (wrong.misfit_of_truth >= super::CLEARLY).then(|| Diagnosis {
        misfit: misfit(format),
        misfit_of_truth: wrong.misfit_of_truth,
        ..Diagnosis::of_output("FORMAT", format!("computed or stored in {format}"))
    })
}
