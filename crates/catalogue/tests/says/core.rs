//! The committed vectors of core, read as any port would read them: a manifest, and a file of arrays.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use ndarray::{ArrayD, IxDyn};
use safetensors::SafeTensors;
use serde_json::Value;
use tweedie_catalogue::operation::{Arguments, Operation, Param};

use super::Case;

/// Every case, with its truth and its scale of errors.
pub fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors/core");
    let bytes = fs::read(folder.join("tensors.safetensors")).expect("the arrays of core");
    let text = fs::read_to_string(folder.join("manifest.json")).expect("the manifest of core");
    let arrays = SafeTensors::deserialize(&bytes).expect("safetensors");
    let manifest: Value = serde_json::from_str(&text).expect("JSON");
    let rows = manifest["cases"].as_array().expect("cases");
    rows.iter().map(|row| case(row, &arrays)).collect()
}

fn case(row: &Value, arrays: &SafeTensors<'_>) -> Case {
    let text = |key: &str| row[key].as_str().expect("text");
    let output = array(arrays, text("output"));
    let part = |part| {
        output
            .index_axis(ndarray::Axis(0), part)
            .iter()
            .copied()
            .collect()
    };
    Case {
        id: text("id").to_owned(),
        operation: Operation::named(text("operation")).expect("an operation"),
        arguments: Arguments {
            params: named(&row["params"], param),
            inputs: named(&row["inputs"], |key| {
                array(arrays, key.as_str().expect("a key"))
            }),
        },
        y: part(0),
        lo: part(1),
        scale: part(2),
    }
}

fn named<T>(values: &Value, read: impl Fn(&Value) -> T) -> BTreeMap<String, T> {
    let values = values.as_object().expect("a table");
    values
        .iter()
        .map(|(name, value)| (name.clone(), read(value)))
        .collect()
}

fn param(value: &Value) -> Param {
    match value {
        Value::Number(n) => {
            Param::Integer(n.as_u64().and_then(|n| n.try_into().ok()).expect("a count"))
        }
        Value::Array(all) => Param::Numbers(all.iter().map(|x| bits(x).expect("bits")).collect()),
        word => match bits(word) {
            Some(x) => Param::Number(x),
            None => Param::Word(word.as_str().expect("a word").to_owned()),
        },
    }
}

/// The 64 bits of a number, in hexadecimal.
fn bits(value: &Value) -> Option<f64> {
    let text = value.as_str().filter(|text| text.len() == 16)?;
    u64::from_str_radix(text, 16).ok().map(f64::from_bits)
}

fn array(arrays: &SafeTensors<'_>, key: &str) -> ArrayD<f64> {
    let view = arrays.tensor(key).expect("an array");
    let numbers = view.data().chunks_exact(8);
    let numbers = numbers.map(|bytes| f64::from_le_bytes(bytes.try_into().expect("8 bytes")));
    ArrayD::from_shape_vec(IxDyn(view.shape()), numbers.collect())
        .expect("as many as the shape says")
}
