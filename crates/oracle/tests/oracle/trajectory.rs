//! Whole loops: right ones pass both checks, wrong ones are caught at the first wrong step and named there.

mod budget;
mod faults;
mod hostile;

use ndarray::ArrayD;
use tweedie::scalar::Format;
use tweedie_catalogue::backend::{Answer, Request, output};
use tweedie_catalogue::operation::{Arguments, Generic, LOOPS, Loop, Operation};
use tweedie_oracle::{Budget, Entry, Judgement, Profile, State, formats, judge};

use crate::alarms::draw::Draw;
use crate::support::{array, case, entry};

fn walk() -> &'static Loop {
    LOOPS[0]
}

/// Four steps of a chain of 16, of two rows of two numbers; every number has 8 bits or fewer.
pub fn arguments(eta: f64) -> Arguments {
    let betas: Vec<f64> = (1..=16).map(|t| f64::from(t) / 64.0).collect();
    let noise = [
        0.5, -1.25, 0.75, 1.5, -0.375, 0.625, -1.0, 0.25, 1.125, -0.5, 0.875, -0.75, -0.25, 1.0,
        0.125, -1.5,
    ];
    Arguments::new()
        .numbers("timesteps", &[13.0, 9.0, 5.0, 2.0])
        .number("eta", eta)
        .input("betas", array(&[16], &betas))
        .input("weights", array(&[3], &[0.5, 0.125, 0.375]))
        .input(
            "means",
            array(&[3, 2], &[-1.25, 0.5, 0.75, 1.0, 0.25, -1.5]),
        )
        .input("vars", array(&[3], &[0.25, 0.0625, 0.5]))
        .input("start", array(&[2, 2], &[1.25, -0.5, -0.75, 0.375]))
        .input("noise", array(&[4, 2, 2], &noise))
}

pub fn trajectory(eta: f64) -> Entry {
    let mut case = case("trajectory/small", "trajectory", arguments(eta));
    case.formats = formats(case.operation, &case.arguments);
    entry(case)
}

fn answer(operation: &Operation, form: Generic, arguments: &Arguments, format: Format) -> Answer {
    let request = Request {
        id: "trajectory/small",
        operation: operation.name,
        format,
        arguments,
    };
    output(operation, form, &request).unwrap_or_else(|error| Answer::Error(error.to_string()))
}

pub fn judged(entry: &Entry, answer: &Answer, format: Format) -> Judgement {
    let budget = Budget {
        format,
        profile: Profile::Ieee,
    };
    judge(&entry.case, &entry.golden, answer, budget)
}

/// Every form, computed in the format or more widely and rounded once, in random loops: none fails, and where a format says
/// something it passes.
#[test]
fn right_loops_raise_no_alarm() {
    let operation = walk().whole;
    let mut draw = Draw::new(11);
    let mut largest = [0.0_f64; 4];
    for _ in 0..40 {
        for (at, format) in Format::ALL.into_iter().enumerate() {
            let arguments = draw.arguments(operation, format);
            let entry = entry(case("trajectory/random", "trajectory", arguments));
            let sees = formats(operation, &entry.case.arguments).contains(&format);
            let mut answers: Vec<Answer> = operation
                .forms
                .iter()
                .map(|&form| answer(operation, form, &entry.case.arguments, format))
                .collect();
            for &form in operation.forms {
                let wide = answer(operation, form, &entry.case.arguments, Format::F64);
                let Answer::Output(wide) = wide else {
                    panic!("{wide:?}")
                };
                answers.push(Answer::Output(wide.mapv(|x| format.round(x))));
            }
            for answer in answers {
                let judgement = judged(&entry, &answer, format);
                let due = if sees { State::Pass } else { State::NoPower };
                assert_eq!(judgement.state, due, "{format} {judgement:?} {answer:?}");
                largest[at] = largest[at].max(judgement.rho);
            }
            assert!(sees || !matches!(format, Format::F64 | Format::F32));
        }
    }
    println!("largest budget used, f64 f32 f16 bf16: {largest:?}");
}

/// The state after each step, of a loop that takes its steps by `take`: the number of the step, and its arguments.
pub fn walked(
    arguments: &Arguments,
    format: Format,
    take: impl Fn(usize, &Arguments) -> Generic,
) -> ArrayD<f64> {
    let mut states = ArrayD::zeros(arguments.shape("noise").unwrap());
    for i in 0..states.shape()[0] {
        let at = (walk().at)(arguments, i, &states).unwrap();
        let Answer::Output(next) = answer(walk().step, take(i, &at), &at, format) else {
            panic!("step {i}")
        };
        states.index_axis_mut(ndarray::Axis(0), i).assign(&next);
    }
    states
}

/// A loop of right steps is the right loop: both forms, to the last bit.
#[test]
fn a_loop_is_its_steps() {
    for eta in [0.0, 0.5, 1.0] {
        for format in Format::ALL {
            for (whole, step) in walk().whole.forms.iter().zip(walk().step.forms) {
                let stepped = walked(&arguments(eta), format, |_, _| *step);
                let Answer::Output(at_once) = answer(walk().whole, *whole, &arguments(eta), format)
                else {
                    panic!("no output")
                };
                assert_eq!(stepped, at_once, "{eta} {format} {}", whole.name);
            }
        }
    }
}
