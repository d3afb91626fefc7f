//! Arrays in a safetensors file, as the oracle reads and writes them.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use safetensors::tensor::{Dtype, SafeTensors, TensorView, serialize};

use super::wire::Element;
use tweedie::scalar::Format;
use tweedie_files::disk::FileError;

/// An array of a file.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tensor {
    /// Its shape.
    pub(super) shape: Vec<usize>,
    /// Its numbers, which an `f64` holds whatever they are stored as.
    pub(super) values: Vec<f64>,
    /// What they are stored as.
    pub(super) element: Element,
}

/// What a file holds.
#[derive(Debug)]
pub(super) struct File {
    /// The arrays, by key.
    pub(super) tensors: BTreeMap<String, Tensor>,
    /// What the writer noted.
    pub(super) notes: HashMap<String, String>,
}

/// More axes than any array has.
const MOST_AXES: usize = 8;

/// What is in the bytes of the file `path`. No allocation exceeds a small multiple of their number.
///
/// # Errors
/// If they are no whole safetensors file, or a tensor is of a type that no format is.
pub(super) fn parse(path: &Path, bytes: &[u8]) -> Result<File, FileError> {
    let broken = |error: String| {
        let problem = format!(
            "is no whole safetensors file ({error}), {} bytes",
            bytes.len()
        );
        FileError::new(path, problem, "write it again")
    };
    let file = SafeTensors::deserialize(bytes).map_err(|error| broken(error.to_string()))?;
    let (_, metadata) =
        SafeTensors::read_metadata(bytes).map_err(|error| broken(error.to_string()))?;
    let notes = metadata.metadata().clone().unwrap_or_default();
    let mut tensors = BTreeMap::new();
    for (key, view) in file.iter() {
        let tensor = tensor(&view).map_err(|(problem, way_out)| {
            FileError::new(path, format!("tensor {key:?} {problem}"), way_out)
        })?;
        tensors.insert(key.to_owned(), tensor);
    }
    Ok(File { tensors, notes })
}

fn tensor(view: &TensorView) -> Result<Tensor, (String, &'static str)> {
    if view.shape().len() > MOST_AXES {
        return Err((
            format!("has {} axes", view.shape().len()),
            "eight are enough",
        ));
    }
    let element = match view.dtype() {
        Dtype::F64 => Element::Float(Format::F64),
        Dtype::F32 => Element::Float(Format::F32),
        Dtype::F16 => Element::Float(Format::F16),
        Dtype::BF16 => Element::Float(Format::Bf16),
        Dtype::I64 => Element::Integer,
        other => {
            let way_out = "store it as F64, F32, F16, BF16 or I64";
            return Err((format!("holds {other:?}"), way_out));
        }
    };
    let values = element.read(view.data());
    Ok(Tensor {
        shape: view.shape().to_vec(),
        values: values.map_err(|error| (error.to_string(), "mend it"))?,
        element,
    })
}

/// The bytes of a file of doubles, keys sorted: the same arrays give the same bytes.
pub(super) fn bytes(tensors: &BTreeMap<String, (Vec<usize>, Vec<f64>)>) -> Result<Vec<u8>, String> {
    let data: Vec<Vec<u8>> = tensors
        .values()
        .map(|(_, values)| Element::Float(Format::F64).write(values.iter().copied()))
        .collect();
    let mut views = Vec::new();
    for ((key, (shape, _)), data) in tensors.iter().zip(&data) {
        let view = TensorView::new(Dtype::F64, shape.clone(), data);
        views.push((key, view.map_err(|error| format!("{key}: {error}"))?));
    }
    serialize(views, None).map_err(|error| error.to_string())
}
