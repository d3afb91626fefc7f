//! Forward, back, and the field that leads back: the three rows in which diffusion models were first shown.
//!
//! Source: Sohl-Dickstein et al., *Deep Unsupervised Learning using Nonequilibrium Thermodynamics*, Figure 1.

use ndarray::Array2;

use super::chart::{self, Key, Mark, Panel, Point};
use super::ground::{self, SHARE};
use super::palette::{self, GROUND, SCORE};
use super::{Drawing, Figure, Given, Result, number};
use tweedie::array::combine;
use tweedie::level::NoiseLevel;
use tweedie::path::{Curve, Path};
use tweedie::preset::{Chain, SHADES, T, generator};
use tweedie::sampler::{Sampler, run, standard_normal};
use tweedie::schedule::{Discrete, Spacing};

pub(super) const FIGURE: Figure = Figure {
    name: "forward-reverse-score",
    title: "Forward, reverse, and the score that leads back",
    of_data: true,
    draw,
};

const TIMES: [usize; 5] = [0, 60, 180, 400, 1000];
const STEPS: usize = 50;
/// The first level at which there is a score to follow.
const FIRST: usize = T / STEPS;
const POINTS: usize = 400;
const ARROWS: usize = 11;
const SIZE: i32 = 380;

/// Points at each of [`TIMES`], and the part of the data that colours each.
struct Way {
    states: Vec<Array2<f64>>,
    parts: Vec<usize>,
}

fn draw(given: &Given) -> Result<Drawing> {
    let chain = Chain::Linear.discrete()?;
    let (there, back) = (forward(given, &chain)?, reverse(given, &chain)?);
    let fresh = given.roll.quality(&there.states[0])?;
    let found = given.roll.quality(&back.states[0])?;
    let mut rows = [Vec::new(), Vec::new(), Vec::new()];
    for (column, &time) in TIMES.iter().enumerate() {
        rows[0].push(panel(
            column,
            format!("t = {time}"),
            "forward: x₂ (dimensionless)",
            there.at(column),
        ));
        rows[1].push(panel(
            column,
            String::new(),
            "reverse: x₂ (dimensionless)",
            back.at(column),
        ));
        let time = time.max(FIRST);
        let level = chain.level(time)?;
        let law = given.roll.data.at(level)?;
        let (arrows, _) = ground::scores(&law, level, ARROWS)?;
        let behind = noisy(&there.states[0], level, given.seed.wrapping_add(1))?;
        let behind = behind.rows().into_iter().map(|x| (x[0], x[1]));
        let marks = vec![
            Mark::dots(places(behind), GROUND, 3),
            Mark::lines(arrows, SCORE, 3),
        ];
        let title = if column == 0 {
            format!("t = {time}")
        } else {
            String::new()
        };
        let mut last = panel(column, title, "score: x₂ (dimensionless)", marks);
        last.x = ground::plane("x₁ (dimensionless)");
        rows[2].push(last);
    }
    let keys = [
        Key::new(
            "points, coloured by where in the data they are at t = 0",
            Mark::dots(vec![], palette::along(SHADES / 2, SHADES), 9),
        ),
        Key::new(
            format!("{SHARE} σ² ∇ ln p(xₜ)"),
            Mark::lines(vec![], SCORE, 4),
        ),
        Key::new("noisy data", Mark::dots(vec![], GROUND, 6)),
    ];
    Ok(Drawing {
        svg: chart::figure((SIZE, SIZE), &keys, &rows)?,
        caption: format!(
            "Above, {POINTS} points on their way to noise, from left to right; below them as many on their way back, from \
             right to left, by {STEPS} steps of the ancestral sampler with the exact denoiser. Below those the field that leads \
             back, on data as noisy. At t = 0 the mean ln p is {} ± {:.2} nats for the data and {} ± {:.2} for the samples.",
            number::plain(fresh.log_density),
            fresh.standard_error,
            number::plain(found.log_density),
            found.standard_error,
        ),
    })
}

/// Data carried to each time, by the same noise.
fn forward(given: &Given, chain: &Discrete<f64>) -> Result<Way> {
    let clean = given.roll.draw(POINTS, &mut generator(given.seed))?;
    let states = TIMES
        .iter()
        .map(|&time| {
            noisy(
                &clean.points,
                chain.level(time)?,
                given.seed.wrapping_add(1),
            )
        })
        .collect::<Result<_>>()?;
    Ok(Way {
        states,
        parts: clean.labels,
    })
}

fn noisy(clean: &Array2<f64>, level: NoiseLevel<f64>, seed: u64) -> Result<Array2<f64>> {
    let noise = standard_normal(&mut generator(seed))(clean.dim());
    let noisy = combine(&[(level.alpha(), clean.view()), (level.sigma(), noise.view())])?;
    Ok(noisy)
}

/// Noise carried back, ancestrally.
fn reverse(given: &Given, chain: &Discrete<f64>) -> Result<Way> {
    let timesteps = Spacing::Trailing.timesteps(T, STEPS)?;
    let path = Path::of_chain(Curve::VariancePreserving, chain.levels(), &timesteps)?;
    let mut rng = generator(given.seed.wrapping_add(2));
    let mut noise = standard_normal(&mut rng);
    let start = noise((POINTS, 2)) * path.start().sigma();
    let mut states = vec![start.clone()];
    let plan = Sampler::Ddpm.method(0.0).plan(&path)?;
    let end = run(&plan, &given.roll.data, start, &mut noise, |i, x| {
        if TIMES.contains(&(T - (i + 1) * FIRST)) {
            states.push(x.clone());
        }
    })?;
    states.reverse();
    Ok(Way {
        states,
        parts: given.roll.parts(&end),
    })
}

impl Way {
    /// The points of a column, part by part.
    fn at(&self, column: usize) -> Vec<Mark> {
        let dots = |part: usize| {
            let points = self.states[column].rows().into_iter().zip(&self.parts);
            let here = points.filter(|(_, one)| **one == part);
            let here = here.map(|(x, _)| (x[0], x[1]));
            Mark::dots(places(here), palette::along(part, SHADES), 4)
        };
        (0..SHADES).map(dots).collect()
    }
}

/// Where points are, from left to right: neighbours tell of one another in few bytes.
fn places(points: impl Iterator<Item = Point>) -> Vec<Point> {
    let mut places: Vec<Point> = points.collect();
    places.sort_by(|a, b| a.0.total_cmp(&b.0));
    places
}

fn panel(column: usize, title: String, name: &str, marks: Vec<Mark>) -> Panel {
    let y = ground::plane(name);
    Panel {
        title,
        x: ground::plane("").bare(),
        y: if column == 0 { y } else { y.bare() },
        marks,
    }
}
