//! A function of the plane in flat tints, as ground to draw on.

use rayon::prelude::*;

use super::chart::{Axis, Mark, Point};
use super::{Result, palette};
use tweedie::data::NoisyMixture;
use tweedie::level::NoiseLevel;
use tweedie::scalar::{Field, Real};

/// Nats below the greatest density at which the tints change.
const EDGES: [f64; 6] = [8.0, 5.0, 3.0, 2.0, 1.0, 0.5];

/// Cells along an axis.
const CELLS: usize = 100;

/// Where both axes of a plane run: far enough for the data and their noise.
pub(super) fn plane(name: &str) -> Axis {
    Axis::linear(name, (-3.2, 3.2), &[-2.0, 0.0, 2.0])
}

/// The density of `law` over the plane, on a panel of `size` pixels.
pub(super) fn density(law: &NoisyMixture<f64>, size: i32) -> Result<Vec<Mark>> {
    tints(size, |x| Ok(law.log_density(&x)?))
}

/// `log_density` over the plane, up to a constant.
pub(super) fn tints(
    size: i32,
    log_density: impl Fn([f64; 2]) -> Result<f64> + Sync,
) -> Result<Vec<Mark>> {
    let edges = plane("").samples(CELLS + 1);
    let middle = |i: usize| f64::midpoint(edges[i], edges[i + 1]);
    let values: Vec<Vec<f64>> = (0..CELLS)
        .into_par_iter()
        .map(|j| {
            (0..CELLS)
                .map(|i| log_density([middle(i), middle(j)]))
                .collect()
        })
        .collect::<Result<_>>()?;
    let top = values.iter().flatten().copied().fold(f64::MIN, f64::max);
    let tint = |value: f64| EDGES.iter().filter(|&&edge| value >= top - edge).count();
    let mut runs: [Vec<Vec<Point>>; EDGES.len() + 1] = Default::default();
    for (j, row) in values.iter().enumerate() {
        let mut begin = 0;
        for i in 1..=CELLS {
            if i == CELLS || tint(row[i]) != tint(row[begin]) {
                runs[tint(row[begin])].push(vec![(edges[begin], middle(j)), (edges[i], middle(j))]);
                begin = i;
            }
        }
    }
    let height = size.unsigned_abs() / u32::try_from(CELLS)? + 1; // no seams
    let marks = runs.into_iter().enumerate().skip(1);
    Ok(marks
        .map(|(step, runs)| Mark::lines(runs, palette::density(step - 1, EDGES.len()), height))
        .collect())
}

/// The share of σ² ∇ ln p that an arrow is long.
pub(super) const SHARE: f64 = 0.15;

/// The score of `law` at `level` on `n` by `n` points, as arrows of [`SHARE`] of the way that Tweedie's formula goes; and
/// its greatest length.
pub(super) fn scores(
    law: &NoisyMixture<f64>,
    level: NoiseLevel<f64>,
    n: usize,
) -> Result<(Vec<Vec<Point>>, f64)> {
    let reach = Axis::linear("", (-2.9, 2.9), &[]).samples(n);
    let (mut arrows, mut top) = (Vec::new(), 0.0_f64);
    for &x2 in &reach {
        for &x1 in &reach {
            let score = law.score(&[x1, x2])?;
            let pull = SHARE * level.sigma() * level.sigma();
            let tip = (x1 + pull * score[0], x2 + pull * score[1]);
            arrows.push(arrow((x1, x2), tip));
            top = top.max(score[0] * score[0] + score[1] * score[1]);
        }
    }
    Ok((arrows, top.sqrt()))
}

/// A vector from `from` to `to`, with its head.
fn arrow(from: Point, to: Point) -> Vec<Point> {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let back = |side: f64| {
        (
            to.0 - 0.35 * dx - side * 0.2 * dy,
            to.1 - 0.35 * dy + side * 0.2 * dx,
        )
    };
    vec![from, to, back(1.0), to, back(-1.0)]
}

/// A circle of radius 1 about the origin.
pub(super) fn circle(corners: usize) -> Vec<Point> {
    let angle = |i: usize| 2.0 * f64::pi() * f64::count(i) / f64::count(corners);
    (0..=corners)
        .map(|i| (Real::cos(angle(i)), Real::sin(angle(i))))
        .collect()
}
