//! Displays run: what an operation `says` is read, and computed, as one more form of it.
//!
//! | file | is |
//! |---|---|
//! | `grammar` | what may stand in a display |
//! | `scope` | what its names mean |
//! | `functions` | what its functions are |
//! | `core` | the committed vectors |
//! | `random` | arguments at random |
//! | `page` | `docs/OPERATIONS.md`, which shows them |

mod core;
mod functions;
mod grammar;
mod page;
mod random;
mod scope;

use std::collections::BTreeMap;
use std::fmt::Write;

use functions::Number;
use grammar::parse;
use ndarray::{ArrayD, Axis};
use scope::{Reader, Texts};
use tweedie::scalar::{Certified, Field, Format};
use tweedie_catalogue::operation::{Arguments, Kind, LOOPS, OPERATIONS, Operation, Shape, System};

/// Operations whose `says` stays prose, and why.
const PROSE: &[(&str, &str)] = &[(
    "trajectory",
    "a loop; `trajectory.step`, which it repeats, is a display",
)];

/// An operation on given arguments, what is true, and what an error may be.
pub struct Case {
    id: String,
    operation: &'static Operation,
    arguments: Arguments,
    y: Vec<f64>,
    /// What rounding left of y.
    lo: Vec<f64>,
    /// E.
    scale: Vec<f64>,
}

fn operations() -> impl Iterator<Item = &'static Operation> {
    let steps = LOOPS.iter().map(|walk| walk.step);
    OPERATIONS.iter().copied().chain(steps)
}

fn is_prose(name: &str) -> bool {
    PROSE.iter().any(|(prose, _)| *prose == name)
}

fn displays() -> Texts {
    let displays = operations().filter(|operation| !is_prose(operation.name));
    let read = |operation: &Operation| match parse(operation.says) {
        Ok(text) => (operation.name, text),
        Err(error) => panic!("{}: {error}", operation.name),
    };
    displays.map(read).collect()
}

/// What a display comes to, row by row of the arrays that are shaped like the output.
fn read<T: Number + System>(texts: &Texts, case: &Case) -> Result<Vec<T>, String> {
    let (text, arguments) = (&texts[case.operation.name], &case.arguments);
    let main = match case.operation.shape {
        _ if text.range.is_some() => None,
        Shape::Like(input) | Shape::PerRow(input) | Shape::RowsOf(input) => Some(input),
        Shape::Columns(_) => Some(case.operation.inputs[0].0),
        Shape::List => None,
    };
    let Some(main) = main.map(|name| &arguments.inputs[name]) else {
        return Reader::new(texts, arguments, BTreeMap::new()).answer(text);
    };
    let rows = if main.ndim() < 2 { 1 } else { main.shape()[0] };
    let mut output = Vec::new();
    for row in 0..rows {
        let alike = arguments
            .inputs
            .iter()
            .filter(|(_, array)| array.shape() == main.shape());
        let of = |array: &ArrayD<f64>| -> Vec<T> {
            let view = if rows == 1 {
                array.view()
            } else {
                array.index_axis(Axis(0), row)
            };
            view.iter().map(|&x| T::from_f64(x)).collect()
        };
        let row = alike
            .map(|(name, array)| (name.as_str(), of(array)))
            .collect();
        output.extend(Reader::new(texts, arguments, row).answer(text)?);
    }
    Ok(output)
}

/// How far beyond the truth an enclosure may reach, of 1 or of the number itself.
const WIDEST: f64 = 1e-30;

/// The display is the operation, to 30 digits; and in `f64` it is as good as the judge wants it.
fn judge(texts: &Texts, case: &Case) -> Result<(), String> {
    let certified: Vec<Certified> = read(texts, case)?;
    if certified.len() != case.y.len() {
        return Err(format!("{} numbers for {}", certified.len(), case.y.len()));
    }
    for (place, &enclosed) in certified.iter().enumerate() {
        let (y, lo) = (
            Certified::from_f64(case.y[place]),
            Certified::from_f64(case.lo[place]),
        );
        let (high, _, radius) = (enclosed - y - lo).split();
        let far = high.abs() + radius;
        if far.is_nan() || far > WIDEST * case.y[place].abs().max(1.0) {
            let (says, y) = (enclosed.to_f64(), case.y[place]);
            return Err(format!(
                "place {place}: says {says:e}, and in truth it is {y:e}"
            ));
        }
    }
    within_budget(case, &read::<f64>(texts, case)?)
}

/// `u E (1 + 64u) + τ`; whole numbers are right or wrong.
fn within_budget(case: &Case, doubles: &[f64]) -> Result<(), String> {
    if doubles.len() != case.y.len() {
        return Err(format!("{} numbers for {}", doubles.len(), case.y.len()));
    }
    let u = Format::F64.roundoff();
    for (place, double) in doubles.iter().enumerate() {
        let budget = match case.operation.kind {
            Kind::Integers => 0.0,
            Kind::Numbers => {
                u * case.scale[place] * (1.0 + 64.0 * u) + Format::F64.smallest_normal()
            }
        };
        let error = ((double - case.y[place]) - case.lo[place]).abs();
        if error.is_nan() || error > budget {
            let share = error / budget;
            return Err(format!(
                "place {place}: in f64 off by {error:e}, {share:.2} of the budget"
            ));
        }
    }
    Ok(())
}

