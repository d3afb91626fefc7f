//! How arguments and outputs travel: parameters as JSON, arrays as bytes. Files and messages speak it alike.
//!
//! ```text
//! a number           "3fe0000000000000"      the 64 bits of an IEEE double, as 16 hexadecimal digits: 0.5
//! a whole number     50
//! a choice           "karras"                any text that is not 16 hexadecimal digits
//! numbers            ["3fe0000000000000", …]
//! an array           {"shape": [2, 3], "data": "…"}     base64 of little-endian elements, the last axis fastest
//! ```

use std::collections::BTreeMap;
use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use half::{bf16, f16};
use ndarray::{ArrayD, IxDyn};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use tweedie::scalar::Format;
use tweedie_catalogue::operation::{Kind, Param};

/// What is wrong with something that came over the wire: one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WireError(String);

impl fmt::Display for WireError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for WireError {}

/// A number as its 64 bits: no parser rounds it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String", extend("pattern" = "^[0-9a-f]{16}$"))]
pub struct Bits(pub f64);

impl From<Bits> for String {
    fn from(Bits(x): Bits) -> Self {
        format!("{:016x}", x.to_bits())
    }
}

impl TryFrom<String> for Bits {
    type Error = WireError;

    fn try_from(text: String) -> Result<Self, WireError> {
        let digits = |text: &str| text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        match u64::from_str_radix(&text, 16) {
            Ok(bits) if text.len() == 16 && digits(&text) => Ok(Self(f64::from_bits(bits))),
            _ => Err(WireError(format!(
                "{text:?} is no number: write its 64 bits as 16 small hexadecimal digits"
            ))),
        }
    }
}

/// A parameter as it travels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Value {
    /// A count or an index.
    Integer(usize),
    /// A number.
    Number(Bits),
    /// A choice by name.
    Word(String),
    /// Numbers in order.
    Numbers(Vec<Bits>),
}

/// Parameters as they travel, by name.
pub type Values = BTreeMap<String, Value>;

impl From<&Param> for Value {
    fn from(param: &Param) -> Self {
        match param {
            Param::Number(x) => Self::Number(Bits(*x)),
            Param::Integer(n) => Self::Integer(*n),
            Param::Word(word) => Self::Word(word.clone()),
            Param::Numbers(values) => Self::Numbers(values.iter().copied().map(Bits).collect()),
        }
    }
}

impl From<&Value> for Param {
    fn from(value: &Value) -> Self {
        match value {
            Value::Number(Bits(x)) => Self::Number(*x),
            Value::Integer(n) => Self::Integer(*n),
            Value::Word(word) => Self::Word(word.clone()),
            Value::Numbers(values) => Self::Numbers(values.iter().map(|&Bits(x)| x).collect()),
        }
    }
}

/// What the bytes of an array mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Element {
    /// Numbers of a format.
    Float(Format),
    /// Whole numbers of 64 bits.
    Integer,
}

impl Element {
    /// Of the outputs of a kind, asked for in a format.
    #[must_use]
    pub fn of(kind: Kind, format: Format) -> Self {
        match kind {
            Kind::Numbers => Self::Float(format),
            Kind::Integers => Self::Integer,
        }
    }

    /// Bytes of an element.
    #[must_use]
    pub fn bytes(self) -> usize {
        match self {
            Self::Float(format) => format.bytes(),
            Self::Integer => 8,
        }
    }

    /// The elements as bytes, each rounded to what its format stores.
    #[must_use]
    #[allow(clippy::cast_possible_truncation)] // rounding is the point
    pub fn write(self, values: impl IntoIterator<Item = f64>) -> Vec<u8> {
        let mut bytes = Vec::new();
        for x in values {
            match self {
                Self::Float(Format::F64) => bytes.extend(x.to_le_bytes()),
                Self::Float(Format::F32) => bytes.extend((x as f32).to_le_bytes()),
                Self::Float(Format::F16) => bytes.extend(f16::from_f64(x).to_le_bytes()),
                Self::Float(Format::Bf16) => bytes.extend(bf16::from_f64(x).to_le_bytes()),
                Self::Integer => bytes.extend((x as i64).to_le_bytes()),
            }
        }
        bytes
    }

    /// The elements of bytes, exactly.
    ///
    /// # Errors
    /// If the last element is cut off, or a whole number is too large for `f64` to hold.
    pub fn read(self, bytes: &[u8]) -> Result<Vec<f64>, WireError> {
        let size = self.bytes();
        if !bytes.len().is_multiple_of(size) {
            return Err(WireError(format!(
                "{} bytes are no array of {self}: each element has {size}",
                bytes.len()
            )));
        }
        bytes.chunks_exact(size).map(|one| self.one(one)).collect()
    }

    fn one(self, bytes: &[u8]) -> Result<f64, WireError> {
        let mut eight = [0; 8];
        eight[..bytes.len()].copy_from_slice(bytes);
        let bits = u64::from_le_bytes(eight);
        #[allow(clippy::cast_possible_truncation)] // the upper bytes are zero
        Ok(match self {
            Self::Float(Format::F64) => f64::from_bits(bits),
            Self::Float(Format::F32) => f64::from(f32::from_bits(bits as u32)),
            Self::Float(Format::F16) => f16::from_bits(bits as u16).to_f64(),
            Self::Float(Format::Bf16) => bf16::from_bits(bits as u16).to_f64(),
            Self::Integer => whole(bits.cast_signed())?,
        })
    }
}

impl fmt::Display for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Float(format) => format.fmt(f),
            Self::Integer => f.write_str("i64"),
        }
    }
}

fn whole(n: i64) -> Result<f64, WireError> {
    #[allow(clippy::cast_precision_loss)] // what would lose is refused
    if n.unsigned_abs() <= 1 << 53 {
        Ok(n as f64)
    } else {
        Err(WireError(format!(
            "the whole number {n} is beyond 2^53: no timestep or count is"
        )))
    }
}

/// An array as it travels in a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tensor {
    /// The lengths of its axes.
    pub shape: Vec<usize>,
    /// Its elements: base64 of little-endian bytes, the last axis fastest.
    pub data: String,
}

impl Tensor {
    /// An array, packed.
    #[must_use]
    pub fn pack(array: &ArrayD<f64>, element: Element) -> Self {
        Self {
            shape: array.shape().to_vec(),
            data: STANDARD.encode(element.write(array.iter().copied())),
        }
    }

    /// The array.
    ///
    /// # Errors
    /// If the data are no base64, or hold another number of elements than the shape.
    pub fn unpack(&self, element: Element) -> Result<ArrayD<f64>, WireError> {
        let bytes = STANDARD
            .decode(&self.data)
            .map_err(|error| WireError(format!("the data of an array are no base64: {error}")))?;
        let values = element.read(&bytes)?;
        let count = values.len();
        ArrayD::from_shape_vec(IxDyn(&self.shape), values).map_err(|_| {
            WireError(format!(
                "an array of shape {:?} came with {count} elements of {element}",
                self.shape
            ))
        })
    }
}
