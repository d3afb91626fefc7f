//! A suite from files. Whatever is in them, the answer is a suite that can be judged by, or one line that says why not.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use ndarray::{ArrayD, IxDyn};
use serde::Deserialize;

use super::check::check;
use super::manifest::{CaseRow, Manifest, ReadingRow};
use super::write::fingerprint;
use super::{FORMAT, MANIFEST, TENSORS};
use crate::case::{Case, Level};
use crate::golden::{Golden, GoldenReading};
use crate::suite::{Entry, Suite};
use crate::tensors::{self, Tensor};
use crate::wire::Element;
use tweedie::scalar::Format;
use tweedie_catalogue::mistake::{Flag, Misreading};
use tweedie_catalogue::operation::{Arguments, Operation};
use tweedie_files::disk::{self, FileError};

/// The largest file that is read: a hundred times the largest suite would not fill it.
const MOST_BYTES: u64 = 1 << 28;

/// The most numbers that all cases may hold together, however often they share an array.
const MOST_NUMBERS: usize = 1 << 24;

const ELSEWHERE: &str = "another version of tweedie may have it";

const AGAIN: &str = "write the suite again with `tweedie vectors write`";

/// The suite in the folder `folder`.
///
/// # Errors
/// If a file cannot be read, or is not what it should be.
pub fn read(folder: &Path) -> Result<Suite, FileError> {
    let manifest = disk::read_at_most(&folder.join(MANIFEST), MOST_BYTES)?;
    let tensors = disk::read_at_most(&folder.join(TENSORS), MOST_BYTES)?;
    parse(folder, &manifest, &tensors)
}

/// The suite of the two files of the folder `folder`, whose bytes these are.
///
/// # Errors
/// If a file is not what it should be.
pub fn parse(folder: &Path, manifest: &[u8], tensors: &[u8]) -> Result<Suite, FileError> {
    let path = folder.join(MANIFEST);
    let manifest = understood(&path, manifest)?;
    if manifest.tensors.file != TENSORS {
        let problem = format!("its arrays are in {:?}", manifest.tensors.file);
        return Err(FileError::new(
            &path,
            problem,
            format!("they belong in {TENSORS}"),
        ));
    }
    let (found, wanted) = (fingerprint(tensors), &manifest.tensors.sha256);
    let path_of_tensors = folder.join(TENSORS);
    if found != *wanted {
        let problem = format!("has SHA-256 {found}, the manifest says {wanted}");
        return Err(FileError::new(&path_of_tensors, problem, AGAIN));
    }
    let tensors = tensors::parse(&path_of_tensors, tensors)?.tensors;
    numbers_agree(&manifest).map_err(|problem| FileError::new(&path, problem, AGAIN))?;
    let entries = entries(&manifest, &tensors)
        .map_err(|(id, problem)| FileError::new(&path, format!("case {id:?}"), problem))?;
    Ok(Suite {
        name: manifest.suite,
        entries,
    })
}

/// The manifest, if it is one of this version.
fn understood(path: &Path, bytes: &[u8]) -> Result<Manifest, FileError> {
    #[derive(Deserialize)]
    struct Head {
        format: String,
    }
    let broken =
        |error: serde_json::Error| FileError::new(path, format!("is no manifest ({error})"), AGAIN);
    let head: Head = serde_json::from_slice(bytes).map_err(broken)?;
    if head.format != FORMAT {
        let problem = format!("its format is {:?}", head.format);
        let way_out = format!("tweedie {} reads {FORMAT}", env!("CARGO_PKG_VERSION"));
        return Err(FileError::new(path, problem, way_out));
    }
    serde_json::from_slice(bytes).map_err(broken)
}

/// A reader of another language goes by the numbers that the manifest states: they are the ones used here.
fn numbers_agree(manifest: &Manifest) -> Result<(), String> {
    for format in Format::ALL {
        let stated = manifest.formats.get(format.name());
        let agrees = stated.is_some_and(|row| {
            row.u.0 == format.roundoff() && row.tau.0 == format.smallest_normal()
        });
        if !agrees {
            return Err(format!("it states other u and tau for {format}"));
        }
    }
    Ok(())
}

type Wrong = (String, String);

fn entries(manifest: &Manifest, tensors: &BTreeMap<String, Tensor>) -> Result<Vec<Entry>, Wrong> {
    let mut seen = BTreeSet::new();
    let mut room = MOST_NUMBERS;
    let mut entries = Vec::new();
    for row in &manifest.cases {
        let wrong = |problem: String| (row.id.chars().take(120).collect(), problem);
        if !seen.insert(&row.id) {
            return Err(wrong("it is there twice: leave one".to_owned()));
        }
        let entry = Reader {
            manifest,
            tensors,
            room: &mut room,
        }
        .entry(row)
        .map_err(wrong)?;
        check(&entry).map_err(|error| wrong(error.to_string()))?;
        entries.push(entry);
    }
    if entries.is_empty() {
        return Err(("…".to_owned(), "there is none".to_owned()));
    }
    entries.sort_by(|a, b| a.case.id.cmp(&b.case.id));
    Ok(entries)
}

