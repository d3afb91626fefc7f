//! Thresholding: what clipping the estimate x̂₀ does to guided samples, and to what it clips.

use ndarray::{Array2, ArrayView2};
use plotters::style::RGBColor;

use super::chart::{self, Axis, Key, Mark, Panel, Point};
use super::classes::{Classes, Guided, places, silence};
use super::palette::{GROUND, INK, THRESHOLDS};
use super::{Drawing, Figure, Given, Result};
use tweedie::data::Denoiser;
use tweedie::guidance::{dynamic_threshold, static_threshold};
use tweedie::level::NoiseLevel;
use tweedie::preset::{Chain, Schedule, T, generator};
use tweedie::sampler::{Method, run, standard_normal};
use tweedie::scalar::Field;

pub(super) const FIGURE: Figure = Figure {
    name: "thresholding",
    title: "Thresholding keeps guided samples within the data’s range",
    of_data: false,
    draw,
};

const SCALE: f64 = 8.0;
const SAMPLES: usize = 400;
const STEPS: usize = 40;
const QUANTILE: f64 = 0.995;
const SIZE: i32 = 420;

/// What is done to x̂₀.
#[derive(Clone, Copy)]
enum Cut {
    Nothing,
    Static,
    Dynamic,
}

const CUTS: [(Cut, &str); 3] = [
    (Cut::Nothing, "no threshold"),
    (Cut::Static, "static, at ±1"),
    (Cut::Dynamic, "dynamic"),
];

impl Cut {
    fn apply(self, x0: &mut [f64]) -> tweedie::error::Result<()> {
        match self {
            Self::Nothing => Ok(()),
            Self::Static => static_threshold(x0, 1.0),
            Self::Dynamic => dynamic_threshold(x0, QUANTILE),
        }
    }
}

/// A guided denoiser, its answers cut sample by sample.
struct Thresholded<'a> {
    guided: Guided<'a>,
    cut: Cut,
}

impl Denoiser<f64> for Thresholded<'_> {
    fn dim(&self) -> usize {
        self.guided.dim()
    }

    fn denoise(
        &self,
        x: ArrayView2<f64>,
        t: NoiseLevel<f64>,
    ) -> tweedie::error::Result<Array2<f64>> {
        let mut estimates = self.guided.denoise(x, t)?;
        for mut row in estimates.rows_mut() {
            let mut x0 = row.to_vec();
            self.cut.apply(&mut x0)?;
            row.iter_mut().zip(x0).for_each(|(to, from)| *to = from);
        }
        Ok(estimates)
    }
}

fn draw(given: &Given) -> Result<Drawing> {
    let farthest = |points: &Array2<f64>| points.iter().fold(0.0_f64, |far, x| far.max(x.abs()));
    let scale = 1.0 / farthest(&Classes::new(given.seed, 1.0)?.centres);
    let classes = Classes::new(given.seed, scale)?;
    let path = Schedule::Chain(Chain::Linear).path(STEPS)?;
    let plan = Method::Ddim { eta: 0.0 }.plan(&path)?;
    let start = standard_normal(&mut generator(given.seed.wrapping_add(1)))((SAMPLES, 2));
    let (mut panels, mut ranges, mut beyond) = (Vec::new(), Vec::new(), [0; CUTS.len()]);
    for (i, (cut, name)) in CUTS.into_iter().enumerate() {
        let denoiser = Thresholded {
            guided: classes.guided(SCALE),
            cut,
        };
        let mut states = vec![start.clone()];
        let samples = run(&plan, &denoiser, start.clone(), &mut silence, |_, x| {
            states.push(x.clone());
        })?;
        beyond[i] = samples
            .rows()
            .into_iter()
            .filter(|x| x[0].abs().max(x[1].abs()) > 1.0)
            .count();
        let mut range = Vec::new();
        for (step, (x, &level)) in states.iter().zip(&path.levels()[..STEPS]).enumerate() {
            let x0 = denoiser.guided.denoise(x.view(), level)?;
            let reach: f64 = x0
                .rows()
                .into_iter()
                .map(|x| x[0].abs().max(x[1].abs()))
                .sum();
            let time = T - step * (T / STEPS);
            range.push((f64::count(time), reach / f64::count(SAMPLES)));
        }
        panels.push(cloud(i, name, &classes, &samples, THRESHOLDS[i]));
        ranges.push(range);
    }
    // ranges fall with time: the last of them that is beyond the data's
    let until = |range: &Vec<Point>| {
        range
            .iter()
            .rfind(|(_, reach)| *reach > 1.0)
            .map_or(0.0, |(t, _)| *t)
    };
    let until: Vec<f64> = ranges.iter().map(until).collect();
    let time = (0.0, f64::count(T));
    let mut marks = vec![Mark::dashes(vec![(0.0, 1.0), (time.1, 1.0)], INK)];
    let lines = ranges.into_iter().zip(THRESHOLDS);
    marks.extend(lines.map(|(range, colour)| Mark::line(range, colour)));
    panels.push(Panel {
        title: "mean largest |x̂₀|, uncut".into(),
        x: Axis::linear("time t (forward steps)", time, &[0.0, 500.0, 1000.0]),
        y: Axis::log("dimensionless", (-1, 1)),
        marks,
    });
    let mut keys: Vec<Key> = CUTS
        .iter()
        .zip(THRESHOLDS)
        .map(|((_, name), colour)| Key::new(*name, Mark::dots(vec![], colour, 9)))
        .collect();
    keys.push(Key::new("data, all classes", Mark::dots(vec![], GROUND, 6)));
    keys.push(Key::new("the data’s range", Mark::dashes(vec![], INK)));
    Ok(Drawing {
        svg: chart::figure((SIZE, SIZE), &keys, &[panels])?,
        caption: format!(
            "Guidance with w = {SCALE} towards one class of data in [−1, 1]², {SAMPLES} samples in {STEPS} DDIM steps. Without a \
             threshold {} of them end outside; static thresholding of x̂₀ leaves {} there, dynamic at the {QUANTILE} quantile {}. \
             Right: the estimate before it is cut. On average it lies outside until t = {} without a threshold, until {} with the \
             static and {} with the dynamic one: samples that are held back stay where guidance pushes.",
            beyond[0], beyond[1], beyond[2], until[0], until[1], until[2],
        ),
    })
}

/// Samples on the data, and the square that holds those.
fn cloud(
    column: usize,
    title: &str,
    classes: &Classes,
    samples: &Array2<f64>,
    colour: RGBColor,
) -> Panel {
    let axis = |name: &str| Axis::linear(name, (-1.6, 1.6), &[-1.0, 0.0, 1.0]);
    let square: Vec<Point> = [
        (1.0, 1.0),
        (1.0, -1.0),
        (-1.0, -1.0),
        (-1.0, 1.0),
        (1.0, 1.0),
    ]
    .into();
    let y = axis("x₂ (dimensionless)");
    Panel {
        title: title.into(),
        x: axis("x₁ (dimensionless)"),
        y: if column == 0 { y } else { y.bare() },
        marks: vec![
            Mark::dashes(square, INK),
            Mark::dots(classes.behind(), GROUND, 3),
            Mark::dots(places(samples), colour, 4),
        ],
    }
}
