//! The reference itself, judged: how near the floats come to the truth.

use std::collections::BTreeMap;

use super::answer::judge;
use super::budget::{Budget, Profile};
use super::judge::State;
use super::suite::Suite;
use tweedie::scalar::Format;
use tweedie_catalogue::backend::{Answer, Backend, Cpu, Request};
use tweedie_catalogue::operation::{Kind, OPERATIONS};

/// How near the reference comes to the truth, in one operation and format.
#[derive(Debug, Clone, PartialEq)]
pub struct Accuracy {
    /// The operation.
    pub operation: &'static str,
    /// The format.
    pub format: Format,
    /// Cases judged.
    pub cases: usize,
    /// Numbers judged.
    pub outputs: usize,
    /// The largest budget used.
    pub rho: f64,
    /// The largest error in units of the truth's last place. Large where terms cancel, in correct code as in wrong.
    pub ulp: f64,
    /// Cases that do not pass.
    pub wrong: usize,
}

/// The accuracy of the reference on a suite, in the order of the catalogue. Whole numbers, which no format rounds, are
/// left out.
#[must_use]
pub fn accuracy(suite: &Suite) -> Vec<Accuracy> {
    let mut by_operation: BTreeMap<(&str, Format), Accuracy> = BTreeMap::new();
    for entry in &suite.entries {
        let (case, golden) = (&entry.case, &entry.golden);
        if case.operation.kind == Kind::Integers {
            continue;
        }
        for &format in &case.formats {
            let row = by_operation
                .entry((case.operation.name, format))
                .or_insert_with(|| Accuracy {
                    operation: case.operation.name,
                    format,
                    cases: 0,
                    outputs: 0,
                    rho: 0.0,
                    ulp: 0.0,
                    wrong: 0,
                });
            let answer = Cpu::new(format).run(&Request {
                id: &case.id,
                operation: case.operation.name,
                format,
                arguments: &case.arguments,
            });
            let budget = Budget {
                format,
                profile: Profile::Ieee,
            };
            let judgement = judge(case, golden, &answer, budget);
            row.cases += 1;
            row.outputs += judgement.count;
            row.rho = row.rho.max(judgement.rho);
            row.wrong += usize::from(judgement.state != State::Pass);
            if let Answer::Output(output) = &answer {
                for ((got, want), lo) in output.iter().zip(&golden.y).zip(&golden.lo) {
                    let error = ((got - want) - lo).abs();
                    row.ulp = row.ulp.max(error / last_place(*want, format));
                }
            }
        }
    }
    OPERATIONS
        .iter()
        .flat_map(|operation| Format::ALL.map(|format| (operation.name, format)))
        .filter_map(|key| by_operation.remove(&key))
        .collect()
}

/// The distance from `y` to the next number of the format.
fn last_place(y: f64, format: Format) -> f64 {
    let binade = f64::from_bits(y.to_bits() & 0x7ff0_0000_0000_0000);
    2.0 * format.roundoff() * binade.max(format.smallest_normal())
}
