//! Results files: what a port in any language computed, judged like every other backend.
//!
//! A results file is a safetensors file of one number format. The output of the case `ID` is the tensor `ID.y`. Notes,
//! all optional: `implementation`, `version`, `format` where it is not the one of the tensors, `operations` separated by
//! spaces, and `skipped`, a JSON object from ids to reasons.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use ndarray::{ArrayD, IxDyn};

use super::suite::Suite;
use super::tensors::{self, File, Tensor};
use super::wire::Element;
use tweedie::scalar::Format;
use tweedie_catalogue::backend::{Answer, Backend, Implementation, Request};
use tweedie_catalogue::operation::Operation;
use tweedie_files::disk::{self, FileError};

/// The largest file that is read.
const MOST_BYTES: u64 = 1 << 30;

/// What the key of an output ends in.
const OUTPUT: &str = ".y";

/// A backend that answers from a results file.
#[derive(Debug)]
pub struct Recorded {
    implementation: Implementation,
    outputs: BTreeMap<String, Tensor>,
    skipped: BTreeMap<String, String>,
}

impl Recorded {
    /// The results in the file `path`, of cases of `suite`.
    ///
    /// # Errors
    /// If the file cannot be read, is no whole safetensors file, mixes formats, or answers what was not asked.
    pub fn open(path: &Path, suite: &Suite) -> Result<Self, FileError> {
        Self::parse(path, &disk::read_at_most(path, MOST_BYTES)?, suite)
    }

    /// The results in the bytes of the file `path`.
    ///
    /// # Errors
    /// As of [`Recorded::open`].
    pub fn parse(path: &Path, bytes: &[u8], suite: &Suite) -> Result<Self, FileError> {
        let file = tensors::parse(path, bytes)?;
        recorded(file, suite).map_err(|(problem, way_out)| FileError::new(path, problem, way_out))
    }
}

impl Backend for Recorded {
    fn implementation(&self) -> Implementation {
        self.implementation.clone()
    }

    fn run(&mut self, request: &Request<'_>) -> Answer {
        if let Some(reason) = self.skipped.get(request.id) {
            return Answer::Skipped(reason.clone());
        }
        let key = format!("{}{OUTPUT}", request.id);
        let Some(tensor) = self.outputs.get(&key) else {
            return Answer::Error(format!(
                "the results lack {key:?}: store it, or name the case in `skipped` with a reason"
            ));
        };
        let output = ArrayD::from_shape_vec(IxDyn(&tensor.shape), tensor.values.clone());
        Answer::or_error(output.map(Answer::Output))
    }
}

type Wrong = (String, String);

fn recorded(file: File, suite: &Suite) -> Result<Recorded, Wrong> {
    let asked: BTreeMap<&str, &Operation> = suite
        .entries
        .iter()
        .map(|entry| (entry.case.id.as_str(), entry.case.operation))
        .collect();
    let of = |id: &str| {
        asked.get(id).copied().ok_or_else(|| {
            let problem = format!("{id:?} is no case of the suite {}", suite.name);
            (
                problem,
                "judge it by the vectors it was computed from".to_owned(),
            )
        })
    };
    let mut answered = BTreeSet::new();
    for key in file.tensors.keys() {
        let id = key.strip_suffix(OUTPUT).ok_or_else(|| {
            (
                format!("tensor {key:?} is no output"),
                "name it as the case, and `.y`".to_owned(),
            )
        })?;
        answered.insert(of(id)?.name.to_owned());
    }
    let skipped = skipped(file.notes.get("skipped"))?;
    for id in skipped.keys() {
        of(id)?;
        if file.tensors.contains_key(&format!("{id}{OUTPUT}")) {
            let problem = format!("{id:?} is skipped, and answered");
            return Err((problem, "do one of the two".to_owned()));
        }
    }
    let operations = match file.notes.get("operations") {
        None => answered,
        Some(names) => names
            .split_whitespace()
            .map(str::to_owned)
            .chain(answered)
            .collect(),
    };
    let note = |name: &str| {
        file.notes
            .get(name)
            .cloned()
            .unwrap_or_else(|| "unknown".to_owned())
    };
    Ok(Recorded {
        implementation: Implementation {
            name: note("implementation"),
            version: note("version"),
            formats: vec![format(&file)?],
            operations: operations.into_iter().collect(),
        },
        outputs: file.tensors,
        skipped,
    })
}

fn skipped(note: Option<&String>) -> Result<BTreeMap<String, String>, Wrong> {
    let Some(text) = note else {
        return Ok(BTreeMap::new());
    };
    serde_json::from_str(text).map_err(|error| {
        let problem = format!("the note `skipped` is no table of reasons ({error})");
        (
            problem,
            "write a JSON object from ids to reasons".to_owned(),
        )
    })
}

/// The format judged: the one noted, or the one of all tensors.
fn format(file: &File) -> Result<Format, Wrong> {
    let stored: BTreeSet<Format> = file
        .tensors
        .values()
        .filter_map(|tensor| match tensor.element {
            Element::Float(format) => Some(format),
            Element::Integer => None,
        })
        .collect();
    match (file.notes.get("format"), stored.first(), stored.last()) {
        (Some(name), ..) => Format::named(name).ok_or_else(|| {
            (
                format!("the note `format` is {name:?}"),
                "f64, f32, f16 or bf16".to_owned(),
            )
        }),
        (None, Some(first), Some(last)) if first == last => Ok(*first),
        (None, None, _) => Err((
            "has no tensor that tells the format".to_owned(),
            "add the note `format`: f64, f32, f16 or bf16".to_owned(),
        )),
        _ => Err((
            "its tensors are of several formats".to_owned(),
            "write one results file for each format".to_owned(),
        )),
    }
}
