//! Guided samples, and the law that they are said to follow.

use ndarray::{Array2, Axis as Along};
use ndarray_rand::rand::Rng;

use super::chart::{self, Key, Mark, Panel};
use super::classes::{CENTRES, CLASSES, Classes, WIDTH, places, silence};
use super::palette::{GROUND, GUIDED, TRUTH};
use super::{Drawing, Figure, Given, Result, ground, number};
use tweedie::level::NoiseLevel;
use tweedie::preset::{Chain, Schedule, generator};
use tweedie::sampler::{Method, run, standard_normal};
use tweedie::scalar::{Field, Real};

pub(super) const FIGURE: Figure = Figure {
    name: "guidance",
    title: "Guided samples do not follow the law p(x) p(y|x)ʷ",
    of_data: false,
    draw,
};

const SCALES: [f64; 4] = [1.0, 2.0, 4.0, 8.0];
const SAMPLES: usize = 400;
const STEPS: usize = 60;
const SIZE: i32 = 400;

fn draw(given: &Given) -> Result<Drawing> {
    let mut rng = generator(given.seed.wrapping_add(1));
    let classes = Classes::new(given.seed, 1.0)?;
    let path = Schedule::Chain(Chain::Linear).path(STEPS)?;
    let plan = Method::Ddim { eta: 0.0 }.plan(&path)?;
    let start = standard_normal(&mut rng)((SAMPLES, 2));
    let (mut above, mut below, mut spreads) = (Vec::new(), Vec::new(), Vec::new());
    for w in SCALES {
        let samples = run(
            &plan,
            &classes.guided(w),
            start.clone(),
            &mut silence,
            |_, _| {},
        )?;
        let law = tilted(&classes, w, &mut rng)?;
        spreads.push([spread(&samples), spread(&law)]);
        let panel = |title: String, samples: &Array2<f64>, colour, labelled: bool| {
            let (x, y) = (
                ground::plane("x₁ (dimensionless)"),
                ground::plane("x₂ (dimensionless)"),
            );
            let first = w == SCALES[0];
            Panel {
                title,
                x: if labelled { x } else { x.bare() },
                y: if first { y } else { y.bare() },
                marks: vec![
                    Mark::dots(classes.behind(), GROUND, 3),
                    Mark::dots(places(samples), colour, 4),
                ],
            }
        };
        above.push(panel(
            format!("w = {}", number::plain(w)),
            &samples,
            GUIDED,
            false,
        ));
        below.push(panel(String::new(), &law, TRUTH, true));
    }
    let keys = [
        Key::new("data, all classes", Mark::dots(vec![], GROUND, 6)),
        Key::new("guided samples of one class", Mark::dots(vec![], GUIDED, 8)),
        Key::new("draws from p(x) p(y|x)ʷ", Mark::dots(vec![], TRUTH, 8)),
    ];
    Ok(Drawing {
        svg: chart::figure((SIZE, SIZE), &keys, &[above, below])?,
        caption: format!(
            "Classifier-free guidance towards one of {CLASSES} classes, with the exact denoisers and {STEPS} DDIM steps. At \
             w = 1 both are the class: their standard deviations are {:.2} and {:.2}. At w = {} the law’s is still {:.2}, \
             the guided samples’ {:.2}: guidance adds scores at every noise level, and the sum is not the score of \
             that law noised, so samples are pushed to where the classes part.",
            spreads[0][0],
            spreads[0][1],
            number::plain(SCALES[3]),
            spreads[3][1],
            spreads[3][0],
        ),
    })
}

/// Draws from `p(x) p(y|x)^w ∝ p(x|y) p(y|x)^{w−1}`: draws of the class, kept with probability `p(y|x)^{w−1}`.
fn tilted(classes: &Classes, w: f64, rng: &mut impl Rng) -> Result<Array2<f64>> {
    let Classes { all, class, .. } = classes;
    let share = f64::count(class.components()) / f64::count(CENTRES);
    let (marginal, conditional) = (all.at(NoiseLevel::clean())?, class.at(NoiseLevel::clean())?);
    let mut kept = Vec::with_capacity(2 * SAMPLES);
    while kept.len() < 2 * SAMPLES {
        let centre = class
            .means()
            .row(rng.random_range(0..class.components()))
            .to_owned();
        let x = centre
            + standard_normal::<f64>(rng)((1, 2))
                .row(0)
                .mapv(|z| WIDTH * z);
        let x = x.to_vec();
        let log_share =
            Real::ln(share) + conditional.log_density(&x)? - marginal.log_density(&x)?;
        if rng.random::<f64>() < Real::exp((w - 1.0) * log_share) {
            kept.extend(x);
        }
    }
    Ok(Array2::from_shape_vec((SAMPLES, 2), kept)?)
}

/// The standard deviation of a cloud, over both coordinates.
fn spread(samples: &Array2<f64>) -> f64 {
    let mean = samples.mean_axis(Along(0)).unwrap_or_default();
    let centred = samples - &mean;
    (centred.iter().map(|x| x.squared()).sum::<f64>() / f64::count(samples.len())).sqrt()
}
