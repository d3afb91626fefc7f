//! Figures in pixels: the very SVG, antialiased, its letters in the embedded face. No font of the system's is asked for.

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use super::Result;
use super::lettering::outlined;
use tweedie::error::DomainError;

/// A sheet's SVG as a PNG, `width` pixels wide; without it, as wide as the sheet.
///
/// # Errors
/// If the SVG is none of ours, or there is no memory for so many pixels.
pub fn png(svg: &str, width: Option<u32>) -> Result<Vec<u8>> {
    Ok(pixels(svg, width)?.encode_png()?)
}

/// The pixels of a sheet's SVG; the height follows from the width.
#[allow(clippy::cast_precision_loss)] // at most some thousands
pub(super) fn pixels(svg: &str, width: Option<u32>) -> Result<Pixmap> {
    let tree = Tree::from_str(&outlined(svg)?, &Options::default())?;
    let sheet = tree.size();
    let width = width.unwrap_or(sheet.to_int_size().width());
    let mut pixels = sheet
        .to_int_size()
        .scale_to_width(width)
        .and_then(|size| Pixmap::new(size.width(), size.height()))
        .ok_or_else(|| {
            DomainError::new("the width in pixels", width, "give some thousands at most")
        })?;
    // rows are whole, so that down may be a hair more than across
    let across = pixels.width() as f32 / sheet.width();
    let down = pixels.height() as f32 / sheet.height();
    resvg::render(
        &tree,
        Transform::from_scale(across, down),
        &mut pixels.as_mut(),
    );
    Ok(pixels)
}

#[cfg(test)]
mod tests {
    use plotters::style::text_anchor::{HPos, VPos};

    use super::*;
    use crate::canvas::{sheet, text, upright};

    /// How many pixels are dark in each of `parts` columns of equal width.
    fn ink(pixels: &Pixmap, parts: usize) -> Vec<usize> {
        let width = pixels.width() as usize;
        dark(pixels, parts, |i| i % width * parts / width)
    }

    fn dark(pixels: &Pixmap, parts: usize, part: impl Fn(usize) -> usize) -> Vec<usize> {
        let mut dark = vec![0; parts];
        for (i, pixel) in pixels.pixels().iter().enumerate() {
            assert_eq!(pixel.alpha(), 255);
            if pixel.green() < 128 {
                dark[part(i)] += 1;
            }
        }
        dark
    }

    fn lettered(words: &str, horizontal: HPos) -> Pixmap {
        let svg = sheet((200, 40), |area| {
            let style = text(30.0, horizontal, VPos::Center);
            Ok(area.draw_text(words, &style, (100, 20))?)
        });
        pixels(&svg.unwrap(), None).unwrap()
    }

    #[test]
    fn letters_stand_where_the_text_is_anchored() {
        let start = ink(&lettered("σ & ᾱ", HPos::Left), 2);
        let end = ink(&lettered("σ & ᾱ", HPos::Right), 2);
        assert!(start[0] == 0 && start[1] > 100, "{start:?}");
        assert!(end[1] == 0 && end[0] > 100, "{end:?}");
        let middle = ink(&lettered("oooo", HPos::Center), 2);
        assert!(middle[0].abs_diff(middle[1]) * 10 < middle[0], "{middle:?}");
    }

    #[test]
    fn low_letters_are_centred_on_their_place() {
        let pixels = lettered("xxxx", HPos::Center);
        let rows = dark(&pixels, 40, |i| i / 200);
        let above = rows.iter().take_while(|&&row| row == 0).count();
        let below = rows.iter().rev().take_while(|&&row| row == 0).count();
        assert!(above > 10 && above.abs_diff(below) <= 1, "{rows:?}");
    }

    #[test]
    fn the_tops_of_turned_letters_are_on_the_left() {
        let svg = sheet((40, 200), |area| {
            let style = upright(30.0, HPos::Center, VPos::Center);
            Ok(area.draw_text("iiiiiiii", &style, (20, 100))?)
        });
        let [dots, rest @ .., below] = &ink(&pixels(&svg.unwrap(), None).unwrap(), 4)[..] else {
            unreachable!()
        };
        assert!(*dots > 0 && rest.iter().all(|part| part > dots) && *below == 0);
    }

    #[test]
    fn the_width_is_the_one_asked_for() {
        let svg = sheet((200, 101), |_| Ok(())).unwrap();
        let size = |width| {
            let pixels = pixels(&svg, width).unwrap();
            assert_eq!(ink(&pixels, 1), [0]); // white to the last row
            (pixels.width(), pixels.height())
        };
        assert_eq!(size(None), (200, 101));
        assert_eq!(size(Some(400)), (400, 202));
        assert_eq!(size(Some(50)), (50, 26));
        assert!(png(&svg, Some(0)).is_err());
    }
}
