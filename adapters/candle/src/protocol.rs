//! The protocol tweedie/1 for candle's tensors: lines of JSON on stdin and stdout.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{BufRead, Write, stdin, stdout};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use candle_core::{DType, Device, Tensor};
use serde_json::{Value, json};

pub type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// What an operation came to.
pub enum Outcome {
    /// An array, in the type that it is to travel in.
    Output(Tensor),
    /// The library does not have it: why.
    Skipped(&'static str),
}

/// The arguments of an operation.
pub struct Call<'a> {
    pub operation: &'a str,
    pub dtype: DType,
    params: &'a Value,
    inputs: BTreeMap<&'a str, Tensor>,
}

impl Call<'_> {
    pub fn word(&self, name: &str) -> Result<&str> {
        let value = self.params[name].as_str();
        value.ok_or_else(|| format!("{name} is no word").into())
    }

    pub fn count(&self, name: &str) -> Result<usize> {
        let value = self.params[name].as_u64();
        Ok(usize::try_from(
            value.ok_or(format!("{name} is no count"))?,
        )?)
    }

    /// A number comes as its 64 bits.
    pub fn number(&self, name: &str) -> Result<f64> {
        Ok(f64::from_bits(u64::from_str_radix(self.word(name)?, 16)?))
    }

    pub fn input(&self, name: &str) -> Result<&Tensor> {
        let tensor = self.inputs.get(name);
        tensor.ok_or_else(|| format!("there is no input {name}").into())
    }
}

/// Answers until it is told to stop.
pub fn serve(hello: &Value, mut operation: impl FnMut(&Call<'_>) -> Result<Outcome>) -> Result<()> {
    for line in stdin().lock().lines() {
        let message: Value = serde_json::from_str(&line?)?;
        let reply = match message["type"].as_str() {
            Some("stop") => break,
            Some("start") => hello.clone(),
            _ => {
                let answer = read(&message).and_then(|call| operation(&call));
                let (key, value) = match answer {
                    Ok(Outcome::Output(tensor)) => ("output", pack(&tensor)?),
                    Ok(Outcome::Skipped(reason)) => ("skipped", json!(reason)),
                    Err(error) => ("error", json!(error.to_string())),
                };
                json!({"id": message["id"], key: value})
            }
        };
        let mut out = stdout().lock();
        writeln!(out, "{reply}")?;
        out.flush()?;
    }
    Ok(())
}

fn read(message: &Value) -> Result<Call<'_>> {
    let dtype = match message["format"].as_str() {
        Some("f64") => DType::F64,
        Some("f32") => DType::F32,
        Some("f16") => DType::F16,
        Some("bf16") => DType::BF16,
        other => return Err(format!("unknown format {other:?}").into()),
    };
    let mut inputs = BTreeMap::new();
    for (name, tensor) in message["inputs"].as_object().ok_or("no inputs")? {
        let shape: Vec<usize> = serde_json::from_value(tensor["shape"].clone())?;
        let bytes = STANDARD.decode(tensor["data"].as_str().ok_or("no data")?)?;
        let tensor = Tensor::from_raw_buffer(&bytes, dtype, &shape, &Device::Cpu)?;
        inputs.insert(name.as_str(), tensor);
    }
    Ok(Call {
        operation: message["operation"].as_str().ok_or("no operation")?,
        dtype,
        params: &message["params"],
        inputs,
    })
}

fn pack(tensor: &Tensor) -> Result<Value> {
    let flat = tensor.flatten_all()?;
    let bytes: Vec<u8> = match tensor.dtype() {
        DType::F64 => each(flat.to_vec1::<f64>()?, f64::to_le_bytes),
        DType::F32 => each(flat.to_vec1::<f32>()?, f32::to_le_bytes),
        DType::F16 => each(flat.to_vec1::<half::f16>()?, half::f16::to_le_bytes),
        DType::BF16 => each(flat.to_vec1::<half::bf16>()?, half::bf16::to_le_bytes),
        DType::I64 => each(flat.to_vec1::<i64>()?, i64::to_le_bytes),
        other => return Err(format!("{other:?} does not travel").into()),
    };
    Ok(json!({"shape": tensor.dims(), "data": STANDARD.encode(bytes)}))
}

fn each<T, const N: usize>(values: Vec<T>, bytes: impl Fn(T) -> [u8; N]) -> Vec<u8> {
    values.into_iter().flat_map(bytes).collect()
}
