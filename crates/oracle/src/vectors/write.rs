//! A suite to files.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::check::check;
use super::manifest::{
    CaseRow, ConventionRow, FlagRow, FormatRow, Manifest, OperationRow, OtherRow, ProfileRow,
    ReadingRow, Tensors,
};
use super::{FORMAT, MANIFEST, TENSORS};
use crate::budget::Profile;
use crate::suite::{Entry, Suite};
use crate::tensors;
use crate::wire::Bits;
use tweedie::error::{DomainError, Result};
use tweedie::scalar::{Certified, Format, Running};
use tweedie_catalogue::mistake::{Flag, Misreading};
use tweedie_files::disk::{self, FileError};

/// Under what the vectors may be used: as all that is written here; the package has a typeface besides.
const LICENCE: &str = "MIT OR Apache-2.0";

/// The two files of a suite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Files {
    /// What is in `manifest.json`.
    pub manifest: Vec<u8>,
    /// What is in `tensors.safetensors`.
    pub tensors: Vec<u8>,
}

/// Writes a suite to the folder `folder`: the arrays, then the manifest that vouches for them.
///
/// # Errors
/// If a case cannot be judged by, or a file cannot be written.
pub fn write(suite: &Suite, folder: &Path) -> std::result::Result<(), FileError> {
    let files = files(suite)
        .map_err(|error| FileError::new(folder, "nothing is written", error.to_string()))?;
    disk::folder(folder)?;
    disk::write(&folder.join(TENSORS), |out| out.write_all(&files.tensors))?;
    disk::write(&folder.join(MANIFEST), |out| out.write_all(&files.manifest))
}

/// The files of a suite, in memory.
///
/// # Errors
/// If a case cannot be judged by.
pub fn files(suite: &Suite) -> Result<Files> {
    let mut pool = Pool::default();
    let held = held(suite);
    let mut cases = Vec::new();
    for (number, entry) in suite.entries.iter().enumerate() {
        check(entry)
            .map_err(|error| DomainError::new("case", &entry.case.id, error.to_string()))?;
        cases.push(row(number, entry, &held, &mut pool));
    }
    let unwritable = |error: String| DomainError::new("suite", &suite.name, error);
    let tensors = tensors::bytes(&pool.tensors).map_err(unwritable)?;
    let manifest = Manifest {
        format: FORMAT.to_owned(),
        suite: suite.name.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        engine: format!("{}-bit outward-rounded enclosures", Certified::PRECISION),
        licence: LICENCE.to_owned(),
        tensors: Tensors {
            file: TENSORS.to_owned(),
            sha256: fingerprint(&tensors),
        },
        formats: Format::ALL.into_iter().map(format).collect(),
        profiles: Profile::ALL.into_iter().map(profile).collect(),
        operations: suite.entries.iter().map(operation).collect(),
        conventions: conventions(&held),
        flags: flags(&cases),
        cases,
    };
    let manifest = manifest
        .bytes()
        .map_err(|error| unwritable(error.to_string()))?;
    Ok(Files { manifest, tensors })
}

