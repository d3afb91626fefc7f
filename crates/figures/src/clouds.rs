//! Clouds of points in small panels, side by side.

use ndarray::Array2;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, VPos};

use super::canvas::{self, text, upright};
use super::palette::{self, GRID, INK};
use super::{Result, number};
use tweedie::preset::SHADES;

/// Points shown in a panel.
pub(super) const POINTS: usize = 560;

/// One panel: points, and the part of the data that gives each its colour.
#[derive(Clone)]
pub(super) struct Cloud {
    pub(super) points: Array2<f64>,
    pub(super) parts: Vec<usize>,
}

/// Panels in a row, and what the row is called.
pub(super) struct Row {
    pub(super) name: &'static str,
    pub(super) colour: RGBColor,
    pub(super) clouds: Vec<Cloud>,
}

/// Both axes run from −REACH to REACH.
const REACH: f64 = 3.2;
/// A disc further out would lie on the frame.
const VISIBLE: f64 = 3.1;
const TICKS: [i32; 3] = [-2, 0, 2];

/// A panel of many.
pub(super) const SMALL_PANEL: i32 = 300;
/// A panel of one or two.
pub(super) const LARGE_PANEL: i32 = 530;
const GAP: i32 = 14;
const LEFT: i32 = 150;
const TOP: i32 = 104;
const BOTTOM: i32 = 104;
const RIGHT: i32 = 20;

const LARGE: f64 = 42.0;
const SMALL: f64 = 36.0;

/// The figure of `rows` of panels of `side` pixels, with a heading of two lines above each column.
pub(super) fn figure(side: i32, headings: &[[String; 2]], rows: &[Row]) -> Result<String> {
    let across = |column: usize| LEFT + step(side, column);
    let down = |row: usize| TOP + step(side, row);
    let along = |tick: i32| place(side, f64::from(tick));
    let size = (
        across(headings.len()) - GAP + RIGHT,
        down(rows.len()) - GAP + BOTTOM,
    );
    canvas::sheet((size.0.unsigned_abs(), size.1.unsigned_abs()), |sheet| {
        for (column, [time, level]) in headings.iter().enumerate() {
            let middle = across(column) + side / 2;
            let heading = |size| text(size, HPos::Center, VPos::Bottom);
            sheet.draw_text(time, &heading(LARGE), (middle, TOP - 52))?;
            sheet.draw_text(level, &heading(SMALL), (middle, TOP - 8))?;
        }
        for (i, row) in rows.iter().enumerate() {
            let name = upright(LARGE, HPos::Center, VPos::Center).color(&row.colour);
            sheet.draw_text(row.name, &name, (26, down(i) + side / 2))?;
            let axis = upright(SMALL, HPos::Center, VPos::Center);
            sheet.draw_text("x₂", &axis, (76, down(i) + side / 2))?;
            for tick in TICKS {
                let label = text(SMALL, HPos::Right, VPos::Center);
                sheet.draw_text(
                    &number::plain(tick.into()),
                    &label,
                    (LEFT - 10, down(i) + along(-tick)),
                )?;
            }
            for (column, cloud) in row.clouds.iter().enumerate() {
                panel(sheet, side, (across(column), down(i)), cloud)?;
            }
        }
        let floor = down(rows.len()) - GAP;
        for column in 0..headings.len() {
            for tick in TICKS {
                let label = text(SMALL, HPos::Center, VPos::Top);
                sheet.draw_text(
                    &number::plain(tick.into()),
                    &label,
                    (across(column) + along(tick), floor + 8),
                )?;
            }
        }
        let middle = i32::midpoint(LEFT, size.0 - RIGHT);
        let axis = text(SMALL, HPos::Center, VPos::Top);
        sheet.draw_text("x₁ (dimensionless, like x₂)", &axis, (middle, floor + 54))?;
        Ok(())
    })
}

fn panel(sheet: &canvas::Area, side: i32, (x, y): (i32, i32), cloud: &Cloud) -> Result<()> {
    for tick in TICKS {
        let tick = place(side, f64::from(tick));
        let (column, row) = (x + tick, y + tick);
        sheet.draw(&PathElement::new(
            vec![(column, y), (column, y + side)],
            GRID,
        ))?;
        sheet.draw(&PathElement::new(vec![(x, row), (x + side, row)], GRID))?;
    }
    let corners = [(x, y), (x + side, y + side)];
    sheet.draw(&Rectangle::new(corners, INK))?;
    let rows = cloud.points.rows().into_iter().zip(&cloud.parts);
    let visible = rows.filter(|(x, _)| x[0].abs().max(x[1].abs()) < VISIBLE);
    let mut dots: Vec<_> = visible
        .map(|(x, &part)| (part, place(side, x[0]), place(side, -x[1])))
        .collect();
    dots.sort_unstable(); // neighbours tell of one another in few bytes
    for (part, right, down) in dots {
        let colour = palette::along(part, SHADES);
        sheet.draw(&Circle::new((x + right, y + down), 4, colour.filled()))?;
    }
    Ok(())
}

/// From the left of the first panel to that of panel `i`.
fn step(side: i32, i: usize) -> i32 {
    (side + GAP) * i32::try_from(i).unwrap_or(0)
}

/// From the edge of a panel to a coordinate.
#[allow(clippy::cast_possible_truncation)] // between 0 and `side`
fn place(side: i32, x: f64) -> i32 {
    ((x + REACH) / (2.0 * REACH) * f64::from(side)).round() as i32
}
