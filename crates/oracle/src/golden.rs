//! Golden numbers: the truth of a case, what rounding may cost, and what other readings would give.

use std::fmt;
use tweedie_catalogue::mistake::Misreading;

use super::case::Case;
use tweedie::error::DomainError;
use tweedie::scalar::{Certified, Running};
use tweedie_catalogue::operation::{Kind, Reading};

/// The truth of a case.
#[derive(Debug, Clone, PartialEq)]
pub struct Golden {
    /// The shape of the output.
    pub shape: Vec<usize>,
    /// The truth, rounded.
    pub y: Vec<f64>,
    /// What the rounding left: the truth is `y + lo`, to some 105 bits.
    pub lo: Vec<f64>,
    /// E, the scale of errors: a format of roundoff u may be off by u·E.
    pub scale: Vec<f64>,
    /// What other readings of the operation give.
    pub readings: Vec<GoldenReading>,
}

/// What comes out by a misreading.
#[derive(Debug, Clone, PartialEq)]
pub struct GoldenReading {
    /// The entry of the registry.
    pub of: &'static Misreading,
    /// The output.
    pub y: Vec<f64>,
    /// E of it.
    pub scale: Vec<f64>,
}

/// Why a case has no truth.
#[derive(Debug)]
pub enum OracleError {
    /// An argument is outside the operation's domain.
    Domain(String, DomainError),
    /// The enclosure of a number is too wide to judge by.
    Undecided(String, usize),
}

impl fmt::Display for OracleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Domain(id, error) => write!(f, "{id}: {error}"),
            Self::Undecided(id, at) => {
                write!(
                    f,
                    "{id}: the enclosure of output {at} is too wide: the oracle needs more precision"
                )
            }
        }
    }
}

impl std::error::Error for OracleError {}

/// Relative width beyond which an enclosure says too little: far under the roundoff of any format.
const WIDEST: f64 = 1e-30;

/// The golden numbers of a case, from certified enclosures and running errors of the same formulas.
///
/// They are the same whatever else runs: a thread of its own holds the enclosures, and frees them.
///
/// # Errors
/// If an argument is outside the operation's domain, or an enclosure is too wide.
pub fn golden(case: &Case) -> std::result::Result<Golden, OracleError> {
    std::thread::scope(|scope| {
        scope
            .spawn(|| on_this_thread(case))
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

fn on_this_thread(case: &Case) -> std::result::Result<Golden, OracleError> {
    let domain = |error| OracleError::Domain(case.id.clone(), error);
    let truth: Vec<Certified> = case.operation.evaluate(&case.arguments).map_err(domain)?;
    let shape = case
        .operation
        .output_shape(&case.arguments, truth.len())
        .map_err(domain)?;
    let (mut y, mut lo) = (Vec::new(), Vec::new());
    for (at, number) in truth.iter().enumerate() {
        let (high, low, radius) = number.split();
        if radius.is_nan() || radius > WIDEST * high.abs() {
            return Err(OracleError::Undecided(case.id.clone(), at));
        }
        y.push(high);
        lo.push(low);
    }
    let others: &[Reading] = if case.readings {
        case.operation.readings
    } else {
        &[]
    };
    let readings = others
        .iter()
        .filter_map(|reading| {
            let values: Vec<Certified> = reading.predict.run(&case.arguments).ok()?;
            let errors: Vec<Running> = reading.predict.run(&case.arguments).ok()?;
            Some(GoldenReading {
                of: reading.of,
                y: values.iter().map(|number| number.split().0).collect(),
                scale: errors.iter().map(|number| number.error).collect(),
            })
        })
        .collect();
    let scale = match case.operation.kind {
        Kind::Integers => vec![0.0; y.len()],
        Kind::Numbers => case.operation.errors(&case.arguments).map_err(domain)?,
    };
    Ok(Golden {
        shape,
        y,
        lo,
        scale,
        readings,
    })
}
