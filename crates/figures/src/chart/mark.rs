//! Marks: lines, dashes and dots, cut off where the panel ends.

use plotters::prelude::*;

use crate::Result;
use crate::canvas::Area;

/// A place in the units of the axes.
pub type Point = (f64, f64);

/// Something drawn in one colour.
#[derive(Debug, Clone)]
pub struct Mark {
    shape: Shape,
    colour: RGBColor,
    width: u32,
    paths: Vec<Vec<Point>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Lines,
    Dashes,
    Dots,
}

/// Pixels of a dash and of the gap behind it.
const DASH: (i32, i32) = (18, 14);

/// The curve of `f` at `xs`.
pub fn curve(xs: impl IntoIterator<Item = f64>, f: impl Fn(f64) -> f64) -> Vec<Point> {
    xs.into_iter().map(|x| (x, f(x))).collect()
}

impl Mark {
    /// A line through `points`.
    pub fn line(points: Vec<Point>, colour: RGBColor) -> Self {
        Self::lines(vec![points], colour, 5)
    }

    /// Lines of `width` pixels.
    pub fn lines(paths: Vec<Vec<Point>>, colour: RGBColor, width: u32) -> Self {
        Self {
            shape: Shape::Lines,
            colour,
            width,
            paths,
        }
    }

    /// A dashed line through `points`.
    pub fn dashes(points: Vec<Point>, colour: RGBColor) -> Self {
        Self {
            shape: Shape::Dashes,
            ..Self::line(points, colour)
        }
    }

    /// A disc of `radius` pixels at each of `points`.
    pub fn dots(points: Vec<Point>, colour: RGBColor, radius: u32) -> Self {
        Self {
            shape: Shape::Dots,
            ..Self::lines(vec![points], colour, radius)
        }
    }

    /// Draws what lies inside: `place` gives shares of the panel, `pixel` their pixels.
    pub(super) fn draw(
        &self,
        sheet: &Area,
        place: impl Fn(Point) -> Point,
        pixel: impl Fn(Point) -> (i32, i32),
    ) -> Result<()> {
        for path in &self.paths {
            let shares: Vec<Point> = path.iter().map(|&point| place(point)).collect();
            if self.shape == Shape::Dots {
                for &(x, y) in shares.iter().filter(|(x, y)| inside(*x) && inside(*y)) {
                    self.disc(sheet, pixel((x, y)))?;
                }
            } else {
                for piece in cut(&shares) {
                    self.stroke(sheet, piece.into_iter().map(&pixel).collect())?;
                }
            }
        }
        Ok(())
    }

    /// A specimen for the legend, `length` pixels long.
    pub(super) fn sample(&self, sheet: &Area, (x, y): (i32, i32), length: i32) -> Result<()> {
        match self.shape {
            Shape::Dots => self.disc(sheet, (x + length / 2, y)),
            _ => self.stroke(sheet, vec![(x, y), (x + length, y)]),
        }
    }

    fn disc(&self, sheet: &Area, place: (i32, i32)) -> Result<()> {
        sheet.draw(&Circle::new(place, self.width, self.colour.filled()))?;
        Ok(())
    }

    fn stroke(&self, sheet: &Area, mut pixels: Vec<(i32, i32)>) -> Result<()> {
        pixels.dedup();
        let pieces = match self.shape {
            Shape::Dashes => dashed(&pixels),
            _ => vec![pixels],
        };
        for piece in pieces.into_iter().filter(|piece| piece.len() > 1) {
            sheet.draw(&PathElement::new(
                piece,
                self.colour.stroke_width(self.width),
            ))?;
        }
        Ok(())
    }
}

fn inside(share: f64) -> bool {
    (0.0..=1.0).contains(&share)
}

/// The parts of a path that lie in the unit square.
fn cut(path: &[Point]) -> Vec<Vec<Point>> {
    let mut pieces: Vec<Vec<Point>> = Vec::new();
    for step in path.windows(2) {
        let Some((from, to)) = clipped(step[0], step[1]) else {
            continue;
        };
        match pieces.last_mut() {
            Some(piece) if piece.last() == Some(&from) => piece.push(to),
            _ => pieces.push(vec![from, to]),
        }
    }
    pieces
}

/// The part of a segment that lies in the unit square, if any does.
///
/// Source: Liang & Barsky, *A New Concept and Method for Line Clipping*.
fn clipped(a: Point, b: Point) -> Option<(Point, Point)> {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    if !(dx.is_finite() && dy.is_finite()) {
        return None;
    }
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    for (slope, room) in [(-dx, a.0), (dx, 1.0 - a.0), (-dy, a.1), (dy, 1.0 - a.1)] {
        if slope == 0.0 && room < 0.0 {
            return None;
        }
        if slope < 0.0 {
            enter = enter.max(room / slope);
        } else if slope > 0.0 {
            leave = leave.min(room / slope);
        }
    }
    let at = |share: f64| match share {
        0.0 => a,
        1.0 => b,
        share => (a.0 + share * dx, a.1 + share * dy),
    };
    (enter < leave).then(|| (at(enter), at(leave)))
}

/// A path in pieces, with gaps between them.
fn dashed(path: &[(i32, i32)]) -> Vec<Vec<(i32, i32)>> {
    let mut pieces = Vec::new();
    let (mut piece, mut left, mut pen_down) = (Vec::new(), f64::from(DASH.0), true);
    for step in path.windows(2) {
        let (a, b) = (step[0], step[1]);
        let (dx, dy) = (f64::from(b.0 - a.0), f64::from(b.1 - a.1));
        let length = (dx * dx + dy * dy).sqrt();
        let mut walked = 0.0;
        if pen_down && piece.is_empty() {
            piece.push(a);
        }
        while walked + left <= length {
            walked += left;
            let at = point_along(a, (dx, dy), walked / length);
            if pen_down {
                piece.push(at);
                pieces.push(std::mem::take(&mut piece));
            } else {
                piece = vec![at];
            }
            pen_down = !pen_down;
            left = f64::from(if pen_down { DASH.0 } else { DASH.1 });
        }
        left -= length - walked;
        if pen_down {
            piece.push(b);
        }
    }
    pieces.push(piece);
    pieces
}

#[allow(clippy::cast_possible_truncation)] // between two pixels
fn point_along(from: (i32, i32), (dx, dy): Point, share: f64) -> (i32, i32) {
    (
        from.0 + (share * dx).round() as i32,
        from.1 + (share * dy).round() as i32,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_cut_at_the_edges() {
        let path = [
            (-1.0, 0.5),
            (0.5, 0.5),
            (0.5, 2.0),
            (0.75, 2.0),
            (0.75, 0.0),
        ];
        let pieces = cut(&path);
        assert_eq!(pieces[0], [(0.0, 0.5), (0.5, 0.5), (0.5, 1.0)]);
        assert_eq!(pieces[1], [(0.75, 1.0), (0.75, 0.0)]);
        assert!(cut(&[(0.0, f64::NAN), (1.0, 1.0)]).is_empty());
        assert!(cut(&[(2.0, 0.0), (2.0, 1.0)]).is_empty());
    }

    #[test]
    fn dashes_and_gaps_alternate() {
        let pieces = dashed(&[(0, 0), (10, 0), (40, 0)]);
        assert_eq!(pieces[0], [(0, 0), (10, 0), (18, 0)]);
        assert_eq!(pieces[1], [(32, 0), (40, 0)]);
    }
}
