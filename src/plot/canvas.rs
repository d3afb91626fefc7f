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

/// The same picture in fewer bytes: what is the default is not said, and neighbouring discs of one colour become one
/// path of round dots.
fn small(svg: &str) -> String {
    let mut out = String::with_capacity(svg.len() / 4);
    let mut open: Option<(&str, &str)> = None;
    for line in svg.lines() {
        let disc = line.strip_prefix("<circle ").and_then(disc);
        let pen = disc.map(|disc| disc.pen);
        if open != pen {
            if let Some((radius, colour)) = open {
                let width = 2 * radius.parse::<u32>().unwrap_or(1);
                let _ = writeln!(
                    out,
                    "\" stroke=\"{colour}\" stroke-width=\"{width}\" stroke-linecap=\"round\"/>"
                );
            }
            if pen.is_some() {
                out.push_str("<path d=\"");
            }
            open = pen;
        }
        if let Some(Disc { x, y, .. }) = disc {
            let _ = write!(out, "M{x} {y}h0");
        } else {
            out.push_str(&line.replace(" opacity=\"1\"", ""));
            out.push('\n');
        }
    }
    out
}

/// A filled disc.
#[derive(Clone, Copy)]
struct Disc<'a> {
    x: &'a str,
    y: &'a str,
    /// Radius and colour.
    pen: (&'a str, &'a str),
}

/// The disc that the attributes of a circle describe, if they do.
fn disc(attributes: &str) -> Option<Disc<'_>> {
    let value = |name: &str| {
        let (_, rest) = attributes.split_once(name)?;
        rest.split_once('"').map(|(value, _)| value)
    };
    (value("stroke=\"")? == "none" && value("opacity=\"")? == "1").then_some(Disc {
        x: value("cx=\"")?,
        y: value("cy=\"")?,
        pen: (value(" r=\"")?, value("fill=\"")?),
    })
}
