//! The data out of noise: an ancestral sampler and a deterministic one, from one start.

use ndarray::Array2;

use super::clouds::{self, Cloud, POINTS, Row, SMALL_PANEL};
use super::forward_roll::heading;
use super::{Drawing, Figure, Given, Result, palette};
use tweedie::preset::{Chain, Schedule, T, generator};
use tweedie::sampler::{Sampler, run, standard_normal};

pub(super) const FIGURE: Figure = Figure {
    name: "reverse-roll",
    title: "Denoising brings the data back, by a random way or a fixed one",
    of_data: true,
    draw,
};

const STEPS: usize = 50;

/// Moves after which a panel is drawn; none, for the first.
const AFTER: [usize; 7] = [0, 25, 35, 42, 46, 48, 50];

fn draw(given: &Given) -> Result<Drawing> {
    let mut rng = generator(given.seed);
    let levels = Schedule::Chain(Chain::Linear).levels(STEPS)?;
    let start = standard_normal(&mut rng)((POINTS, 2)) * levels[0].sigma();
    let rows = [Sampler::Ddpm, Sampler::Ddim]
        .map(|sampler| row(given, sampler, &start))
        .into_iter()
        .collect::<Result<Vec<_>>>()?;
    let headings = AFTER.map(|moves| {
        let alpha = levels[moves].alpha();
        heading(T - moves * (T / STEPS), alpha * alpha)
    });
    Ok(Drawing {
        svg: clouds::figure(SMALL_PANEL, &headings, &rows)?,
        caption: format!(
            "{POINTS} samples in {STEPS} steps with the exact denoiser; both rows start from the same noise, and each \
             point is coloured by where in the data it ends. DDIM (η = 0) is a map: at t = {T} the colours already lie \
             in order, because where a point ends is decided by where it starts. The ancestral sampler draws new noise \
             at each step: its start says nothing of its end, and the colours part only late."
        ),
    })
}

fn row(given: &Given, sampler: Sampler, start: &Array2<f64>) -> Result<Row> {
    let clouds = denoised(given, sampler, STEPS, start)?;
    Ok(Row {
        name: sampler.title(),
        colour: palette::sampler(sampler),
        clouds: AFTER.map(|moves| clouds[moves].clone()).into(),
    })
}

/// The states of a sampler, `start` first, each point with the part of the data where it ends.
pub(super) fn denoised(
    given: &Given,
    sampler: Sampler,
    steps: usize,
    start: &Array2<f64>,
) -> Result<Vec<Cloud>> {
    let plan = sampler
        .method(0.0)
        .plan(&Schedule::Chain(Chain::Linear).path(steps)?)?;
    let mut rng = generator(given.seed.wrapping_add(1));
    let mut states = vec![start.clone()];
    let end = run(
        &plan,
        &given.roll.data,
        start.clone(),
        &mut standard_normal(&mut rng),
        |_, x| states.push(x.clone()),
    )?;
    let parts = given.roll.parts(&end);
    Ok(states
        .into_iter()
        .map(|points| Cloud {
            points,
            parts: parts.clone(),
        })
        .collect())
}
