//! The manifest, as its types: what is written, what is read, and the JSON Schema, from one text.

use std::collections::BTreeMap;
use std::io;

use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use serde_json::ser::Formatter;

use crate::wire::{Bits, Values};

/// A suite of cases with certified golden numbers. Its arrays are in the safetensors file that `tensors` names.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    /// The format of this file: `tweedie-vectors/1`.
    pub(super) format: String,
    /// The name of the suite.
    pub(super) suite: String,
    /// The version of tweedie that wrote it.
    pub(super) version: String,
    /// What computed the golden numbers, and how precisely.
    pub(super) engine: String,
    /// The licence of the numbers.
    pub(super) licence: String,
    /// The arrays.
    pub(super) tensors: Tensors,
    /// The number formats, by name.
    pub(super) formats: BTreeMap<String, FormatRow>,
    /// What arithmetic a port may promise, by name.
    pub(super) profiles: BTreeMap<String, ProfileRow>,
    /// The operations that the cases ask for, by name.
    pub(super) operations: BTreeMap<String, OperationRow>,
    /// The conventions that the cases pin, by id.
    pub(super) conventions: BTreeMap<String, ConventionRow>,
    /// The bugs that the cases hunt, by id.
    pub(super) flags: BTreeMap<String, FlagRow>,
    /// The cases, in the order of their ids.
    pub(super) cases: Vec<CaseRow>,
}

/// The file of arrays.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Tensors {
    /// Its name, beside the manifest.
    pub(super) file: String,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub(super) sha256: String,
}

/// A number format.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FormatRow {
    /// The unit roundoff.
    pub(super) u: Bits,
    /// The smallest normal number.
    pub(super) tau: Bits,
}

/// What arithmetic a port promises.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ProfileRow {
    /// What multiplies the budget.
    pub(super) m: Bits,
    /// What exp, ln and their kind may be off by, in u; E allows for it.
    pub(super) kappa: Bits,
}

/// An operation.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OperationRow {
    /// When it is judged: schedule, coefficients, operations, steps, loops.
    pub(super) stage: String,
    /// What it computes, in the names of its arguments.
    pub(super) says: String,
    /// Where that stands.
    pub(super) source: String,
    /// `numbers`, which are rounded, or `integers`, which are exact.
    pub(super) kind: String,
}

/// A point on which implementations differ.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ConventionRow {
    /// What is right here.
    pub(super) statement: String,
    /// Where that stands.
    pub(super) source: String,
    /// How others read it.
    pub(super) others: Vec<OtherRow>,
}

/// Another reading of a convention.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OtherRow {
    /// The reading.
    pub(super) reading: String,
    /// Public threads where it was found.
    pub(super) seen_in: Vec<String>,
}

/// A bug that real projects shipped.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FlagRow {
    /// What was wrong.
    pub(super) wrong: String,
    /// Public threads where it was found.
    pub(super) seen_in: Vec<String>,
}

/// An operation on given arguments.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CaseRow {
    /// Stable, and never used for anything else.
    pub(super) id: String,
    /// `required` or `recommended`.
    pub(super) level: String,
    /// The operation, one of `operations`.
    pub(super) operation: String,
    /// The parameters, by name.
    pub(super) params: Values,
    /// The input arrays: name, and key of the tensor.
    pub(super) inputs: BTreeMap<String, String>,
    /// The key of a tensor of shape [3, …]: the truth y, what its rounding left, and the error scale E.
    pub(super) output: String,
    /// The formats that hold every argument exactly.
    pub(super) formats: Vec<String>,
    /// The bugs it hunts, by the ids of `flags`.
    pub(super) flags: Vec<String>,
    /// What other readings of a convention would give.
    pub(super) readings: Vec<ReadingRow>,
}

/// What comes out under another reading.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReadingRow {
    /// The convention, one of `conventions`.
    pub(super) convention: String,
    /// Which of its `others`, from 0.
    pub(super) other: usize,
    /// The key of a tensor of shape [2, n]: what it gives, and its error scale.
    pub(super) key: String,
}

/// The JSON Schema of manifests, as text.
#[must_use]
pub fn schema() -> String {
    format!("{:#}\n", schema_for!(Manifest).as_value())
}

impl Manifest {
    /// The bytes of the file: a line for every entry of a table, a line for every case.
    pub(super) fn bytes(&self) -> serde_json::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let lines = Lines { depth: 0 };
        self.serialize(&mut serde_json::Serializer::with_formatter(
            &mut bytes, lines,
        ))?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}

/// Compact JSON, broken into lines where a person or a diff looks: at the two outer levels.
struct Lines {
    depth: usize,
}

/// The levels that are broken into lines.
const OUTER: usize = 2;

impl Lines {
    fn enter(&mut self) {
        self.depth += 1;
    }

    fn leave<W: ?Sized + io::Write>(&mut self, out: &mut W, end: &[u8]) -> io::Result<()> {
        self.depth -= 1;
        out.write_all(end)
    }

    fn item<W: ?Sized + io::Write>(&self, out: &mut W, first: bool) -> io::Result<()> {
        if !first {
            out.write_all(b",")?;
        }
        if self.depth <= OUTER {
            out.write_all(b"\n")?;
        }
        Ok(())
    }
}

impl Formatter for Lines {
    fn begin_array<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.enter();
        out.write_all(b"[")
    }
    fn end_array<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.leave(out, b"]")
    }
    fn begin_array_value<W: ?Sized + io::Write>(
        &mut self,
        out: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.item(out, first)
    }
    fn begin_object<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.enter();
        out.write_all(b"{")
    }
    fn end_object<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.leave(out, b"}")
    }
    fn begin_object_key<W: ?Sized + io::Write>(
        &mut self,
        out: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.item(out, first)
    }
}
