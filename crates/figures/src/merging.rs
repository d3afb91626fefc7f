//! Many small steps are one big one: densities of data on a line.

use super::chart::{self, Axis, Key, Mark, Panel, curve};
use super::line::{self, MEANS, VARS, WEIGHTS};
use super::palette::{STEPPED, TRUTH};
use super::{Drawing, Figure, Given, Result, number};
use tweedie::gaussian::Gaussian;
use tweedie::merging::forward_step;
use tweedie::preset::Chain;
use tweedie::scalar::Real;

pub(super) const FIGURE: Figure = Figure {
    name: "merging",
    title: "Many small steps are one big one",
    of_data: false,
    draw,
};

const TIMES: [usize; 7] = [0, 20, 60, 120, 200, 350, 1000];
const DOTS: usize = 41;
fn draw(_: &Given) -> Result<Drawing> {
    let data = line::data()?;
    let (chain, betas) = (Chain::Linear.discrete()?, Chain::Linear.betas()?);
    let mut parts = MEANS
        .into_iter()
        .zip(VARS)
        .map(|(mean, var)| Gaussian::new(mean, var))
        .collect::<std::result::Result<Vec<_>, _>>()?;
    let x = Axis::linear("xₜ (dimensionless)", (-3.2, 3.2), &[-2.0, 0.0, 2.0]);
    let y = Axis::linear("density p(xₜ)", (0.0, 1.4), &[0.0, 0.5, 1.0]);
    let (mut panels, mut far, mut done) = (Vec::new(), 0.0_f64, 0);
    for time in TIMES {
        for beta in &betas[done..time] {
            let step = forward_step(*beta)?;
            for part in &mut parts {
                *part = step.push(*part)?;
            }
        }
        done = time;
        let closed = data.at(chain.level(time)?)?;
        let at_once = |x: f64| closed.log_density(&[x]).map_or(f64::NAN, Real::exp);
        let stepped = |x: f64| {
            let terms = WEIGHTS.iter().zip(&parts);
            terms
                .map(|(w, part)| w * Real::exp(part.log_density(x)))
                .sum::<f64>()
        };
        let dots = curve(x.samples(DOTS), stepped);
        let apart = dots.iter().map(|&(x, p)| (p - at_once(x)).abs() / p);
        far = apart.fold(far, f64::max);
        panels.push(Panel {
            title: format!(
                "t = {time}, ᾱ = {}",
                number::share(chain.squares()[time].alpha_bar())
            ),
            x: x.clone(),
            y: if panels.is_empty() {
                y.clone()
            } else {
                y.bare()
            },
            marks: vec![
                Mark::line(curve(x.samples(241), at_once), TRUTH),
                Mark::dots(dots, STEPPED, 7),
            ],
        });
    }
    let keys = [
        Key::new("closed form, q(xₜ | x₀) at once", Mark::line(vec![], TRUTH)),
        Key::new(
            "step by step, β₁ … βₜ one after the other",
            Mark::dots(vec![], STEPPED, 9),
        ),
    ];
    Ok(Drawing {
        svg: chart::figure((286, 420), &keys, &[panels])?,
        caption: format!(
            "Data of three Gaussians on a line, noised on the linear schedule. The dots carry every Gaussian through all \
             steps one by one, {} of them in the last panel; the line knows only ᾱ_t. On {} points in {} panels the two \
             differ by a relative {} at most: that is rounding.",
            TIMES[6],
            DOTS,
            TIMES.len(),
            number::scientific(far, 1),
        ),
    })
}
