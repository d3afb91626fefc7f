//! What can be drawn: figures that stand still, and figures that move.

use super::super::Failure;
use super::place::Format;
use crate::gallery;
use tweedie_figures::{Drawing, Entry, FILMS, Figure, Film, Given, png};

/// A figure of either kind.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shown {
    Still(&'static Figure),
    Moving(&'static Figure<Film>),
}

impl Shown {
    /// All of them, in the order of the gallery.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        let films = FILMS.iter().map(Self::Moving);
        films.chain(gallery::stills().map(Self::Still))
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Still(figure) => figure.name,
            Self::Moving(film) => film.name,
        }
    }

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Still(figure) => figure.title,
            Self::Moving(film) => film.title,
        }
    }

    pub(super) fn is_of_data(self) -> bool {
        match self {
            Self::Still(figure) => figure.of_data,
            Self::Moving(film) => film.of_data,
        }
    }

    /// Whether it can be written as the format that is asked for. One that moves is a GIF among others whatever is asked,
    /// but not where it is asked for `by_name`.
    pub(super) fn can_be(self, asked: Option<Format>, by_name: bool) -> Result<(), Failure> {
        let name = self.name();
        match (self, asked) {
            (Self::Still(_), Some(Format::Gif)) => {
                Err(format!("{name} does not move: ask for svg or png").into())
            }
            (Self::Moving(_), Some(Format::Svg | Format::Png)) if by_name => {
                Err(format!("{name} moves: ask for gif").into())
            }
            _ => Ok(()),
        }
    }

    /// The bytes of the file, and what the index says; `stills` is the format of the figures that stand still.
    pub(super) fn draw(
        self,
        given: &Given,
        stills: Format,
        width: Option<u32>,
    ) -> Result<(Vec<u8>, Entry), Failure> {
        let file = |name: &str, format: Format| format!("{name}.{}", format.ending());
        let (bytes, format, still, caption) = match self {
            Self::Still(figure) => {
                let Drawing { svg, caption } = (figure.draw)(given)?;
                let bytes = match stills {
                    Format::Png => png(&svg, width)?,
                    _ => svg.into_bytes(),
                };
                (bytes, stills, None, caption)
            }
            Self::Moving(figure) => {
                let film = (figure.draw)(given)?;
                let still = file(film.still, stills);
                (film.gif()?, Format::Gif, Some(still), film.caption)
            }
        };
        let entry = Entry {
            name: self.name(),
            title: self.title(),
            file: file(self.name(), format),
            still,
            caption,
        };
        Ok((bytes, entry))
    }
}
