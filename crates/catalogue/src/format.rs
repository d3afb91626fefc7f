//! Number formats by name, as records and messages write them: for serde's `with`.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use tweedie::scalar::Format;

/// A format that is written as its name.
struct Named(Format);

impl Serialize for Named {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.0.name())
    }
}

impl<'de> Deserialize<'de> for Named {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        const NAMES: &[&str] = &["f64", "f32", "f16", "bf16"];
        let name = String::deserialize(from)?;
        let format = Format::named(&name).ok_or_else(|| D::Error::unknown_variant(&name, NAMES))?;
        Ok(Self(format))
    }
}

/// A format, as its name.
///
/// # Errors
/// If the name cannot be written.
#[allow(clippy::trivially_copy_pass_by_ref)] // serde's signature
pub fn serialize<S: Serializer>(format: &Format, to: S) -> Result<S::Ok, S::Error> {
    Named(*format).serialize(to)
}

/// The format of a name.
///
/// # Errors
/// If it is the name of none.
pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Format, D::Error> {
    Named::deserialize(from).map(|named| named.0)
}

/// The format of a name, where there is one.
///
/// # Errors
/// If it is the name of none.
pub fn optional<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Format>, D::Error> {
    let named = Option::<Named>::deserialize(from)?;
    Ok(named.map(|named| named.0))
}

/// Lists of formats, as lists of names.
pub mod list {
    use super::{Deserialize, Deserializer, Format, Named, Serializer};

    /// Formats, as their names.
    ///
    /// # Errors
    /// If the names cannot be written.
    pub fn serialize<S: Serializer>(formats: &[Format], to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(formats.iter().copied().map(Named))
    }

    /// The formats of names.
    ///
    /// # Errors
    /// If one is the name of none.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Format>, D::Error> {
        let named = Vec::<Named>::deserialize(from)?;
        Ok(named.into_iter().map(|named| named.0).collect())
    }
}
