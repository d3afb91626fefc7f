//! Numbers in a record: their bits, which are exact, and a decimal for people. No parser of decimals is trusted.
//!
//! ```text
//! 0.75  ⇄  {"bits":"3fe8000000000000","decimal":"7.5e-1"}
//! ```

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::wire::Bits;

#[derive(Serialize, Deserialize)]
struct Number {
    bits: Bits,
    decimal: String,
}

/// Writes a number.
#[allow(clippy::trivially_copy_pass_by_ref)] // serde hands it so
pub(crate) fn serialize<S: Serializer>(x: &f64, to: S) -> Result<S::Ok, S::Error> {
    let number = Number {
        bits: Bits(*x),
        decimal: format!("{x:e}"),
    };
    number.serialize(to)
}

/// Reads its bits.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
    Number::deserialize(from).map(|number| number.bits.0)
}
