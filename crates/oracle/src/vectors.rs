//! Vector files, `tweedie-vectors/1`: a suite as two files that any language can read.
//!
//! `manifest.json` says what every case is; `tensors.safetensors` holds the arrays. The same suite gives the same bytes
//! on any machine and with any number of threads. What `docs/VECTORS.md` promises to readers is made here.

mod check;
mod manifest;
mod read;
mod verify;
mod write;

use std::path::Path;

pub use manifest::schema;
pub use read::{parse, read};
pub use verify::verify;
pub use write::{Files, files, write};

use super::size::Size;
use super::suite::Suite;
use tweedie_files::disk::FileError;

/// The format's name and version.
pub const FORMAT: &str = "tweedie-vectors/1";

/// The name of the manifest.
pub const MANIFEST: &str = "manifest.json";

/// The name of the file of arrays.
pub const TENSORS: &str = "tensors.safetensors";

macro_rules! committed {
    ($suite:literal) => {
        (
            concat!("vectors/", $suite),
            include_bytes!(concat!("../vectors/", $suite, "/manifest.json")).as_slice(),
            include_bytes!(concat!("../vectors/", $suite, "/tensors.safetensors")).as_slice(),
        )
    };
}

/// The suite that every copy of the crate carries; none of [`Size::Full`], which is made by `tweedie vectors write`.
///
/// # Errors
/// If the files are not what this version reads.
pub fn embedded(size: Size) -> Option<Result<Suite, FileError>> {
    let (folder, manifest, tensors) = match size {
        Size::Smoke => committed!("smoke"),
        Size::Core => committed!("core"),
        Size::Full => return None,
    };
    Some(parse(Path::new(folder), manifest, tensors))
}
