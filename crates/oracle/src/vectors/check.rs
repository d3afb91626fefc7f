//! What holds of every entry of a suite, whether it is written or read.

use crate::suite::Entry;
use tweedie::error::{DomainError, Result};
use tweedie::scalar::Format;
use tweedie_catalogue::operation::{Arguments, Kind, Param};

/// The largest count or index: a schedule of so many steps is beyond all use, and beyond that memory ends.
const MOST: usize = 1_000_000;

/// The longest id.
const LONGEST: usize = 120;

/// Whether an entry can be judged by.
///
/// # Errors
/// If it cannot, what it is that stands in the way.
pub(super) fn check(entry: &Entry) -> Result<()> {
    identified(&entry.case.id)?;
    described(entry)?;
    held(&entry.case.formats, &entry.case.arguments)?;
    known(entry)
}

fn identified(id: &str) -> Result<()> {
    let plain = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || b"/_-.".contains(&c);
    if (1..=LONGEST).contains(&id.len()) && id.bytes().all(plain) {
        return Ok(());
    }
    Err(DomainError::new(
        "id",
        id.chars().take(LONGEST).collect::<String>(),
        format!("1 to {LONGEST} of a–z 0–9 / _ - ."),
    ))
}

/// The arguments are some that the operation has, finite and of a size that can be worked on.
fn described(entry: &Entry) -> Result<()> {
    let (operation, arguments) = (entry.case.operation, &entry.case.arguments);
    for (name, param) in &arguments.params {
        named("parameter", name, operation.params)?;
        let fine = match param {
            Param::Number(x) => x.is_finite(),
            Param::Numbers(values) => values.iter().all(|x| x.is_finite()),
            Param::Integer(n) => *n <= MOST,
            Param::Word(_) => true,
        };
        if !fine {
            let way_out = format!("finite numbers, and counts up to {MOST}, can be worked with");
            return Err(DomainError::new(
                format!("parameter {name:?}"),
                param,
                way_out,
            ));
        }
    }
    for (name, array) in &arguments.inputs {
        named("input", name, operation.inputs)?;
        if let Some(x) = array.iter().find(|x| !x.is_finite()) {
            return Err(DomainError::new(
                format!("a number of input {name:?}"),
                x,
                "it must be finite",
            ));
        }
    }
    Ok(())
}

fn named(what: &str, name: &str, those: &[(&str, &str)]) -> Result<()> {
    if those.iter().any(|(known, _)| *known == name) {
        return Ok(());
    }
    let names: Vec<&str> = those.iter().map(|(known, _)| *known).collect();
    Err(DomainError::new(
        what,
        name,
        format!("the operation has {names:?}"),
    ))
}

/// Every format listed holds every argument: else a correct backend would be blamed for the rounding.
fn held(formats: &[Format], arguments: &Arguments) -> Result<()> {
    if formats.is_empty() {
        return Err(DomainError::new(
            "list of formats",
            formats,
            "name one or more",
        ));
    }
    let params = arguments.params.values().flat_map(|param| match param {
        Param::Number(x) => std::slice::from_ref(x),
        Param::Numbers(values) => values,
        Param::Integer(_) | Param::Word(_) => &[],
    });
    let mut numbers = params.chain(arguments.inputs.values().flatten());
    match numbers.find_map(|&x| Some((x, formats.iter().find(|format| format.round(x) != x)?))) {
        Some((x, format)) => Err(DomainError::new(
            "an argument",
            x,
            format!("{format} does not hold it: leave that format out"),
        )),
        None => Ok(()),
    }
}

/// The golden numbers are numbers, and as many as the shape says.
fn known(entry: &Entry) -> Result<()> {
    let (case, golden) = (&entry.case, &entry.golden);
    let count = golden.y.len();
    if count == 0 || golden.lo.len() != count || golden.scale.len() != count {
        let counts = (count, golden.lo.len(), golden.scale.len());
        return Err(DomainError::new(
            "number of y, lo and E",
            counts,
            "one or more, of each as many",
        ));
    }
    let shape = case.operation.output_shape(&case.arguments, count)?;
    if shape != golden.shape {
        let way_out = format!("{} gives {shape:?}", case.operation.name);
        return Err(DomainError::new(
            "shape of the output",
            &golden.shape,
            way_out,
        ));
    }
    let numbers = golden.y.iter().chain(&golden.lo);
    if let Some(x) = numbers.into_iter().find(|x| !x.is_finite()) {
        return Err(DomainError::new("a golden number", x, "it must be finite"));
    }
    if let Some(x) = golden.scale.iter().find(|x| !(x.is_finite() && **x >= 0.0)) {
        return Err(DomainError::new(
            "an error scale E",
            x,
            "it must be finite and ≥ 0",
        ));
    }
    let whole = case.operation.kind == Kind::Numbers || golden.y.iter().all(|x| x.fract() == 0.0);
    if !whole {
        return Err(DomainError::new(
            "an output of integers",
            &golden.y,
            "all must be whole",
        ));
    }
    match golden
        .readings
        .iter()
        .find(|reading| reading.y.len() != reading.scale.len())
    {
        Some(reading) => Err(DomainError::new(
            format!("number of y and E of {}", reading.of.convention.id),
            (reading.y.len(), reading.scale.len()),
            "as many of one as of the other",
        )),
        None => Ok(()),
    }
}
