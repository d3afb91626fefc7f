//! Hugging Face's `.safetensors`.

use std::io::{self, Write};

use ndarray::Array2;
use safetensors::tensor::{Dtype, SafeTensors, TensorView, serialize};

use super::Fault;

const NAME: &str = "points";

const SAVE: &str = "store the points as a tensor `points` of f64 or f32, shape (n, d)";

pub(super) fn parse(bytes: &[u8]) -> Result<Array2<f64>, Fault> {
    let file = SafeTensors::deserialize(bytes).map_err(|error| {
        Fault::new(
            format!(
                "is no whole safetensors file ({error}), {} bytes",
                bytes.len()
            ),
            SAVE,
        )
    })?;
    let tensor = match file.tensor(NAME) {
        Ok(tensor) => tensor,
        Err(_) => the_only_table(&file)?,
    };
    let &[n, d] = tensor.shape() else {
        return Err(Fault::new(
            format!("tensor {NAME:?} has shape {:?}", tensor.shape()),
            SAVE,
        ));
    };
    let numbers = numbers(&tensor).ok_or_else(|| {
        Fault::new(
            format!("tensor {NAME:?} holds {:?}", tensor.dtype()),
            "store it as F64 or F32",
        )
    })?;
    Array2::from_shape_vec((n, d), numbers)
        .map_err(|error| Fault::new(format!("tensor {NAME:?} is damaged ({error})"), SAVE))
}

pub(super) fn write(out: &mut dyn Write, points: &Array2<f64>) -> io::Result<()> {
    let bytes: Vec<u8> = points.iter().flat_map(|x| x.to_le_bytes()).collect();
    let tensor =
        TensorView::new(Dtype::F64, points.shape().to_vec(), &bytes).map_err(io::Error::other)?;
    let file = serialize([(NAME, tensor)], None).map_err(io::Error::other)?;
    out.write_all(&file)
}

fn the_only_table<'a>(file: &SafeTensors<'a>) -> Result<TensorView<'a>, Fault> {
    let mut tables: Vec<_> = file
        .tensors()
        .into_iter()
        .filter(|(_, tensor)| tensor.shape().len() == 2 && numbers(tensor).is_some())
        .collect();
    match (tables.len(), tables.pop()) {
        (1, Some((_, table))) => Ok(table),
        (count, _) => Err(Fault::new(
            format!("has no tensor {NAME:?}, and {count} other 2-D tensors of f64 or f32"),
            SAVE,
        )),
    }
}

fn numbers(tensor: &TensorView) -> Option<Vec<f64>> {
    let bytes = tensor.data();
    match tensor.dtype() {
        Dtype::F64 => Some(
            bytes
                .as_chunks()
                .0
                .iter()
                .map(|&chunk| f64::from_le_bytes(chunk))
                .collect(),
        ),
        Dtype::F32 => Some(
            bytes
                .as_chunks()
                .0
                .iter()
                .map(|&chunk| f32::from_le_bytes(chunk).into())
                .collect(),
        ),
        _ => None,
    }
}
