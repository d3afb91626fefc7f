//! Panels with axes under one legend: what the figures have in common.

mod axis;
mod mark;

pub use axis::Axis;
pub use mark::{Mark, Point, curve};

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, VPos};

use super::Result;
use super::canvas::{self, Area, text, upright};
use super::palette::{GRID, INK};

/// Axes and what is drawn on them.
#[derive(Debug, Clone)]
pub struct Panel {
    /// What stands above it.
    pub title: String,
    /// The axis below.
    pub x: Axis,
    /// The axis on the left.
    pub y: Axis,
    /// What is drawn; the first lies lowest.
    pub marks: Vec<Mark>,
}

/// An entry of the legend: what a mark stands for.
#[derive(Debug, Clone)]
pub struct Key {
    name: String,
    mark: Mark,
}

impl Key {
    /// `name` for things drawn like `mark`.
    pub fn new(name: impl Into<String>, mark: Mark) -> Self {
        Self {
            name: name.into(),
            mark,
        }
    }

    #[allow(clippy::cast_possible_truncation)] // a few letters
    fn width(&self) -> i32 {
        SWATCH + 24 + i32::try_from(self.name.chars().count()).unwrap_or(0) * 18 + 40
    }
}

const FONT: f64 = 36.0;
const SWATCH: i32 = 64;
const LINE: i32 = 64;
/// Room for an axis without words, and for one with short ones.
const LEFT: (i32, i32) = (20, 136);
const BOTTOM: (i32, i32) = (24, 116);
const RIGHT: i32 = 40;
const TOP: i32 = 72;

/// The figure of `rows` of panels, the plane of each of `size` pixels.
///
/// # Errors
/// If the layout has no room.
pub fn figure(size: (i32, i32), keys: &[Key], rows: &[Vec<Panel>]) -> Result<String> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let lefts: Vec<i32> = (0..columns)
        .map(|column| {
            let words = |row: &Vec<Panel>| row.get(column).map_or(0, |panel| panel.y.longest());
            match rows.iter().map(words).max().unwrap_or(0) {
                0 => LEFT.0,
                longest => LEFT.1.max(20 + 18 * longest),
            }
        })
        .collect();
    let bottoms: Vec<i32> = rows
        .iter()
        .map(
            |row| match row.iter().map(|panel| panel.x.longest()).max() {
                Some(0) | None => BOTTOM.0,
                Some(_) => BOTTOM.1,
            },
        )
        .collect();
    let width = lefts.iter().map(|left| left + size.0 + RIGHT).sum::<i32>();
    let lines = legend(keys, width);
    let head = i32::try_from(lines.len())? * LINE;
    let height = head
        + bottoms
            .iter()
            .map(|below| TOP + size.1 + below)
            .sum::<i32>();
    canvas::sheet((width.unsigned_abs(), height.unsigned_abs()), |sheet| {
        for (line, y) in lines
            .iter()
            .zip((LINE / 2..).step_by(LINE.unsigned_abs() as usize))
        {
            let mut x = (width - line.iter().map(|key| key.width()).sum::<i32>()) / 2 + 24;
            for key in line {
                key.mark.sample(sheet, (x, y), SWATCH)?;
                let name = text(FONT, HPos::Left, VPos::Center);
                sheet.draw_text(&key.name, &name, (x + SWATCH + 20, y))?;
                x += key.width();
            }
        }
        let mut y = head + 8;
        for (row, below) in rows.iter().zip(&bottoms) {
            let mut x = 0;
            for (panel, left) in row.iter().zip(&lefts) {
                panel.draw(sheet, (x + left, y + TOP), size)?;
                x += left + size.0 + RIGHT;
            }
            y += TOP + size.1 + below;
        }
        Ok(())
    })
}

/// The keys in as many lines as they need.
fn legend(keys: &[Key], width: i32) -> Vec<Vec<&Key>> {
    let mut lines: Vec<Vec<&Key>> = Vec::new();
    let mut used = width;
    for key in keys {
        if used + key.width() > width {
            lines.push(Vec::new());
            used = 0;
        }
        used += key.width();
        if let Some(line) = lines.last_mut() {
            line.push(key);
        }
    }
    lines
}

impl Panel {
    fn draw(
        &self,
        sheet: &Area,
        (left, top): (i32, i32),
        (width, height): (i32, i32),
    ) -> Result<()> {
        let across = |share| left + part(share, width);
        let down = |share| top + height - part(share, height);
        let (right, bottom) = (left + width, top + height);
        for (share, _) in self.x.ticks() {
            let x = across(*share);
            sheet.draw(&PathElement::new(
                [(x, top), (x, bottom)],
                GRID.stroke_width(2),
            ))?;
        }
        for (share, _) in self.y.ticks() {
            let y = down(*share);
            sheet.draw(&PathElement::new(
                [(left, y), (right, y)],
                GRID.stroke_width(2),
            ))?;
        }
        for mark in &self.marks {
            mark.draw(
                sheet,
                |(x, y)| (self.x.place(x), self.y.place(y)),
                |(x, y)| (across(x), down(y)),
            )?;
        }
        let frame = [
            (left, top),
            (right, top),
            (right, bottom),
            (left, bottom),
            (left, top),
        ];
        sheet.draw(&PathElement::new(frame, INK.stroke_width(2)))?;
        let below = text(FONT, HPos::Center, VPos::Top);
        for (share, label) in self.x.labels() {
            sheet.draw_text(label, &below, (across(share), bottom + 10))?;
        }
        let beside = text(FONT, HPos::Right, VPos::Center);
        for (share, label) in self.y.labels() {
            sheet.draw_text(label, &beside, (left - 12, down(share)))?;
        }
        let title = text(FONT, HPos::Center, VPos::Bottom);
        sheet.draw_text(&self.title, &title, (left + width / 2, top - 14))?;
        sheet.draw_text(self.x.name(), &below, (left + width / 2, bottom + 58))?;
        let name = upright(FONT, HPos::Center, VPos::Center);
        sheet.draw_text(self.y.name(), &name, (left - LEFT.1 + 26, top + height / 2))?;
        Ok(())
    }
}

/// A share of a length.
#[allow(clippy::cast_possible_truncation)] // shares are between 0 and 1
fn part(share: f64, length: i32) -> i32 {
    (share * f64::from(length)).round() as i32
}
