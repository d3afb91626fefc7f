//! The score: arrows uphill on the log-density of the noisy roll.

use super::chart::{self, Axis, Key, Mark, Panel};
use super::palette::SCORE;
use super::{Drawing, Figure, Given, Result, ground, number, palette};
use crate::preset::Chain;

pub(super) const FIGURE: Figure = Figure {
    name: "score",
    title: "The score points to where the clean data are",
    of_data: true,
    draw,
};

const TIMES: [usize; 4] = [60, 150, 300, 500];
const ARROWS: usize = 15;
const SIZE: i32 = 500;
/// The share of σ² ∇ ln p that an arrow is long.
const SHARE: f64 = 0.15;

fn draw(given: &Given) -> Result<Drawing> {
    let chain = Chain::Linear.discrete()?;
    let mut longest = Vec::new();
    let panels = TIMES
        .into_iter()
        .enumerate()
        .map(|(column, time)| {
            let level = chain.level(time)?;
            let law = given.roll.data.at(level)?;
            let mut marks = ground::density(&law, SIZE)?;
            let reach = Axis::linear("", (-2.9, 2.9), &[]).samples(ARROWS);
            let mut arrows = Vec::new();
            let mut top = 0.0_f64;
            for &x2 in &reach {
                for &x1 in &reach {
                    let score = law.score(&[x1, x2])?;
                    let pull = SHARE * level.sigma() * level.sigma();
                    let tip = (x1 + pull * score[0], x2 + pull * score[1]);
                    arrows.push(ground::arrow((x1, x2), tip));
                    top = top.max(score[0] * score[0] + score[1] * score[1]);
                }
            }
            longest.push(top.sqrt());
            marks.push(Mark::lines(arrows, SCORE, 3));
            let y = ground::plane("x₂ (dimensionless)");
            Ok(Panel {
                title: format!("t = {time}, σ = {}", number::share(level.sigma())),
                x: ground::plane("x₁ (dimensionless)"),
                y: if column == 0 { y } else { y.bare() },
                marks,
            })
        })
        .collect::<Result<Vec<_>>>()?;
    let keys = [
        Key::new(
            format!("{SHARE} σ² ∇ ln p(xₜ)"),
            Mark::lines(vec![], SCORE, 4),
        ),
        Key::new(
            "ln p(xₜ) within half a nat of its peak",
            Mark::dots(vec![], palette::density(5, 6), 14),
        ),
        Key::new(
            "within 8 nats",
            Mark::dots(vec![], palette::density(0, 6), 14),
        ),
    ];
    Ok(Drawing {
        svg: chart::figure((SIZE, SIZE), &keys, &[panels])?,
        caption: format!(
            "The exact score of the data at four levels of the linear schedule. Each arrow goes {SHARE} of the way from x_t \
             to α E[x₀ | x_t], which is what Tweedie’s formula says σ² ∇ ln p is. The steepest of the {} scores in each panel \
             are {}, {}, {} and {} per unit of length: less noise, steeper walls.",
            ARROWS * ARROWS,
            number::plain(longest[0]),
            number::plain(longest[1]),
            number::plain(longest[2]),
            number::plain(longest[3]),
        ),
    })
}
