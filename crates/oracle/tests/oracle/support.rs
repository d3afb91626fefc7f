//! What the oracle's tests share.

use ndarray::{ArrayD, IxDyn};
use tweedie::scalar::Format;
use tweedie_catalogue::mistake;
use tweedie_catalogue::operation::{Arguments, Operation};
use tweedie_oracle::{Case, Entry, Level, Suite};

/// An array of a shape, its numbers given.
pub fn array(shape: &[usize], values: &[f64]) -> ArrayD<f64> {
    ArrayD::from_shape_vec(IxDyn(shape), values.to_vec()).unwrap()
}

/// A case of an operation, for every format.
pub fn case(id: &str, operation: &str, arguments: Arguments) -> Case {
    Case {
        id: id.to_owned(),
        operation: Operation::named(operation).unwrap(),
        level: Level::Required,
        arguments,
        formats: Format::ALL.to_vec(),
        flags: vec![],
        readings: true,
    }
}

/// A case with its truth.
pub fn entry(case: Case) -> Entry {
    Suite::of("one", vec![case]).unwrap().entries.remove(0)
}

/// A DDIM step of six numbers at an interior η; every number has 8 bits or fewer.
pub fn ddim_step() -> Case {
    let arguments = Arguments::new()
        .number("alpha_s", 0.875)
        .number("sigma_s", 0.484_375)
        .number("alpha_t", 0.5)
        .number("sigma_t", 0.867_187_5)
        .number("eta", 0.25)
        .input("x_t", array(&[3, 2], &[1.5, -0.25, 0.0, 2.0, -1.75, 0.5]))
        .input("x0", array(&[3, 2], &[0.75, 0.5, -1.0, 1.25, -0.5, 1.0]))
        .input(
            "noise",
            array(&[3, 2], &[0.125, -1.0, 2.0, 0.5, -0.75, 1.5]),
        );
    case("ddim_step/interior", "ddim_step", arguments)
}

/// Two cases, of two operations, each with a flag.
pub fn two() -> Suite {
    let arguments = Arguments::new()
        .number("alpha_t", 0.5)
        .number("sigma_t", 0.867_187_5)
        .input("x0", array(&[2], &[1.5, -0.25]))
        .input("noise", array(&[2], &[-0.75, 2.0]));
    let mut noised = case("add_noise/interior", "add_noise", arguments);
    noised.flags = vec![mistake::SQRT_MISSING];
    let mut stepped = ddim_step();
    stepped.flags = vec![mistake::ETA_SQUARED];
    Suite::of("two", vec![stepped, noised]).unwrap()
}

/// The lines of the first failure that a report on a terminal tells of.
pub fn first_failure(report: &str) -> Vec<&str> {
    report
        .lines()
        .skip_while(|line| !line.starts_with("FAIL"))
        .take_while(|line| !line.is_empty())
        .collect()
}
