//! Tweedie's formula: from a noisy sample to the mean of what it may have been, and how sure that is.

use super::chart::{self, Key, Mark, Panel, Point};
use super::palette::{ESTIMATE, GROUND, NOISY};
use super::{Drawing, Figure, Given, Result, ground, number};
use tweedie::array::combine;
use tweedie::data::Mixture;
use tweedie::level::NoiseLevel;
use tweedie::preset::{Chain, generator};
use tweedie::sampler::standard_normal;
use tweedie::scalar::Dual;
use tweedie::tweedie::{covariance, mean};

pub(super) const FIGURE: Figure = Figure {
    name: "tweedie",
    title: "A noisy sample, and what it may have been",
    of_data: true,
    draw,
};

const TIMES: [usize; 3] = [60, 150, 300];
const SAMPLES: usize = 14;
const BEHIND: usize = 500;
const SIZE: i32 = 640;

/// What is known of x₀ given x_t: its mean and covariance.
struct Belief {
    mean: [f64; 2],
    covariance: [[f64; 2]; 2],
}

fn draw(given: &Given) -> Result<Drawing> {
    let chain = Chain::Linear.discrete()?;
    let mut rng = generator(given.seed);
    let behind = given.roll.draw(BEHIND, &mut rng)?.points;
    let behind: Vec<Point> = behind.rows().into_iter().map(|x| (x[0], x[1])).collect();
    let clean = given.roll.draw(SAMPLES, &mut rng)?.points;
    let noise = standard_normal(&mut rng)((SAMPLES, 2));
    let (mut far, mut spread) = (0.0_f64, Vec::new());
    let panels = TIMES
        .into_iter()
        .enumerate()
        .map(|(column, time)| {
            let level = chain.level(time)?;
            let noisy = combine(&[(level.alpha(), clean.view()), (level.sigma(), noise.view())])?;
            let (mut ways, mut ellipses, mut from, mut to) = (vec![], vec![], vec![], vec![]);
            let mut var = 0.0;
            for x in noisy.rows() {
                let x = [x[0], x[1]];
                let Belief { mean, covariance } = belief(&given.roll.data, level, x)?;
                far = far.max(apart(&given.roll.data, level, x, covariance)?);
                var += covariance[0][0] + covariance[1][1];
                from.push((x[0], x[1]));
                to.push((mean[0], mean[1]));
                ways.push(vec![(x[0], x[1]), (mean[0], mean[1])]);
                ellipses.push(ellipse(mean, covariance));
            }
            spread.push((var / f64::from(u32::try_from(SAMPLES)?)).sqrt());
            let y = ground::plane("x₂ (dimensionless)");
            Ok(Panel {
                title: format!("t = {time}, σ/α = {}", number::share(level.edm_sigma())),
                x: ground::plane("x₁ (dimensionless)"),
                y: if column == 0 { y } else { y.bare() },
                marks: vec![
                    Mark::dots(behind.clone(), GROUND, 4),
                    Mark::lines(ways, NOISY, 3),
                    Mark::lines(ellipses, ESTIMATE, 3),
                    Mark::dots(from, NOISY, 8),
                    Mark::dots(to, ESTIMATE, 8),
                ],
            })
        })
        .collect::<Result<Vec<_>>>()?;
    let keys = [
        Key::new("data", Mark::dots(vec![], GROUND, 6)),
        Key::new("noisy sample xₜ", Mark::dots(vec![], NOISY, 9)),
        Key::new("E[x₀ | xₜ]", Mark::dots(vec![], ESTIMATE, 9)),
        Key::new(
            "one standard deviation of x₀ given xₜ",
            Mark::lines(vec![], ESTIMATE, 4),
        ),
    ];
    Ok(Drawing {
        svg: chart::figure((SIZE, SIZE), &keys, &[panels])?,
        caption: format!(
            "{SAMPLES} noisy samples at three levels. The means come from the score, the ellipses from the Hessian of ln p; \
             the covariance summed over all that x₀ may be differs from them by {} at most. The mean deviation is {:.2}, \
             {:.2} and {:.2}. The more noise, the more of the data are possible, and the less is the mean a point of \
             the data: the denoiser’s answer is no sample.",
            number::scientific(far, 1),
            spread[0],
            spread[1],
            spread[2],
        ),
    })
}

/// First and second order, from the score and its derivative.
fn belief(data: &Mixture, level: NoiseLevel<f64>, x: [f64; 2]) -> Result<Belief> {
    let score = data.at(level)?.score(&x)?;
    let first = mean(level)?;
    let second = covariance(level)?;
    let dual = NoiseLevel::new(Dual::constant(level.alpha()), Dual::constant(level.sigma()))?;
    let law = data.at(dual)?;
    let mut covariance = [[0.0; 2]; 2];
    for j in 0..2 {
        let mut moved = x.map(Dual::constant);
        moved[j] = Dual::variable(x[j]);
        let slopes = law.score(&moved)?;
        for i in 0..2 {
            let identity = if i == j { second.on_identity } else { 0.0 };
            covariance[i][j] = identity + second.on_hessian * slopes[i].slope;
        }
    }
    let mean = [0, 1].map(|i| first.on_x_t * x[i] + first.on_score * score[i]);
    Ok(Belief { mean, covariance })
}

/// How far `covariance` is from the one that is summed over the data.
fn apart(
    data: &Mixture,
    level: NoiseLevel<f64>,
    x: [f64; 2],
    covariance: [[f64; 2]; 2],
) -> Result<f64> {
    let summed = data.at(level)?.posterior_covariance(&x)?;
    let differences = summed
        .indexed_iter()
        .map(|((i, j), c)| (c - covariance[i][j]).abs());
    Ok(differences.fold(0.0, f64::max))
}

/// One standard deviation about `mean`: the unit circle through the Cholesky factor.
fn ellipse(mean: [f64; 2], covariance: [[f64; 2]; 2]) -> Vec<Point> {
    let [[a, _], [b, c]] = covariance;
    let l11 = a.max(0.0).sqrt();
    let l21 = if l11 > 0.0 { b / l11 } else { 0.0 };
    let l22 = (c - l21 * l21).max(0.0).sqrt();
    ground::circle(40)
        .into_iter()
        .map(|(u, v)| (mean[0] + l11 * u, mean[1] + l21 * u + l22 * v))
        .collect()
}
