//! The sheet that a figure is drawn on: SVG in memory, and made small.

use std::fmt::Write;

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::prelude::SVGBackend;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontTransform, IntoFont, TextStyle, WHITE};

use super::Result;
use super::palette::INK;

/// A part of a sheet, in pixels.
pub(super) type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// A figure of `size` pixels, filled by `draw`.
pub(super) fn sheet(size: (u32, u32), draw: impl FnOnce(&Area) -> Result<()>) -> Result<String> {
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        area.fill(&WHITE)?;
        draw(&area)?;
        area.present()?;
    }
    Ok(small(&svg))
}

/// Text of `size` pixels about a point.
pub(super) fn text<'a>(size: f64, horizontal: HPos, vertical: VPos) -> TextStyle<'a> {
    ("sans-serif", size)
        .into_font()
        .color(&INK)
        .pos(Pos::new(horizontal, vertical))
}

/// The same, read from bottom to top.
pub(super) fn upright<'a>(size: f64, horizontal: HPos, vertical: VPos) -> TextStyle<'a> {
    text(size, horizontal, vertical).transform(FontTransform::Rotate270)
}

/// The same picture in fewer bytes: what is the default is not said, and neighbouring lines or discs of one pen become
/// one path.
fn small(svg: &str) -> String {
    let mut out = String::with_capacity(svg.len() / 3);
    let mut held: Option<Pen> = None;
    let mut last = None;
    for line in svg.lines() {
        let stroke = disc(line).or_else(|| polyline(line));
        let pen = stroke.as_ref().map(|(pen, _)| *pen);
        if held != pen {
            if held.is_some() {
                out.push_str("\"/>\n");
            }
            if let Some(pen) = pen {
                pen.open(&mut out);
            }
            held = pen;
            last = None;
        }
        match stroke {
            Some((_, Stroke::Path(path))) => out.push_str(&path),
            Some((_, Stroke::Dot(place))) => {
                dot(&mut out, last, place);
                last = Some(place);
            }
            None => {
                out.push_str(&line.replace(" opacity=\"1\"", ""));
                out.push('\n');
            }
        }
    }
    out
}

/// What a pen draws in one go.
enum Stroke {
    Dot((i32, i32)),
    Path(String),
}

/// A dot, told from the one before.
fn dot(out: &mut String, last: Option<(i32, i32)>, (x, y): (i32, i32)) {
    let _ = match last {
        None => write!(out, "M{x} {y}h0"),
        Some((before, above)) => {
            let (right, down) = (x - before, y - above);
            let comma = if down < 0 { "" } else { " " };
            write!(out, "m{right}{comma}{down}h0")
        }
    };
}

/// What a path is drawn with.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Pen<'a> {
    colour: &'a str,
    width: u32,
    round: bool,
}

impl Pen<'_> {
    fn open(self, out: &mut String) {
        let cap = if self.round {
            " stroke-linecap=\"round\""
        } else {
            ""
        };
        let _ = write!(
            out,
            "<path fill=\"none\" stroke=\"{}\" stroke-width=\"{}\"{cap} d=\"",
            self.colour, self.width
        );
    }
}

/// The value of an attribute of a line's element.
pub(super) fn attribute<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = line.split_once(name)?;
    rest.strip_prefix("=\"")?
        .split_once('"')
        .map(|(value, _)| value)
}

/// A filled disc, as a round dot.
fn disc(line: &str) -> Option<(Pen<'_>, Stroke)> {
    let line = line.strip_prefix("<circle")?;
    if attribute(line, " stroke")? != "none" || attribute(line, " opacity")? != "1" {
        return None;
    }
    let pen = Pen {
        colour: attribute(line, " fill")?,
        width: 2 * attribute(line, " r")?.parse::<u32>().ok()?,
        round: true,
    };
    let place = |name| attribute(line, name)?.parse::<i32>().ok();
    Some((pen, Stroke::Dot((place(" cx")?, place(" cy")?))))
}

/// A line through points, each told from the one before.
fn polyline(line: &str) -> Option<(Pen<'_>, Stroke)> {
    let line = line.strip_prefix("<polyline")?;
    if attribute(line, " fill")? != "none" || attribute(line, " opacity")? != "1" {
        return None;
    }
    let pen = Pen {
        colour: attribute(line, " stroke")?,
        width: attribute(line, " stroke-width")?.parse().ok()?,
        round: false,
    };
    let mut path = String::new();
    let mut last: Option<(i32, i32)> = None;
    for point in attribute(line, " points")?.split_whitespace() {
        let (x, y) = point.split_once(',')?;
        let (x, y) = (x.parse::<i32>().ok()?, y.parse::<i32>().ok()?);
        let _ = match last {
            None => write!(path, "M{x} {y}l"),
            Some((before, above)) => {
                let (right, down) = (x - before, y - above);
                let gap = if path.ends_with('l') || right < 0 {
                    ""
                } else {
                    " "
                };
                let comma = if down < 0 { "" } else { " " };
                write!(path, "{gap}{right}{comma}{down}")
            }
        };
        last = Some((x, y));
    }
    Some((pen, Stroke::Path(path)))
}
