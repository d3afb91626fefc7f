//! Pages of the documentation that a command makes: on stdout, or in a file.

use std::io::{Write, stdout};
use std::path::Path;

use super::Failure;
use tweedie_files::disk;

/// Whether a page has a place, asked before it is made.
pub(super) fn ready(out: Option<&Path>) -> Result<(), Failure> {
    Ok(out.map_or(Ok(()), disk::ready)?)
}

/// Writes a page.
pub(super) fn write(page: &str, out: Option<&Path>) -> Result<(), Failure> {
    if let Some(path) = out {
        disk::write(path, |out| out.write_all(page.as_bytes()))?;
    } else {
        let mut out = stdout().lock();
        out.write_all(page.as_bytes())?;
        out.flush()?;
    }
    Ok(())
}
