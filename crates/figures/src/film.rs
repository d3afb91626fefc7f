//! Figures that move: sheets shown one after another, over and over, as a GIF.

mod table;

use gif::{Encoder, Repeat};
use rayon::prelude::*;

use super::Result;
use super::raster::pixels;
use table::{Colour, Table};

/// A figure that moves and has been drawn.
#[derive(Debug, Clone)]
pub struct Film {
    /// The pictures, all of one size.
    pub frames: Vec<Frame>,
    /// How wide it is shown, in pixels.
    pub width: u32,
    /// The figure that shows the same to those who want no motion, by its name.
    pub still: &'static str,
    /// What happens, with the numbers of this run.
    pub caption: String,
}

/// A picture of a film.
#[derive(Debug, Clone)]
pub struct Frame {
    /// A sheet.
    pub svg: String,
    /// How long it is seen, in hundredths of a second.
    pub hundredths: u16,
}

/// Pixels in their places: rows of `width`.
struct Picture {
    width: usize,
    colours: Vec<Colour>,
}

impl Film {
    /// The film as a GIF. All frames share one colour table.
    ///
    /// # Errors
    /// If a frame is no sheet of ours, or they differ in size.
    pub fn gif(&self) -> Result<Vec<u8>> {
        let pictures: Vec<Picture> = self
            .frames
            .par_iter()
            .map(|frame| picture(frame, self.width))
            .collect::<Result<_>>()?;
        let table = Table::of(pictures.iter().flat_map(|picture| &picture.colours));
        let mut out = Vec::new();
        if let Some(Picture { width, colours }) = pictures.first() {
            let size = (
                u16::try_from(*width)?,
                u16::try_from(colours.len() / width)?,
            );
            let mut encoder = Encoder::new(&mut out, size.0, size.1, &table.bytes())?;
            encoder.set_repeat(Repeat::Infinite)?;
            let mut shown: Vec<u8> = Vec::new();
            for (picture, frame) in pictures.iter().zip(&self.frames) {
                let next: Vec<u8> = picture.colours.iter().map(|c| table.index(*c)).collect();
                encoder.write_frame(&gif::Frame {
                    delay: frame.hundredths,
                    ..change(&shown, &next, *width, table.unchanged())?
                })?;
                shown = next;
            }
        }
        Ok(out)
    }
}

fn picture(frame: &Frame, width: u32) -> Result<Picture> {
    let pixels = pixels(&frame.svg, Some(width))?;
    Ok(Picture {
        width: pixels.width() as usize,
        colours: pixels
            .pixels()
            .iter()
            .map(|pixel| [pixel.red(), pixel.green(), pixel.blue()])
            .collect(),
    })
}

/// What differs from the picture shown before: the smallest rectangle, of one pixel at least, in which a pixel that stays
/// as it was is `unchanged`.
fn change(shown: &[u8], next: &[u8], width: usize, unchanged: u8) -> Result<gif::Frame<'static>> {
    let differs = |i: usize| shown.get(i) != Some(&next[i]);
    let changed: Vec<usize> = (0..next.len()).filter(|&i| differs(i)).collect();
    let ends = |places: &mut dyn Iterator<Item = usize>| {
        places.fold(None, |ends, place| match ends {
            None => Some((place, place)),
            Some((least, most)) => Some((place.min(least), place.max(most))),
        })
    };
    let (left, right) = ends(&mut changed.iter().map(|i| i % width)).unwrap_or_default();
    let (top, bottom) = ends(&mut changed.iter().map(|i| i / width)).unwrap_or_default();
    let seen = |i: usize| if differs(i) { next[i] } else { unchanged };
    let rows =
        (top..=bottom).flat_map(|row| (left..=right).map(move |column| row * width + column));
    Ok(gif::Frame {
        left: u16::try_from(left)?,
        top: u16::try_from(top)?,
        width: u16::try_from(right + 1 - left)?,
        height: u16::try_from(bottom + 1 - top)?,
        transparent: Some(unchanged),
        buffer: rows.map(seen).collect(),
        ..gif::Frame::default()
    })
}

#[cfg(test)]
mod tests {
    use gif::{ColorOutput, DecodeOptions};
    use plotters::prelude::*;

    use super::*;
    use crate::canvas::sheet;

    /// A film of a disc at these places.
    fn film(places: &[(i32, i32)]) -> Film {
        let frame = |(i, &place): (usize, &(i32, i32))| Frame {
            svg: sheet((80, 40), |area| {
                Ok(area.draw(&Circle::new(place, 9, palette(i).filled()))?)
            })
            .unwrap(),
            hundredths: 7 + u16::try_from(i).unwrap(),
        };
        Film {
            frames: places.iter().enumerate().map(frame).collect(),
            width: 40,
            still: "",
            caption: String::new(),
        }
    }

    fn palette(i: usize) -> RGBColor {
        crate::palette::along(i, 4)
    }

    #[test]
    fn what_a_reader_of_the_gif_sees_is_what_was_drawn() {
        let film = film(&[(20, 20), (60, 20), (60, 20), (60, 30)]);
        let gif = film.gif().unwrap();
        assert_eq!(gif, film.gif().unwrap());
        let mut options = DecodeOptions::new();
        options.set_color_output(ColorOutput::Indexed);
        let mut reader = options.read_info(&gif[..]).unwrap();
        assert_eq!((reader.width(), reader.height()), (40, 20));
        let table = reader.global_palette().unwrap().to_vec();
        let mut screen = vec![[0; 3]; 800];
        for frame in &film.frames {
            let part = reader.read_next_frame().unwrap().unwrap();
            assert_eq!(part.delay, frame.hundredths);
            let width = usize::from(part.width);
            for (i, &index) in part.buffer.iter().enumerate() {
                if part.transparent == Some(index) {
                    continue;
                }
                let (x, y) = (
                    i % width + usize::from(part.left),
                    i / width + usize::from(part.top),
                );
                screen[y * 40 + x].copy_from_slice(&table[3 * usize::from(index)..][..3]);
            }
            assert!(screen == picture(frame, 40).unwrap().colours);
        }
        assert!(reader.read_next_frame().unwrap().is_none());
        assert_eq!(reader.repeat(), Repeat::Infinite);
    }

    #[test]
    fn only_what_changes_is_written() {
        let parts = |shown: &[u8], next: &[u8]| {
            let part = change(shown, next, 4, 9).unwrap();
            (
                part.left,
                part.top,
                part.width,
                part.height,
                part.buffer.to_vec(),
            )
        };
        let shown = vec![0; 12];
        assert_eq!(parts(&[], &shown), (0, 0, 4, 3, shown.clone()));
        assert_eq!(parts(&shown, &shown), (0, 0, 1, 1, vec![9]));
        let mut next = shown.clone();
        next[6] = 1;
        assert_eq!(parts(&shown, &next), (2, 1, 1, 1, vec![1]));
        next[9] = 2;
        assert_eq!(parts(&shown, &next), (1, 1, 2, 2, vec![9, 1, 2, 9]));
    }
}
