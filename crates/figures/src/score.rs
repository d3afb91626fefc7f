//! The score: arrows uphill on the log-density of noisy data.

use super::chart::{self, Key, Mark, Panel};
use super::ground::SHARE;
use super::palette::SCORE;
use super::{Drawing, Figure, Given, Result, ground, number, palette};
use tweedie::preset::Chain;

pub(super) const FIGURE: Figure = Figure {
    name: "score",
    title: "The score points to where the clean data are",
    of_data: true,
    draw,
};

const TIMES: [usize; 4] = [60, 150, 300, 500];
const ARROWS: usize = 15;
const SIZE: i32 = 500;

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
            let (arrows, top) = ground::scores(&law, level, ARROWS)?;
            longest.push(top);
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
