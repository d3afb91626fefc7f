//! Which formats can judge an operation on given arguments.

use super::budget::{Budget, Profile};
use super::case::Case;
use super::loops;
use tweedie::scalar::Format;
use tweedie_catalogue::operation::{Arguments, Kind, Loop, Operation, Param};

/// The formats that hold every argument exactly, and have power there: whole numbers they must hold; of others, the budget
/// is at most an eighth of the value in half of the places or more, and in a loop nowhere wider than a twentieth of the data.
#[must_use]
pub fn formats(operation: &Operation, arguments: &Arguments) -> Vec<Format> {
    Format::ALL
        .into_iter()
        .filter(|&format| holds(arguments, format))
        .filter(|&format| has_power(operation, arguments, format))
        .collect()
}

/// Whether a format holds every argument exactly.
fn holds(arguments: &Arguments, format: Format) -> bool {
    let exact = |x: f64| format.round(x) == x;
    let params = arguments.params.values().all(|param| match param {
        Param::Number(x) => exact(*x),
        Param::Numbers(values) => values.iter().all(|&x| exact(x)),
        Param::Integer(_) | Param::Word(_) => true,
    });
    params && arguments.inputs.values().flatten().all(|&x| exact(x))
}

/// Whether a format sees enough of an operation to judge it: whole numbers it must hold; of others, the budget is at most
/// an eighth of the value in half of the places or more.
fn has_power(operation: &Operation, arguments: &Arguments, format: Format) -> bool {
    let Ok(truth) = operation.evaluate::<f64>(arguments) else {
        return format == Format::F64; // it is for the oracle to refuse the case
    };
    if operation.kind == Kind::Integers {
        return truth.iter().all(|&y| format.round(y) == y);
    }
    let Ok(scales) = operation.errors(arguments) else {
        return format == Format::F64;
    };
    let seen = truth
        .iter()
        .zip(&scales)
        .filter(|&(y, scale)| 8.0 * format.roundoff() * scale <= y.abs())
        .count();
    2 * seen >= truth.len() && vacuous(operation, arguments, &scales, format).is_none()
}

/// Why a format says nothing of a loop, if it does not.
fn vacuous(
    operation: &Operation,
    arguments: &Arguments,
    scales: &[f64],
    format: Format,
) -> Option<String> {
    let budget = Budget {
        format,
        profile: Profile::Ieee,
    };
    let walk = Loop::of(operation)?;
    loops::vacuous(walk, arguments, scales, budget).unwrap_or(None)
}

/// Why a case is not for a format.
pub(super) fn powerless(case: &Case, format: Format) -> String {
    let (operation, arguments) = (case.operation, &case.arguments);
    if !holds(arguments, format) {
        return format!("{format} does not hold the arguments exactly");
    }
    let scales = operation.errors(arguments).unwrap_or_default();
    vacuous(operation, arguments, &scales, format)
        .unwrap_or_else(|| format!("{format} is too short to tell right from wrong here"))
}