/// Each case on a thread of its own, which holds its enclosures and frees them, and has room for a recurrence along a chain.
fn all_are_right(texts: &Texts, cases: impl Iterator<Item = Case>) {
    const ROOM: usize = 1 << 28;
    let mut wrong = String::new();
    for case in cases {
        let judged = std::thread::scope(|scope| {
            let thread = std::thread::Builder::new().stack_size(ROOM);
            let judging = thread.spawn_scoped(scope, || judge(texts, &case));
            judging.expect("a thread").join().expect("no panic")
        });
        if let Err(what) = judged {
            writeln!(wrong, "{}: {what}", case.id).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

fn truth(id: String, operation: &'static Operation, arguments: Arguments) -> Option<Case> {
    let values: Vec<Certified> = operation.evaluate(&arguments).ok()?;
    let (y, lo) = values
        .iter()
        .map(|value| value.split())
        .map(|(y, lo, _)| (y, lo))
        .unzip();
    let scale = operation.errors(&arguments).ok()?;
    Some(Case {
        id,
        operation,
        arguments,
        y,
        lo,
        scale,
    })
}

#[test]
fn every_display_is_right_on_core() {
    let texts = displays();
    let cases = core::cases().into_iter();
    all_are_right(
        &texts,
        cases.filter(|case| texts.contains_key(case.operation.name)),
    );
}

#[test]
fn every_display_is_right_on_arguments_at_random() {
    const SEEDS: u64 = 24;
    let texts = displays();
    let cases = operations()
        .filter(|operation| texts.contains_key(operation.name))
        .flat_map(|operation| {
            let cases: Vec<Case> = (0..SEEDS)
                .filter_map(|seed| {
                    truth(
                        format!("{} of seed {seed}", operation.name),
                        operation,
                        random::arguments(operation, seed),
                    )
                })
                .collect();
            assert!(
                2 * cases.len() as u64 > SEEDS,
                "{} has few arguments in its domain",
                operation.name
            );
            cases
        });
    all_are_right(&texts, cases);
}

/// What stays prose cannot be read, and is an operation.
#[test]
fn prose_is_prose() {
    for (name, why) in PROSE {
        let operation = operations()
            .find(|operation| operation.name == *name)
            .expect("an operation");
        assert!(
            parse(operation.says).is_err(),
            "{name} is a display, and not {why}"
        );
    }
}

/// The display with one sign turned or one square left out, in every way there is.
fn misprints(says: &str) -> Vec<String> {
    let formula = says.split(": ").next().unwrap_or(says);
    let changes = [(" + ", " − "), (" − ", " + "), ("²", "")];
    let changed = changes.iter().flat_map(|(from, to)| {
        let places = formula.match_indices(from).map(|(at, _)| at);
        places.map(|at| [&formula[..at], to, &formula[at + from.len()..]].concat())
    });
    // the norm's sign holds its square
    changed.filter(|changed| !changed.contains("‖/")).collect()
}

/// Misprints that are no mistakes, and why.
const HARMLESS: &[(&str, &str, &str)] = &[(
    "vlb_terms.step",
    "on_x_t = ",
    "both means take the same from x_t: it drops out",
)];

/// A misprint in any display is seen, in `f64` already.
#[test]
fn misprints_are_seen() {
    const SEEDS: u64 = 32;
    let mut texts = displays();
    let mut unseen = String::new();
    for operation in operations().filter(|operation| !is_prose(operation.name)) {
        let cases: Vec<Case> = (0..SEEDS)
            .filter_map(|seed| truth(String::new(), operation, random::arguments(operation, seed)))
            .collect();
        for misprint in misprints(operation.says) {
            let right = texts.insert(operation.name, parse(&misprint).expect("a display"));
            let is_seen = |case| {
                let read = read::<f64>(&texts, case);
                read.and_then(|doubles| within_budget(case, &doubles))
                    .is_err()
            };
            let statement = |&&(of, start, _): &&(&str, &str, &str)| {
                let changed = |part: &&str| {
                    part.starts_with(start)
                        && !operation
                            .says
                            .split([';', ':'])
                            .any(|right| right.trim() == *part)
                };
                of == operation.name && misprint.split("; ").any(|part| changed(&part))
            };
            let harmless = HARMLESS.iter().any(|known| statement(&known));
            if !harmless && !cases.iter().any(is_seen) {
                writeln!(unseen, "{}: {misprint}", operation.name).unwrap();
            }
            texts.extend(right.map(|right| (operation.name, right)));
        }
    }
    assert!(unseen.is_empty(), "{unseen}");
}
