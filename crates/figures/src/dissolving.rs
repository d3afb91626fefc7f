//! Data dissolving, and coming back: every point on its way.

use super::clouds::{self, Cloud, LARGE_PANEL, Row};
use super::film::{Film, Frame};
use super::forward_roll::{heading, noised};
use super::palette::INK;
use super::reverse_roll::denoised;
use super::{Figure, Given, Result};
use tweedie::preset::{Chain, T};
use tweedie::sampler::Sampler;

pub(super) const FILM: Figure<Film> = Figure {
    name: "dissolving",
    title: "Noise dissolves the data, and denoising brings them back",
    of_data: true,
    draw,
};

const POINTS: usize = 400;
/// Steps of the way back.
pub(super) const STEPS: usize = 100;
/// Of a frame, in hundredths of a second; where it begins, where it turns and where it ends, longer.
const PACE: u16 = 6;
const REST: [[u16; 2]; 2] = [[80, 40], [80, 140]];

/// The times that a film shows, denser where more happens: near the data.
pub(super) fn times() -> Vec<usize> {
    const FRAMES: usize = 40;
    let parabola = |k: usize| (k * k * STEPS + FRAMES * FRAMES / 2) / (FRAMES * FRAMES);
    let mut times: Vec<usize> = (0..=FRAMES).map(|k| parabola(k) * (T / STEPS)).collect();
    times.dedup();
    times
}

fn draw(given: &Given) -> Result<Film> {
    let times = times();
    let there = noised(given, &times, POINTS)?;
    let noise = &there[times.len() - 1].points;
    let back = denoised(given, Sampler::Ddim, STEPS, noise)?;
    let chain = Chain::Linear.discrete()?;
    let frame = |name, t: usize, cloud: &Cloud, hundredths| -> Result<Frame> {
        let row = Row {
            name,
            colour: INK,
            clouds: vec![cloud.clone()],
        };
        let heading = heading(t, chain.squares()[t].alpha_bar());
        Ok(Frame {
            svg: clouds::figure(LARGE_PANEL, &[heading], &[row])?,
            hundredths,
        })
    };
    let last = times.len() - 1;
    let pace = |i, [first_rest, last_rest]: [u16; 2]| match i {
        0 => first_rest,
        i if i == last => last_rest,
        _ => PACE,
    };
    let mut frames = Vec::new();
    for (i, (&t, cloud)) in times.iter().zip(&there).enumerate() {
        frames.push(frame(
            "coloured by where each began",
            t,
            cloud,
            pace(i, REST[0]),
        )?);
    }
    for (i, &t) in times.iter().rev().enumerate() {
        let cloud = &back[(T - t) / (T / STEPS)];
        frames.push(frame(
            "coloured by where each ends",
            t,
            cloud,
            pace(i, REST[1]),
        )?);
    }
    Ok(Film {
        frames,
        width: 360,
        still: "forward-roll",
        caption: format!(
            "{POINTS} points of the data are noised on the linear schedule until, at t = {T}, nothing is left to see of \
             where each began. There they are coloured anew, by where in the data they will end: DDIM (η = 0) carries \
             them back in {STEPS} steps with the exact denoiser. The data return, but their points do not return to their \
             places: the way back knows where the noise has carried them, and not whence."
        ),
    })
}
