//! How accurate the reference itself is: it is judged like any other backend.

use super::budget::{Budget, Profile};
use super::judge::judge;
use super::suite::{Entry, Suite};
use crate::backend::{Answer, Backend, Cpu, Request};
use crate::operation::{Kind, OPERATIONS};
use crate::scalar::Format;

/// The reference on the cases of one operation, in one format.
#[derive(Debug, Clone, PartialEq)]
pub struct Accuracy {
    /// The operation.
    pub operation: &'static str,
    /// The format.
    pub format: Format,
    /// How many cases of the suite it has in that format.
    pub cases: usize,
    /// The largest budget used.
    pub worst_rho: f64,
    /// The largest error in units in the last place of the truth, `2u` of the power of two below it; large where
    /// something cancels. 0 for whole numbers.
    pub worst_ulp: f64,
    /// The case with the largest budget used; empty where there is none.
    pub worst_case: String,
}

/// The accuracy of the reference on a suite, operation by operation.
#[must_use]
pub fn accuracy(suite: &Suite, formats: &[Format]) -> Vec<Accuracy> {
    OPERATIONS
        .iter()
        .flat_map(|operation| {
            formats.iter().map(|&format| {
                let row = Accuracy {
                    operation: operation.name,
                    format,
                    cases: 0,
                    worst_rho: 0.0,
                    worst_ulp: 0.0,
                    worst_case: String::new(),
                };
                suite
                    .entries
                    .iter()
                    .filter(|entry| entry.case.operation.name == operation.name)
                    .filter(|entry| entry.case.formats.contains(&format))
                    .fold(row, with)
            })
        })
        .collect()
}

fn with(mut row: Accuracy, entry: &Entry) -> Accuracy {
    let Entry { case, golden } = entry;
    let answer = Cpu::new(row.format).run(&Request {
        id: &case.id,
        operation: case.operation.name,
        format: row.format,
        arguments: &case.arguments,
    });
    let budget = Budget {
        format: row.format,
        profile: Profile::Ieee,
    };
    let judgement = judge(case, golden, &answer, budget);
    let rho = match answer {
        Answer::Output(_) => judgement.rho,
        Answer::Skipped(_) | Answer::Error(_) => f64::INFINITY,
    };
    row.cases += 1;
    if rho >= row.worst_rho {
        row.worst_rho = rho;
        row.worst_case.clone_from(&case.id);
    }
    if let (Answer::Output(output), Kind::Numbers) = (&answer, case.operation.kind) {
        for ((got, y), lo) in output.iter().zip(&golden.y).zip(&golden.lo) {
            let error = ((got - y) - lo).abs();
            row.worst_ulp = row.worst_ulp.max(error / unit(*y, row.format));
        }
    }
    row
}

/// The unit in the last place of `y`: `2u` of the power of two below it, that of the smallest normal number at least.
fn unit(y: f64, format: Format) -> f64 {
    let magnitude = y.abs().max(format.smallest_normal());
    let power = f64::from_bits(magnitude.to_bits() & 0x7ff0_0000_0000_0000);
    2.0 * format.roundoff() * power
}