struct Reader<'a> {
    manifest: &'a Manifest,
    tensors: &'a BTreeMap<String, Tensor>,
    room: &'a mut usize,
}

impl Reader<'_> {
    fn entry(&mut self, row: &CaseRow) -> Result<Entry, String> {
        let operation = Operation::named(&row.operation)
            .ok_or_else(|| unknown("operation", &row.operation, ELSEWHERE))?;
        let level = Level::named(&row.level)
            .ok_or_else(|| unknown("level", &row.level, "required or recommended"))?;
        let mut arguments = Arguments::new();
        for (name, param) in &row.params {
            arguments.params.insert(name.clone(), param.into());
        }
        for (name, key) in &row.inputs {
            let tensor = self.tensor(key)?;
            let array = ArrayD::from_shape_vec(IxDyn(&tensor.shape), tensor.values.clone());
            let array = array.map_err(|error| format!("tensor {key:?}: {error}"))?;
            arguments.inputs.insert(name.clone(), array);
        }
        let format = |name: &String| {
            Format::named(name).ok_or_else(|| unknown("format", name, "f64, f32, f16 or bf16"))
        };
        let flag = |id: &String| Flag::named(id).ok_or_else(|| unknown("flag", id, ELSEWHERE));
        let formats = row.formats.iter().map(format).collect::<Result<_, _>>()?;
        let flags = row.flags.iter().map(flag).collect::<Result<_, _>>()?;
        Ok(Entry {
            golden: self.golden(row)?,
            case: Case {
                id: row.id.clone(),
                operation,
                level,
                arguments,
                formats,
                flags,
                readings: !row.readings.is_empty(),
            },
        })
    }

    fn golden(&mut self, row: &CaseRow) -> Result<Golden, String> {
        let tensor = self.tensor(&row.output)?;
        let [y, lo, scale] = rows(&row.output, tensor)?;
        let shape = tensor.shape[1..].to_vec();
        let readings = row
            .readings
            .iter()
            .map(|row| self.reading(row))
            .collect::<Result<_, _>>()?;
        Ok(Golden {
            shape,
            y,
            lo,
            scale,
            readings,
        })
    }

    fn reading(&mut self, row: &ReadingRow) -> Result<GoldenReading, String> {
        let [y, scale] = rows(&row.key, self.tensor(&row.key)?)?;
        let convention = self
            .manifest
            .conventions
            .get(&row.convention)
            .ok_or_else(|| unknown("convention", &row.convention, "the manifest must state it"))?;
        let other = convention.others.get(row.other).ok_or_else(|| {
            unknown(
                "reading",
                &row.other.to_string(),
                "the manifest must state it",
            )
        })?;
        let of = Misreading::named(&row.convention, &other.reading)
            .ok_or_else(|| unknown("reading", &other.reading, ELSEWHERE))?;
        Ok(GoldenReading { of, y, scale })
    }

    /// An array of doubles, if there is room for another copy of it.
    fn tensor(&mut self, key: &str) -> Result<&Tensor, String> {
        let tensor = self
            .tensors
            .get(key)
            .ok_or_else(|| unknown("tensor", key, "the file of arrays must hold it"))?;
        if tensor.element != Element::Float(Format::F64) {
            return Err(format!("tensor {key:?} is not of F64: store it so"));
        }
        *self.room = self.room.checked_sub(tensor.values.len()).ok_or_else(|| {
            format!("with it the cases hold more than {MOST_NUMBERS} numbers: leave some out")
        })?;
        Ok(tensor)
    }
}

/// The N parts along the first axis.
fn rows<const N: usize>(key: &str, tensor: &Tensor) -> Result<[Vec<f64>; N], String> {
    if tensor.shape.first() != Some(&N) {
        return Err(format!(
            "tensor {key:?} has shape {:?}: its first axis must be {N}",
            tensor.shape
        ));
    }
    let each = tensor.values.len() / N;
    Ok(std::array::from_fn(|part| {
        tensor.values[part * each..(part + 1) * each].to_vec()
    }))
}

fn unknown(what: &str, name: &str, way_out: &str) -> String {
    let name: String = name.chars().take(120).collect();
    format!("{what} {name:?} is not known: {way_out}")
}
