//! Two ways out of the same noise, step by step side by side.

use super::clouds::{self, LARGE_PANEL, Row};
use super::dissolving::{STEPS, times};
use super::film::{Film, Frame};
use super::palette::INK;
use super::reverse_roll::denoised;
use super::{Figure, Given, Result, number};
use tweedie::preset::{Chain, Schedule, T, generator};
use tweedie::sampler::{Sampler, standard_normal};

pub(super) const FILM: Figure<Film> = Figure {
    name: "ddpm-beside-ddim",
    title: "DDPM and DDIM, from the same noise",
    of_data: true,
    draw,
};

const POINTS: usize = 400;
/// Of a frame, of the first and of the last, in hundredths of a second.
const PACE: u16 = 12;
const REST: [u16; 2] = [100, 200];

fn draw(given: &Given) -> Result<Film> {
    let levels = Schedule::Chain(Chain::Linear).levels(STEPS)?;
    let start = standard_normal(&mut generator(given.seed))((POINTS, 2)) * levels[0].sigma();
    let samplers = [Sampler::Ddpm, Sampler::Ddim];
    let ways = samplers
        .into_iter()
        .map(|sampler| denoised(given, sampler, STEPS, &start))
        .collect::<Result<Vec<_>>>()?;
    let frame = |&t: &usize| -> Result<Frame> {
        let moves = (T - t) / (T / STEPS);
        let alpha = levels[moves].alpha();
        let level = format!("t = {t}, ᾱ = {}", number::share(alpha * alpha));
        let row = Row {
            name: "coloured by where each ends",
            colour: INK,
            clouds: ways.iter().map(|way| way[moves].clone()).collect(),
        };
        let headings = samplers.map(|sampler| [sampler.title().into(), level.clone()]);
        Ok(Frame {
            svg: clouds::figure(LARGE_PANEL, &headings, &[row])?,
            hundredths: match t {
                T => REST[0],
                0 => REST[1],
                _ => PACE,
            },
        })
    };
    Ok(Film {
        frames: times().iter().rev().map(frame).collect::<Result<_>>()?,
        width: 640,
        still: "reverse-roll",
        caption: format!(
            "The same {POINTS} starts in {STEPS} steps on the linear schedule with the exact denoiser; each point is \
             coloured by where in the data it ends. Left, the ancestral sampler draws new noise at every step: points \
             jump, and the colours stay mixed until late. Right, DDIM (η = 0) draws none: points glide, and the colours \
             lie in order from the first frame on, for where a point starts decides where it ends."
        ),
    })
}
