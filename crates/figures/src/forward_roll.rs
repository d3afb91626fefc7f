//! The data dissolving: the forward process, jump by jump.

use super::clouds::{self, Cloud, POINTS, Row, SMALL_PANEL};
use super::palette::INK;
use super::{Drawing, Figure, Given, Result, number};
use tweedie::array::combine;
use tweedie::level::LevelPair;
use tweedie::merging;
use tweedie::preset::{Chain, generator};
use tweedie::sampler::standard_normal;

pub(super) const FIGURE: Figure = Figure {
    name: "forward-roll",
    title: "Noise dissolves the data",
    of_data: true,
    draw,
};

const TIMES: [usize; 7] = [0, 40, 100, 200, 350, 600, 1000];

fn draw(given: &Given) -> Result<Drawing> {
    let chain = Chain::Linear.discrete()?;
    let clouds = noised(given, &TIMES, POINTS)?;
    let row = Row {
        name: "",
        colour: INK,
        clouds,
    };
    Ok(Drawing {
        svg: clouds::figure(
            SMALL_PANEL,
            &TIMES.map(|t| heading(t, chain.squares()[t].alpha_bar())),
            &[row],
        )?,
        caption: format!(
            "The same {POINTS} points at seven times of the linear schedule, each coloured by where it began. \
             A jump between two panels is one Gaussian kernel: the {} steps between t = {} and {} merge into \
             x_t = α_ts x_s + σ_ts z. At t = {} what is left of the data is α_T = {:.4} of it.",
            TIMES[4] - TIMES[3],
            TIMES[3],
            TIMES[4],
            chain.steps(),
            chain.levels()[chain.steps()].alpha(),
        ),
    })
}

/// `n` points of the data, carried from the first of `times` to each that follows.
pub(super) fn noised(given: &Given, times: &[usize], n: usize) -> Result<Vec<Cloud>> {
    let mut rng = generator(given.seed);
    let clean = given.roll.draw(n, &mut rng)?;
    let chain = Chain::Linear.discrete()?;
    let mut noise = standard_normal(&mut rng);
    let mut clouds = vec![Cloud {
        points: clean.points,
        parts: clean.labels,
    }];
    for (i, jump) in times.windows(2).enumerate() {
        let pair = LevelPair::new(chain.level(jump[0])?, chain.level(jump[1])?)?;
        let kernel = merging::between(pair)?;
        let (before, z) = (&clouds[i], noise((n, 2)));
        let points = combine(&[
            (kernel.scale(), before.points.view()),
            (kernel.var().sqrt(), z.view()),
        ])?;
        let parts = before.parts.clone();
        clouds.push(Cloud { points, parts });
    }
    Ok(clouds)
}

/// What stands above the points of time `t`.
pub(super) fn heading(t: usize, alpha_bar: f64) -> [String; 2] {
    [
        format!("t = {t}"),
        format!("ᾱ = {}", number::share(alpha_bar)),
    ]
}
