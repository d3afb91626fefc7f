//! Prior times likelihood is the posterior; and the two variances that are called β.

use super::chart::{self, Axis, Key, Mark, Panel, Point, curve};
use super::palette::{LIKELIHOOD, POSTERIOR, PRIOR, TRUTH};
use super::{Drawing, Figure, Given, Result, number};
use tweedie::gaussian::Gaussian;
use tweedie::level::LevelPair;
use tweedie::merging;
use tweedie::posterior::posterior;
use tweedie::preset::{Chain, T};
use tweedie::scalar::{Field, Real};
use tweedie::schedule::Discrete;

pub(super) const FIGURE: Figure = Figure {
    name: "posterior",
    title: "Prior times likelihood is the posterior",
    of_data: false,
    draw,
};

/// Pairs (s, t).
const PAIRS: [(usize, usize); 3] = [(100, 150), (100, 400), (300, 400)];
/// Where the sample came from, and how many σ_t the noise carried it away.
const X0: f64 = 1.0;
const NOISE: f64 = -1.5;
/// Points of a curve per unit of length, and of those from dot to dot.
const PER_UNIT: i32 = 40;
const DOT: usize = 6;

fn draw(_: &Given) -> Result<Drawing> {
    let chain = Chain::Linear.discrete()?;
    let mut far = 0.0_f64;
    let mut panels = PAIRS
        .into_iter()
        .map(|(s, t)| {
            let (panel, apart) = bayes(&chain, s, t)?;
            far = far.max(apart);
            Ok(panel)
        })
        .collect::<Result<Vec<_>>>()?;
    let shares: Vec<Point> = (2..=T)
        .map(|t| {
            let pair = LevelPair::new(chain.level(t - 1)?, chain.level(t)?)?;
            Ok((
                f64::count(t),
                posterior(pair)?.var / merging::between(pair)?.var(),
            ))
        })
        .collect::<Result<_>>()?;
    let (first, late) = (shares[0].1, shares[T / 10 - 2].1);
    let x = Axis::log("time t (forward steps)", (0, 3));
    panels.push(Panel {
        title: "β̃ₜ/βₜ between neighbours".into(),
        y: Axis::linear("share (dimensionless)", (0.0, 1.1), &[0.0, 0.5, 1.0]),
        marks: vec![
            Mark::line(curve(x.samples(2), |_| 1.0), PRIOR),
            Mark::line(shares, POSTERIOR),
        ],
        x,
    });
    let line = |colour| Mark::line(vec![], colour);
    let keys = [
        Key::new("prior q(xₛ | x₀); β", line(PRIOR)),
        Key::new("likelihood q(xₜ | xₛ), area 1", line(LIKELIHOOD)),
        Key::new("posterior q(xₛ | xₜ, x₀); β̃", line(POSTERIOR)),
        Key::new("product, area 1", Mark::dots(vec![], TRUTH, 8)),
    ];
    Ok(Drawing {
        svg: chart::figure((420, 440), &keys, &[panels])?,
        caption: format!(
            "A sample that came from x₀ = {X0} and was carried to x_t by {} σ_t of noise, on the linear schedule. The \
             dots multiply prior and likelihood point by point; the posterior’s closed form is off them by {} of its \
             peak at most. It is narrower than both. Right: the posterior’s variance β̃ is {:.2} of the step’s β at t = 2 and \
             {:.4} of it at t = {}, so the choice between them matters in the last steps of sampling alone.",
            number::plain(NOISE),
            number::scientific(far, 1),
            first,
            late,
            T / 10,
        ),
    })
}

/// The panel of a pair, and how far product and posterior differ in it.
fn bayes(chain: &Discrete<f64>, s: usize, t: usize) -> Result<(Panel, f64)> {
    let pair = LevelPair::new(chain.level(s)?, chain.level(t)?)?;
    let x_t = pair.t().alpha() * X0 + pair.t().sigma() * NOISE;
    let prior = merging::marginal(pair.s())?.at(X0)?;
    let step = merging::between(pair)?;
    let law = posterior(pair)?;
    let closed = Gaussian::new(law.mean(X0, x_t), law.var)?;
    let x = Axis::linear(
        "xₛ (dimensionless)",
        (-2.0, 2.5),
        &[-2.0, -1.0, 0.0, 1.0, 2.0],
    );
    let density = |law: Gaussian<f64>| move |x: f64| Real::exp(law.log_density(x));
    let likelihood = |x: f64| step.at(x).map_or(f64::NAN, |law| density(law)(x_t));
    let scaled_likelihood = scaled(likelihood);
    let product = scaled(|x| likelihood(x) * density(prior)(x));
    let peak = density(closed)(closed.mean());
    let far = product
        .iter()
        .map(|&(x, p)| (p - density(closed)(x)).abs() / peak)
        .fold(0.0, f64::max);
    let fine = || x.samples(181);
    let panel = Panel {
        title: format!("s = {s}, t = {t}"),
        y: Axis::linear("density", (0.0, 1.8), &[0.0, 0.5, 1.0, 1.5]),
        marks: vec![
            Mark::line(curve(fine(), density(prior)), PRIOR),
            Mark::line(scaled_likelihood, LIKELIHOOD),
            Mark::line(curve(fine(), density(closed)), POSTERIOR),
            Mark::dots(product.into_iter().step_by(DOT).collect(), TRUTH, 6),
        ],
        x,
    };
    Ok((panel, far))
}

/// The curve of `f` with area 1, over all of x that carries any.
fn scaled(f: impl Fn(f64) -> f64) -> Vec<Point> {
    let reach = 30 * PER_UNIT;
    let xs = (-reach..=reach).map(|i| f64::from(i) / f64::from(PER_UNIT));
    let points = curve(xs, f);
    let area = points.iter().map(|(_, p)| p).sum::<f64>() / f64::from(PER_UNIT);
    points.into_iter().map(|(x, p)| (x, p / area)).collect()
}
