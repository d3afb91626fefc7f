//! Records that `tweedie check --report jsonl` wrote, read back.

use std::path::Path;

use super::Failure;
use tweedie_files::disk;
use tweedie_oracle::Record;

/// The record in the text of the file `path`.
pub(super) fn parsed(path: &Path, text: &[u8]) -> Result<Record, Failure> {
    Record::parse(text).map_err(|error| format!("{}: {error}", path.display()).into())
}

/// The record in the file `path`. One that was interrupted proves nothing, and is refused.
pub(super) fn whole(path: &Path) -> Result<Record, Failure> {
    let record = parsed(path, &disk::read(path)?)?;
    if record.summary.is_none() {
        let name = path.display();
        return Err(format!("{name}: the examination was interrupted: run it to its end").into());
    }
    Ok(record)
}
