//! Points from a file and to a file: `.npy`, `.csv` or `.safetensors`, told by the ending.
//!
//! What is read is n ≥ 1 points of d ≥ 1 finite coordinates. Everything else is refused, and the error names the
//! place. No allocation exceeds a small multiple of the file's own size, whatever its header claims.

mod csv;
mod npy;
mod safetensors;

use std::io::{self, Write};
use std::path::Path;

use ndarray::Array2;

use crate::disk::{self, FileError};

/// How points are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// NumPy's format: one 2-D array, f64 or f32 when read, f64 when written.
    Npy,
    /// Text: a point a line, coordinates between commas. A first line without numbers is a header, and skipped.
    Csv,
    /// The tensor `points`, or the only 2-D tensor of f64 or f32.
    Safetensors,
}

impl Format {
    /// The format that the ending of `path` stands for.
    ///
    /// # Errors
    /// If it is none of the three.
    pub fn of(path: &Path) -> Result<Self, FileError> {
        let ending = path
            .extension()
            .map(|ending| ending.to_string_lossy().to_lowercase());
        match ending.as_deref() {
            Some("npy") => Ok(Self::Npy),
            Some("csv") => Ok(Self::Csv),
            Some("safetensors") => Ok(Self::Safetensors),
            _ => Err(FileError::new(
                path,
                "its ending tells no format",
                "let it end in .npy, .csv or .safetensors",
            )),
        }
    }
}

/// The points of a file, shape (n, d).
///
/// # Errors
/// If the file cannot be read, is damaged, holds something else than points, or a coordinate is not finite.
pub fn read(path: &Path) -> Result<Array2<f64>, FileError> {
    let format = Format::of(path)?;
    let bytes = disk::read(path)?;
    let points = match format {
        Format::Npy => npy::parse(&bytes),
        Format::Csv => csv::parse(&bytes),
        Format::Safetensors => safetensors::parse(&bytes),
    };
    points
        .and_then(checked)
        .map_err(|Fault { problem, way_out }| FileError::new(path, problem, way_out))
}

/// Writes `points` (n, d) to a file, which appears whole or not at all.
///
/// # Errors
/// If the ending tells no format, or the file cannot be written.
pub fn write(path: &Path, points: &Array2<f64>) -> Result<(), FileError> {
    let format = Format::of(path)?;
    disk::write(path, |out| write_to(out, format, points))
}

/// Writes `points` (n, d) to a stream.
///
/// # Errors
/// If the stream does not take them.
pub fn write_to(out: &mut dyn Write, format: Format, points: &Array2<f64>) -> io::Result<()> {
    match format {
        Format::Npy => npy::write(out, points),
        Format::Csv => csv::write(out, points),
        Format::Safetensors => safetensors::write(out, points),
    }
}

/// What is wrong with the bytes of a file, and where; and the way out.
struct Fault {
    problem: String,
    way_out: String,
}

impl Fault {
    fn new(problem: impl Into<String>, way_out: impl Into<String>) -> Self {
        Self {
            problem: problem.into(),
            way_out: way_out.into(),
        }
    }
}

/// Points as they must be: some, of one coordinate or more, all finite.
fn checked(points: Array2<f64>) -> Result<Array2<f64>, Fault> {
    let (n, d) = points.dim();
    if n == 0 || d == 0 {
        return Err(Fault::new(
            format!("has {n} points of {d} coordinates"),
            "give one point and one coordinate or more",
        ));
    }
    match points.indexed_iter().find(|(_, x)| !x.is_finite()) {
        Some(((row, column), x)) => Err(Fault::new(
            format!("point {}, coordinate {} is {x}", row + 1, column + 1),
            "give finite numbers",
        )),
        None => Ok(points),
    }
}
