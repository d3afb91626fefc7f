//! The face that letters are drawn in where no system is asked for fonts: outlines, widths, and where a mark sits.

use std::fmt::Write;

use ttf_parser::gpos::{MarkToBaseAdjustment, PositioningSubtable};
use ttf_parser::{Face, GlyphId, OutlineBuilder};

use super::Result;
use tweedie::error::DomainError;

/// DejaVu Sans: see `fonts/README.md`.
const DEJAVU: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/DejaVuSans.ttf"));

/// The embedded face. Its lengths are in units of the face.
pub(super) struct Letters(Face<'static>);

/// A line of text, set: an SVG path that begins at (0, 0) on the base line, y downwards.
pub(super) struct Line {
    pub(super) path: String,
    pub(super) width: i32,
}

impl Letters {
    pub(super) fn new() -> Result<Self> {
        Ok(Self(Face::parse(DEJAVU, 0)?))
    }

    /// Units to the em.
    pub(super) fn em(&self) -> f64 {
        self.0.units_per_em().into()
    }

    /// The height of an x.
    pub(super) fn ex(&self) -> Result<f64> {
        let bounds = self.0.glyph_bounding_box(self.glyph('x')?);
        Ok(bounds.map_or(0.0, |bounds| bounds.y_max.into()))
    }

    /// Letter after letter; a combining mark on the letter before it.
    ///
    /// # Errors
    /// If the face has no glyph for a character.
    pub(super) fn set(&self, text: &str) -> Result<Line> {
        let mut outline = Outline::default();
        let mut width = 0;
        let mut letter: Option<(GlyphId, i32)> = None;
        for c in text.chars() {
            let glyph = self.glyph(c)?;
            let on_letter = letter.and_then(|(base, left)| {
                let (right, up) = self.seat(base, glyph)?;
                Some((left + right, up))
            });
            outline.at = on_letter.unwrap_or((width, 0));
            self.0.outline_glyph(glyph, &mut outline);
            if on_letter.is_none() {
                letter = Some((glyph, width));
                width += i32::from(self.0.glyph_hor_advance(glyph).unwrap_or(0));
            }
        }
        Ok(Line {
            path: outline.path,
            width,
        })
    }

    fn glyph(&self, c: char) -> Result<GlyphId> {
        let code = u32::from(c);
        self.0.glyph_index(c).ok_or_else(|| {
            let way_out =
                format!("fonts/DejaVuSans.ttf has no U+{code:04X}: add it as fonts/README.md says");
            DomainError::new("a character of a figure", c, way_out).into()
        })
    }

    /// How far right of and above a letter's origin the origin of a mark on it lies: where their anchors meet.
    fn seat(&self, letter: GlyphId, mark: GlyphId) -> Option<(i32, i32)> {
        let meet = |table: MarkToBaseAdjustment| {
            let (class, own) = table.marks.get(table.mark_coverage.get(mark)?)?;
            let its = table.anchors.get(table.base_coverage.get(letter)?, class)?;
            Some((
                i32::from(its.x) - i32::from(own.x),
                i32::from(its.y) - i32::from(own.y),
            ))
        };
        let lookups = self.0.tables().gpos?.lookups;
        lookups
            .into_iter()
            .flat_map(|lookup| lookup.subtables.into_iter::<PositioningSubtable>())
            .find_map(|table| match table {
                PositioningSubtable::MarkToBase(table) => meet(table),
                _ => None,
            })
    }
}

/// What a glyph is traced with.
#[derive(Default)]
struct Outline {
    path: String,
    /// The glyph's origin, y upwards.
    at: (i32, i32),
}

impl Outline {
    /// A command of a path, and its points. The outlines of the face have whole coordinates.
    #[allow(clippy::cast_possible_truncation)]
    fn push(&mut self, command: char, points: &[(f32, f32)]) {
        self.path.push(command);
        for (i, (x, y)) in points.iter().enumerate() {
            let gap = if i == 0 { "" } else { " " };
            let (x, y) = (self.at.0 + *x as i32, self.at.1 + *y as i32);
            let _ = write!(self.path, "{gap}{x} {}", -y);
        }
    }
}

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.push('M', &[(x, y)]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.push('L', &[(x, y)]);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.push('Q', &[(x1, y1), (x, y)]);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.push('C', &[(x1, y1), (x2, y2), (x, y)]);
    }

    fn close(&mut self) {
        self.push('Z', &[]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_sits_on_its_letter() {
        let letters = Letters::new().unwrap();
        let glyph = |c| letters.glyph(c).unwrap();
        // a tall letter lifts it, a low one does not
        let low = letters.seat(glyph('x'), glyph('\u{302}')).unwrap();
        let tall = letters.seat(glyph('β'), glyph('\u{303}')).unwrap();
        assert_eq!((low.1, tall.1 > 300), (0, true));
        assert_eq!(
            letters.set("x\u{302}").unwrap().width,
            letters.set("x").unwrap().width
        );
        assert!(letters.seat(glyph('x'), glyph('y')).is_none());
    }

    #[test]
    fn a_tall_letter_does_not_cover_its_mark() {
        let letters = Letters::new().unwrap();
        // y downwards: every second number of a path
        let top = |text: &str| -> i32 {
            let path = letters.set(text).unwrap().path;
            let numbers = path.split(|c: char| c == ' ' || c.is_alphabetic());
            let numbers = numbers.filter_map(|number| number.parse().ok());
            numbers.skip(1).step_by(2).min().unwrap()
        };
        assert!(top("β\u{303}") < top("β") - 100);
        assert!(top("x\u{302}") > top("β\u{303}"));
    }

    #[test]
    fn a_character_without_glyph_is_named() {
        let refused = Letters::new()
            .unwrap()
            .set("a語")
            .err()
            .unwrap()
            .to_string();
        assert!(
            refused.contains("'語'") && refused.contains("U+8A9E"),
            "{refused}"
        );
    }
}
