//! The cases of the suites.

use ndarray::ArrayD;

use super::case::{Case, Level};
use super::suite::Size;
use crate::operation::{Arguments, OPERATIONS, Operation};
use crate::scalar::Format;

/// The cases of a suite of this size.
#[must_use]
pub fn cases(_size: Size) -> Vec<Case> {
    OPERATIONS
        .iter()
        .filter_map(|operation| interior(operation))
        .collect()
}

/// An operation between two levels, at an interior η; every number has 8 significant bits or fewer.
fn interior(operation: &'static Operation) -> Option<Case> {
    let (flag, arguments) = match operation.name {
        "add_noise" => ("sqrt-missing", Arguments::new()),
        "ddim_step" => (
            "eta-squared",
            Arguments::new()
                .number("alpha_s", 0.875)
                .number("sigma_s", 0.484_375)
                .number("eta", 0.25)
                .input("x_t", array(&[1.5, -0.25, 0.0, 2.0])),
        ),
        _ => return None,
    };
    Some(Case {
        id: format!("{}/interior", operation.name),
        operation,
        level: Level::Required,
        arguments: arguments
            .number("alpha_t", 0.5)
            .number("sigma_t", 0.867_187_5)
            .input("x0", array(&[0.75, 0.5, -1.0, 1.25]))
            .input("noise", array(&[0.125, -1.0, 2.0, 0.5])),
        formats: Format::ALL.to_vec(),
        flags: vec![flag],
    })
}

fn array(values: &[f64]) -> ArrayD<f64> {
    ndarray::arr1(values).into_dyn()
}
