//! The bound, term by term: where its nats are, what L_simple makes of them, and how tight it is.

use super::chart::{self, Axis, Key, Mark, Panel, Point, curve};
use super::palette::{MIN_SNR, POSTERIOR, PRIOR, SIMPLE, TRUTH};
use super::{Drawing, Figure, Given, Result, line, number, palette};
use plotters::style::RGBColor;
use tweedie::data::Mixture;
use tweedie::gaussian::Gaussian;
use tweedie::level::{LevelPair, NoiseLevel};
use tweedie::merging::between;
use tweedie::posterior::posterior;
use tweedie::preset::{Chain, Schedule, T};
use tweedie::scalar::Field;
use tweedie::schedule::{Discrete, cosine};
use tweedie::score::Prediction;
use tweedie::vlb::{eps_weight, min_snr_weight, prior_term, snr_weight, step_term, weight_of};

pub(super) const FIGURE: Figure = Figure {
    name: "vlb",
    title: "Where the nats of the bound are",
    of_data: false,
    draw,
};

const CHAINS: [Chain; 2] = [Chain::Linear, Chain::Cosine];
const LENGTHS: [usize; 8] = [5, 10, 20, 50, 100, 200, 500, 1000];
const LAST: usize = LENGTHS[LENGTHS.len() - 1];
const GAMMA: f64 = 5.0;
/// Choices for the variance of the reverse steps; the best is `β̃ + (weight on x₀)² E Var[x₀ | x_t]`.
const VARIANCES: [(&str, RGBColor); 3] =
    [("with β̃", POSTERIOR), ("with β", PRIOR), ("best", TRUTH)];

fn draw(_: &Given) -> Result<Drawing> {
    let data = line::data()?;
    let all = CHAINS
        .into_iter()
        .map(|kind| Ok((kind, terms(&data, &kind.discrete()?)?)))
        .collect::<Result<Vec<_>>>()?;
    let gaps = LENGTHS
        .into_iter()
        .map(|steps| gaps(&data, &Discrete::from_betas(&cosine(steps)?)?))
        .collect::<Result<Vec<_>>>()?;
    let gaps_of = |var: usize| -> Vec<Point> {
        let steps = LENGTHS.into_iter().map(f64::count);
        steps.zip(gaps.iter().map(|gaps| gaps[var])).collect()
    };
    let colour = |kind| palette::schedule(Schedule::Chain(kind));
    let x = Axis::log("time t (forward steps)", (0, 3));
    let lines = |f: fn(&[Point]) -> Vec<Point>| -> Vec<Mark> {
        all.iter()
            .map(|(kind, terms)| Mark::line(f(terms), colour(*kind)))
            .collect()
    };
    let (weights, steepest) = weights(&x)?;
    let panels = vec![
        Panel {
            title: "term Lₜ₋₁".into(),
            x: x.clone(),
            y: Axis::log("nats", (-7, 1)),
            marks: lines(<[Point]>::to_vec),
        },
        Panel {
            title: "share of Σ L up to t".into(),
            x: x.clone(),
            y: Axis::linear("dimensionless", (0.0, 1.0), &[0.0, 0.5, 1.0]),
            marks: lines(cumulated),
        },
        Panel {
            title: "weight on ‖ε − ε̂‖², linear".into(),
            y: Axis::log("relative to its mean", (-3, 3)),
            marks: weights,
            x,
        },
        Panel {
            title: "bound − exact NLL, cosine".into(),
            x: Axis::log("steps T", (0, 3)),
            y: Axis::log("nats", (-4, 1)),
            marks: (0..3)
                .flat_map(|var| {
                    let (points, colour) = (gaps_of(var), VARIANCES[var].1);
                    [
                        Mark::line(points.clone(), colour),
                        Mark::dots(points, colour, 9),
                    ]
                })
                .collect(),
        },
    ];
    let line = |colour| Mark::line(vec![], colour);
    let mut keys: Vec<Key> = CHAINS
        .map(|kind| Key::new(kind.name(), line(colour(kind))))
        .into();
    let clipped = format!("Min-SNR, γ = {}", number::plain(GAMMA));
    keys.push(Key::new("the bound’s weight", line(TRUTH)));
    keys.push(Key::new("L_simple", line(SIMPLE)));
    keys.push(Key::new(clipped, line(MIN_SNR)));
    keys.extend(
        VARIANCES[..2]
            .iter()
            .map(|(name, colour)| Key::new(*name, line(*colour))),
    );
    let half = |terms: &[Point]| {
        let cumulated = cumulated(terms);
        cumulated
            .iter()
            .find(|(_, share)| *share >= 0.5)
            .map_or(f64::NAN, |(t, _)| *t)
    };
    Ok(Drawing {
        svg: chart::figure((410, 440), &keys, &[panels])?,
        caption: format!(
            "Data of three Gaussians on a line, with the exact denoiser. Half of the {T}-step bound’s KL terms is spent \
             by t = {} on the linear schedule, by t = {} on the cosine: few steps near the data carry the likelihood, and \
             L_simple weighs them down, most of all at t = 2, by a factor of {}. Right: how far the bound lies above the \
             exact NLL. With {LAST} steps it is {} nats with the reverse variance β̃, {} with β, and {} with the best one \
             (black): with β̃ it hardly closes, for the first steps stay long in log-SNR.",
            half(&all[0].1),
            half(&all[1].1),
            number::plain(steepest),
            number::share(gaps[LENGTHS.len() - 1][0]),
            number::share(gaps[LENGTHS.len() - 1][1]),
            number::share(gaps[LENGTHS.len() - 1][2]),
        ),
    })
}

