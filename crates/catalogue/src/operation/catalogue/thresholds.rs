//! Thresholding.

use super::super::generic;
use super::super::{Arguments, Kind, Operation, Shape, Stage};
use super::reads;
use crate::mistake;
use tweedie::error::Result;
use tweedie::guidance::{dynamic_threshold, static_threshold};
use tweedie::scalar::{Field, Real};

/// Static thresholding.
pub static STATIC: Operation = Operation {
    name: "threshold.static",
    stage: Stage::Operations,
    says: "clip(x0, −bound, bound)",
    source: "Imagen §2.3",
    params: &[("bound", "the largest value of clean data")],
    inputs: &[("x0", "the estimate of the clean data, any shape")],
    shape: Shape::Like("x0"),
    kind: Kind::Numbers,
    forms: &[generic!(clipped)],
    scale: None,
    readings: &[
        reads(mistake::CLIPPED_TO_POSITIVE, generic!(from_zero)),
        reads(mistake::CLIPPED_AND_DIVIDED, generic!(divided)),
        reads(mistake::NOT_CLIPPED, generic!(unclipped)),
    ],
    stands_on: &[],
};

fn clipped<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let mut x0 = arguments.array("x0")?;
    static_threshold(&mut x0, arguments.get("bound")?)?;
    Ok(x0)
}

fn from_zero<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    Ok(clipped::<T>(arguments)?
        .into_iter()
        .map(|x| x.max(T::zero()))
        .collect())
}

fn divided<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let bound = arguments.get("bound")?;
    Ok(clipped::<T>(arguments)?
        .into_iter()
        .map(|x| x / bound)
        .collect())
}

fn unclipped<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    arguments.array("x0")
}

/// Dynamic thresholding.
pub static DYNAMIC: Operation = Operation {
    name: "threshold.dynamic",
    stage: Stage::Operations,
    says: "s = max(1, quantile of |x0|), clip(x0, −s, s)/s, for each row; the quantile interpolates between order statistics",
    source: "Imagen §2.3",
    params: &[("quantile", "in [0, 1]")],
    inputs: &[("x0", "the estimate of the clean data: rows are samples")],
    shape: Shape::Like("x0"),
    kind: Kind::Numbers,
    forms: &[generic!(dynamic), generic!(by_weighted_mean)],
    scale: None,
    readings: &[
        reads(mistake::QUANTILE_OF_VALUES, generic!(of_values)),
        reads(mistake::ORDER_STATISTIC_BELOW, generic!(statistic_below)),
        reads(mistake::CLIPPED_TO_1, generic!(clipped_to_one)),
        reads(mistake::CLIPPED_NOT_DIVIDED, generic!(undivided)),
        reads(mistake::NO_FLOOR, generic!(without_floor)),
    ],
    stands_on: &["threshold.static"],
};

fn by_rows<T: Real>(
    arguments: &Arguments,
    function: &dyn Fn(&mut [T], f64) -> Result<()>,
) -> Result<Vec<T>> {
    let quantile = arguments.get("quantile")?;
    let mut output = Vec::new();
    for mut row in arguments.rows("x0")? {
        function(&mut row, quantile)?;
        output.extend(row);
    }
    Ok(output)
}

fn dynamic<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    by_rows(arguments, &dynamic_threshold)
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss
)] // a place in a row
fn order_statistics<T: Field>(mut values: Vec<T>, quantile: f64) -> (T, T, f64) {
    values.sort_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
    let place = quantile * (values.len() - 1) as f64;
    (
        values[place.floor() as usize],
        values[place.ceil() as usize],
        place.fract(),
    )
}

fn magnitudes<T: Field>(row: &[T]) -> Vec<T> {
    row.iter().map(|x| x.abs()).collect()
}

/// Clips to `s` and divides by `over`.
fn held<T: Field>(row: &mut [T], s: T, over: T) -> Result<()> {
    static_threshold(row, s)?;
    for x in row {
        *x = *x / over;
    }
    Ok(())
}

/// The quantile as a weighted mean of its neighbours.
fn by_weighted_mean<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    by_rows(arguments, &|row: &mut [T], quantile| {
        let (below, above, share) = order_statistics(magnitudes(row), quantile);
        let share = T::from_f64(share);
        let s = ((T::one() - share) * below + share * above).max(T::one());
        held(row, s, s)
    })
}

fn interpolated<T: Field>(values: Vec<T>, quantile: f64) -> T {
    let (below, above, share) = order_statistics(values, quantile);
    below + T::from_f64(share) * (above - below)
}

fn of_values<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    by_rows(arguments, &|row: &mut [T], quantile| {
        let s = interpolated(row.to_vec(), quantile).max(T::one());
        held(row, s, s)
    })
}

fn statistic_below<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    by_rows(arguments, &|row: &mut [T], quantile| {
        let s = order_statistics(magnitudes(row), quantile).0.max(T::one());
        held(row, s, s)
    })
}

fn clipped_to_one<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    by_rows(arguments, &|row, _| static_threshold(row, T::one()))
}

fn undivided<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    by_rows(arguments, &|row: &mut [T], quantile| {
        let s = interpolated(magnitudes(row), quantile).max(T::one());
        held(row, s, T::one())
    })
}

fn without_floor<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    by_rows(arguments, &|row: &mut [T], quantile| {
        let s = interpolated(magnitudes(row), quantile);
        held(row, s, s)
    })
}
