//! Where figures are written, and as what.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::super::Failure;
use tweedie_files::disk;

/// What a figure can be written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Svg,
    Png,
    Gif,
}

impl Format {
    const ALL: [Self; 3] = [Self::Svg, Self::Png, Self::Gif];

    pub(super) fn ending(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Png => "png",
            Self::Gif => "gif",
        }
    }

    fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        Self::ALL
            .into_iter()
            .find(|format| format.ending() == ending)
    }
}

/// What `--out` names: a folder, or with the ending of a format the file of one figure.
pub(super) enum Place<'a> {
    Folder(&'a Path),
    File(&'a Path),
}

impl<'a> Place<'a> {
    /// Where `count` figures go, and the format that `--out` or `--format` asks for.
    pub(super) fn of(
        out: &'a Path,
        format: Option<Format>,
        count: usize,
    ) -> Result<(Self, Option<Format>), Failure> {
        let Some(ending) = Format::of(out) else {
            return Ok((Self::Folder(out), format));
        };
        let (path, name) = (out.display(), ending.ending());
        if let Some(other) = format.filter(|&other| other != ending) {
            let other = other.ending();
            return Err(format!(
                "--out {path} is {name}, --format says {other}: leave one of them out"
            )
            .into());
        }
        if count != 1 {
            return Err(format!(
                "--out {path} names one file for {count} figures: name a folder, or draw one"
            )
            .into());
        }
        Ok((Self::File(out), Some(ending)))
    }

    /// Makes what has to be there.
    pub(super) fn ready(&self) -> Result<(), Failure> {
        match self {
            Self::Folder(folder) => Ok(disk::folder(folder)?),
            Self::File(_) => Ok(()),
        }
    }

    /// The path of a figure's `file`.
    pub(super) fn path(&self, file: &str) -> PathBuf {
        match self {
            Self::Folder(folder) => folder.join(file),
            Self::File(path) => path.to_path_buf(),
        }
    }
}