/// `E Var[x₀ | x_t]`: the squared error of the exact denoiser.
fn error(data: &Mixture, t: NoiseLevel<f64>) -> Result<f64> {
    let law = data.at(t)?;
    line::expectation(&law, |x| Ok(law.posterior_covariance(&[x])?[[0, 0]]))
}

/// `(t, L_{t−1})` for t from 2, in nats.
fn terms(data: &Mixture, chain: &Discrete<f64>) -> Result<Vec<Point>> {
    (2..=chain.steps())
        .map(|t| {
            let pair = neighbours(chain, t)?;
            Ok((f64::count(t), snr_weight(pair) * error(data, pair.t())?))
        })
        .collect()
}

fn neighbours(chain: &Discrete<f64>, t: usize) -> Result<LevelPair<f64>> {
    Ok(LevelPair::new(chain.level(t - 1)?, chain.level(t)?)?)
}

/// How far the bound lies above `−E ln p(x₀)` with each of [`VARIANCES`]; the decoder's variance is the best one.
fn gaps(data: &Mixture, chain: &Discrete<f64>) -> Result<[f64; 3]> {
    let clean = data.at(NoiseLevel::clean())?;
    let exact = line::expectation(&clean, |x| Ok(-clean.log_density(&[x])?))?;
    let end = chain.level(chain.steps())?;
    let prior = line::expectation(&clean, |x| Ok(prior_term(end, x)?))?;
    let decoder = Gaussian::new(0.0, error(data, chain.level(1)?)?)?.entropy();
    let mut gaps = [prior + decoder - exact; 3];
    for t in 2..=chain.steps() {
        let pair = neighbours(chain, t)?;
        let (law, error) = (posterior(pair)?, error(data, pair.t())?);
        let best = law.var + law.on_x0.squared() * error;
        let vars = [law.var, between(pair)?.var(), best];
        for (gap, var) in gaps.iter_mut().zip(vars) {
            // a quadratic in the error: its mean is taken at the root of the mean square
            *gap += step_term(pair, var, error.sqrt(), 0.0, 0.0)?;
        }
    }
    Ok(gaps)
}

fn cumulated(terms: &[Point]) -> Vec<Point> {
    let total: f64 = terms.iter().map(|(_, term)| term).sum();
    let mut sum = 0.0;
    let add = |&(t, term): &Point| {
        sum += term;
        (t, sum / total)
    };
    terms.iter().map(add).collect()
}

/// Weights on the error of ε over time, each relative to its mean, and the first of the bound's.
fn weights(x: &Axis) -> Result<(Vec<Mark>, f64)> {
    let chain = Chain::Linear.discrete()?;
    let (mut bound, mut clipped) = (Vec::new(), Vec::new());
    for t in 2..=T {
        let pair = neighbours(&chain, t)?;
        bound.push((f64::count(t), eps_weight(pair, posterior(pair)?.var)?));
        let weight = min_snr_weight(pair.t(), GAMMA);
        clipped.push((
            f64::count(t),
            weight_of(Prediction::eps(), pair.t(), weight)?,
        ));
    }
    let relative = |weights: Vec<Point>| -> Vec<Point> {
        let mean = weights.iter().map(|(_, w)| w).sum::<f64>() / f64::count(weights.len());
        weights.into_iter().map(|(t, w)| (t, w / mean)).collect()
    };
    let bound = relative(bound);
    let first = bound[0].1;
    let marks = vec![
        Mark::line(curve(x.samples(2), |_| 1.0), SIMPLE),
        Mark::line(relative(clipped), MIN_SNR),
        Mark::line(bound, TRUTH),
    ];
    Ok((marks, first))
}
