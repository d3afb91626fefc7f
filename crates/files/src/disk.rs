//! The disk: a file appears whole or not at all, and an error about a file says which one.

use std::fmt;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::Builder;

/// A file that cannot be read, written or understood.
///
/// One line: the file, the place in it and what is wrong there, the way out.
#[derive(Debug)]
pub struct FileError {
    path: PathBuf,
    problem: String,
    way_out: String,
}

impl FileError {
    /// `path`: `problem`: `way_out`. What a problem quotes of a file may be anything; it stays one line, and short.
    pub fn new(path: &Path, problem: impl Into<String>, way_out: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            problem: one_line(&problem.into()),
            way_out: one_line(&way_out.into()),
        }
    }
}

/// The longest part of a message, in characters.
const LONGEST: usize = 400;

fn one_line(text: &str) -> String {
    let printable = |c: char| if c.is_control() { '?' } else { c };
    let mut line: String = text.chars().take(LONGEST).map(printable).collect();
    if text.chars().nth(LONGEST).is_some() {
        line.push('…');
    }
    line
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            path,
            problem,
            way_out,
        } = self;
        write!(f, "{}: {problem}: {way_out}", path.display())
    }
}

impl std::error::Error for FileError {}

/// The bytes of a file.
///
/// # Errors
/// If it is not a regular file (a pipe or a device may never end), or cannot be read.
pub fn read(path: &Path) -> Result<Vec<u8>, FileError> {
    let cannot = |error: &io::Error| {
        FileError::new(
            path,
            format!("cannot read it ({error})"),
            "give a file that exists and may be read",
        )
    };
    let kind = fs::metadata(path).map_err(|error| cannot(&error))?;
    if !kind.is_file() {
        return Err(FileError::new(path, "is no file", "give a regular file"));
    }
    fs::read(path).map_err(|error| cannot(&error))
}

/// The bytes of a file that holds no more than `most` of them.
///
/// # Errors
/// If it holds more, is not a regular file, or cannot be read.
pub fn read_at_most(path: &Path, most: u64) -> Result<Vec<u8>, FileError> {
    match fs::metadata(path) {
        Ok(about) if about.len() > most => Err(FileError::new(
            path,
            format!("holds {} bytes", about.len()),
            format!("at most {most} are read"),
        )),
        _ => read(path),
    }
}

/// Makes the folder `path`, and those it lies in.
///
/// # Errors
/// If that cannot be.
pub fn folder(path: &Path) -> Result<(), FileError> {
    fs::create_dir_all(path).map_err(|error| cannot_write(path, &error))
}

/// Whether [`write()`] finds a place at `path`, asked before there is anything to write. Nothing is changed.
///
/// # Errors
/// If the folder cannot be written, or `path` is a folder.
pub fn ready(path: &Path) -> Result<(), FileError> {
    let place = match fs::metadata(path) {
        Ok(known) if known.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
        // a pipe that is opened and closed again is at its end
        Ok(known) if !known.is_file() => Ok(()),
        _ => tempfile::tempfile_in(folder_of(path)).map(drop),
    };
    place.map_err(|error| cannot_write(path, &error))
}

/// Writes a file by way of a nameless neighbour: at no moment does `path` hold half of it. A device or a pipe is written to as
/// it stands: who may would put a file in its place.
///
/// # Errors
/// If the folder or the file cannot be written; `path` is then as it was.
pub fn write(
    path: &Path,
    content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), FileError> {
    let whole = || -> io::Result<()> {
        if fs::metadata(path).is_ok_and(|known| !known.is_file() && !known.is_dir()) {
            let mut out = BufWriter::new(fs::OpenOptions::new().write(true).open(path)?);
            content(&mut out)?;
            return out.flush();
        }
        let mut draft =
            BufWriter::new(as_any_new_file(&mut Builder::new()).tempfile_in(folder_of(path))?);
        content(&mut draft)?;
        draft.into_inner()?.persist(path)?;
        Ok(())
    };
    whole().map_err(|error| cannot_write(path, &error))
}

/// The folder that a file lies in.
fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    }
}

fn cannot_write(path: &Path, error: &io::Error) -> FileError {
    FileError::new(
        path,
        format!("cannot write it ({error})"),
        "choose with --out a place that can be written",
    )
}

/// Readable by others where the user's umask says so; temporary files are private by default.
#[cfg(unix)]
fn as_any_new_file<'a, 'b>(builder: &'a mut Builder<'b, 'b>) -> &'a mut Builder<'b, 'b> {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(fs::Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn as_any_new_file<'a, 'b>(builder: &'a mut Builder<'b, 'b>) -> &'a mut Builder<'b, 'b> {
    builder
}
