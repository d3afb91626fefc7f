//! Vector files, `tweedie-vectors/1`: a suite as two files that any language can read.
//!
//! `manifest.json` says what every case is; `tensors.safetensors` holds the arrays. The same suite gives the same bytes
//! on any machine and with any number of threads. What `docs/VECTORS.md` promises to readers is made here.

mod check;
mod manifest;
mod read;
mod verify;
mod write;

pub use manifest::schema;
pub use read::{parse, read};
pub use verify::verify;
pub use write::{Files, files, write};

/// The format's name and version.
pub const FORMAT: &str = "tweedie-vectors/1";

/// The name of the manifest.
pub const MANIFEST: &str = "manifest.json";

/// The name of the file of arrays.
pub const TENSORS: &str = "tensors.safetensors";