/// The SHA-256, in hexadecimal.
pub(super) fn fingerprint(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let digits = digest.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

/// The arrays to be written. Equal ones are stored once.
#[derive(Default)]
struct Pool {
    keys: HashMap<(Vec<usize>, Vec<u64>), String>,
    tensors: BTreeMap<String, (Vec<usize>, Vec<f64>)>,
}

impl Pool {
    /// Stores an array under `key`, unless it is there; returns where it is.
    fn put(&mut self, key: String, shape: Vec<usize>, values: Vec<f64>) -> String {
        // there are many bit patterns for what is no number, and which one comes depends on the machine
        let values: Vec<f64> = values
            .into_iter()
            .map(|x| if x.is_nan() { f64::NAN } else { x })
            .collect();
        let bits = values.iter().map(|x| x.to_bits()).collect();
        self.keys
            .entry((shape.clone(), bits))
            .or_insert_with(|| {
                self.tensors.insert(key.clone(), (shape, values));
                key
            })
            .clone()
    }
}

fn row(number: usize, entry: &Entry, held: &[&Misreading], pool: &mut Pool) -> CaseRow {
    let Entry { case, golden } = entry;
    let mut inputs = BTreeMap::new();
    for (name, array) in &case.arguments.inputs {
        let values = array.iter().copied().collect();
        let key = pool.put(format!("{number}.{name}"), array.shape().to_vec(), values);
        inputs.insert(name.clone(), key);
    }
    let shape = [&[3], golden.shape.as_slice()].concat();
    let output = [golden.y.as_slice(), &golden.lo, &golden.scale].concat();
    let mut readings = Vec::new();
    for (at, reading) in golden.readings.iter().enumerate() {
        let values = [reading.y.as_slice(), &reading.scale].concat();
        readings.push(ReadingRow {
            convention: reading.of.convention.id.to_owned(),
            other: of_its_convention(held, reading.of)
                .take_while(|other| *other != reading.of)
                .count(),
            key: pool.put(
                format!("{number}.reading.{at}"),
                vec![2, reading.y.len()],
                values,
            ),
        });
    }
    CaseRow {
        id: case.id.clone(),
        level: case.level.name().to_owned(),
        operation: case.operation.name.to_owned(),
        params: case
            .arguments
            .params
            .iter()
            .map(|(name, param)| (name.clone(), param.into()))
            .collect(),
        inputs,
        output: pool.put(format!("{number}.y"), shape, output),
        formats: case
            .formats
            .iter()
            .map(|format| format.name().to_owned())
            .collect(),
        flags: case.flags.iter().map(|flag| flag.id.to_owned()).collect(),
        readings,
    }
}

/// The misreadings of which cases say what they would give, in the order of the registry.
fn held(suite: &Suite) -> Vec<&'static Misreading> {
    let all = suite
        .entries
        .iter()
        .flat_map(|entry| &entry.golden.readings);
    let is_held = |of: &&Misreading| all.clone().any(|reading| reading.of == *of);
    Misreading::all().filter(is_held).collect()
}

/// Those of the same convention as `of`.
fn of_its_convention<'a>(
    held: &'a [&'a Misreading],
    of: &'a Misreading,
) -> impl Iterator<Item = &'a Misreading> {
    let same = |other: &&Misreading| other.convention == of.convention;
    held.iter().copied().filter(same)
}

fn format(format: Format) -> (String, FormatRow) {
    let row = FormatRow {
        u: Bits(format.roundoff()),
        tau: Bits(format.smallest_normal()),
    };
    (format.name().to_owned(), row)
}

fn profile(profile: Profile) -> (String, ProfileRow) {
    let row = ProfileRow {
        m: Bits(profile.multiple()),
        kappa: Bits(Running::KAPPA),
    };
    (profile.name().to_owned(), row)
}

fn operation(entry: &Entry) -> (String, OperationRow) {
    let operation = entry.case.operation;
    let row = OperationRow {
        stage: operation.stage.name().to_owned(),
        says: operation.says.to_owned(),
        source: operation.source.to_owned(),
        kind: operation.kind.name().to_owned(),
    };
    (operation.name.to_owned(), row)
}

/// The conventions that cases pin.
fn conventions(held: &[&Misreading]) -> BTreeMap<String, ConventionRow> {
    let row = |of: &&Misreading| {
        let other = |other: &Misreading| OtherRow {
            reading: other.reads.to_owned(),
            seen_in: owned(other.seen_in),
        };
        let row = ConventionRow {
            statement: of.convention.right.to_owned(),
            source: of.convention.source.to_owned(),
            others: of_its_convention(held, of).map(other).collect(),
        };
        (of.convention.id.to_owned(), row)
    };
    held.iter().map(row).collect()
}

/// The flags that cases raise.
fn flags(cases: &[CaseRow]) -> BTreeMap<String, FlagRow> {
    let raised = |id: &str| {
        cases
            .iter()
            .any(|case| case.flags.iter().any(|flag| flag == id))
    };
    Flag::all()
        .filter(|flag| raised(flag.id))
        .map(|flag| {
            let row = FlagRow {
                wrong: flag.wrong.to_owned(),
                seen_in: owned(flag.seen_in),
            };
            (flag.id.to_owned(), row)
        })
        .collect()
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}
