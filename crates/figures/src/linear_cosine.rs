//! Linear against cosine: the same data and the same noise, at the same times of two schedules.
//!
//! Source: Nichol & Dhariwal, *Improved Denoising Diffusion Probabilistic Models*, Figure 3.

use super::clouds::{self, Cloud, Row, SMALL_PANEL};
use super::{Drawing, Figure, Given, Result, number, palette};
use tweedie::array::combine;
use tweedie::preset::{Chain, Schedule, T, generator};
use tweedie::sampler::standard_normal;

pub(super) const FIGURE: Figure = Figure {
    name: "linear-cosine",
    title: "The linear schedule is soon done, the cosine takes its time",
    of_data: true,
    draw,
};

const TIMES: [usize; 7] = [0, 150, 300, 450, 600, 750, 900];
const CHAINS: [Chain; 2] = [Chain::Linear, Chain::Cosine];
const POINTS: usize = 500;
/// Below this ᾱ little more than noise is seen.
const FAINT: f64 = 0.05;

fn draw(given: &Given) -> Result<Drawing> {
    let mut rng = generator(given.seed);
    let clean = given.roll.draw(POINTS, &mut rng)?;
    let noise = standard_normal(&mut rng)((POINTS, 2));
    let chains = [CHAINS[0].discrete()?, CHAINS[1].discrete()?];
    let mut rows = Vec::new();
    for (kind, chain) in CHAINS.into_iter().zip(&chains) {
        let cloud = |time: usize| -> Result<Cloud> {
            let level = chain.level(time)?;
            Ok(Cloud {
                points: combine(&[
                    (level.alpha(), clean.points.view()),
                    (level.sigma(), noise.view()),
                ])?,
                parts: clean.labels.clone(),
            })
        };
        rows.push(Row {
            name: kind.name(),
            colour: palette::schedule(Schedule::Chain(kind)),
            clouds: TIMES.into_iter().map(cloud).collect::<Result<_>>()?,
        });
    }
    let alpha_bar = |chain: usize, t: usize| chains[chain].squares()[t].alpha_bar();
    let headings = TIMES.map(|t| {
        let [linear, cosine] = [0, 1].map(|chain| number::share(alpha_bar(chain, t)));
        [format!("t = {t}"), format!("ᾱ = {linear}; {cosine}")]
    });
    let [linear, cosine] =
        [0, 1].map(|chain| (0..=T).filter(|&t| alpha_bar(chain, t) < FAINT).count());
    Ok(Drawing {
        svg: clouds::figure(SMALL_PANEL, &headings, &rows)?,
        caption: format!(
            "The same {POINTS} points and the same noise at seven evenly spaced times of two schedules, with ᾱ of both. With \
             ᾱ < {FAINT} little but noise is left: there the linear schedule spends {linear} of its {T} steps, the cosine \
             {cosine}."
        ),
    })
}
