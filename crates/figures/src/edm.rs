//! EDM: what its coefficients keep constant, how straight its paths are, and what Heun and churn buy.

use ndarray::Array2;
use plotters::style::RGBColor;
use rayon::prelude::*;

use super::chart::{self, Axis, Key, Mark, Panel, Point, curve};
use super::palette::{self, EDM, GROUND, TRUTH, VE, VP};
use super::paths::{self, Measured, Order, bars, guide};
use super::{Drawing, Figure, Given, Result, number};
use tweedie::edm::{Churn, Preconditioning};
use tweedie::preset::{Schedule, generator, steps};
use tweedie::sampler::{Method, Sampler, run, standard_normal};
use tweedie::scalar::Field;

pub(super) const FIGURE: Figure = Figure {
    name: "edm",
    title: "EDM keeps the network’s task alike at every level",
    of_data: false,
    draw,
};

const SIGMA_DATA: f64 = 0.5;
const COUNTS: [usize; 6] = [16, 32, 64, 128, 256, 512];
const EXACT: usize = 800;
const STARTS: usize = 16;
const SAMPLES: usize = 300;
const CHURNS: [f64; 6] = [0.0, 5.0, 10.0, 20.0, 40.0, 80.0];
const CHURNED_STEPS: usize = 32;

/// A design: its name, colour and coefficients.
type Design = (
    &'static str,
    RGBColor,
    fn(f64) -> tweedie::error::Result<Preconditioning<f64>>,
);

const DESIGNS: [Design; 3] = [
    ("VP and iDDPM", VP, Preconditioning::vp),
    ("VE", VE, Preconditioning::ve),
    ("EDM, σ_data = 0.5", EDM, |sigma| {
        Preconditioning::edm(sigma, SIGMA_DATA)
    }),
];

/// VE is dashed, for it lies on VP where the two agree.
fn stroke(points: Vec<Point>, colour: RGBColor) -> Mark {
    if colour == VE {
        Mark::dashes(points, colour)
    } else {
        Mark::line(points, colour)
    }
}

fn draw(given: &Given) -> Result<Drawing> {
    let sigma = Axis::log("σ (dimensionless)", (-3, 2));
    let coefficient = |title: &str, y: Axis, f: fn(Preconditioning<f64>) -> f64| Panel {
        title: title.into(),
        x: sigma.clone(),
        y,
        marks: DESIGNS
            .iter()
            .map(|(_, colour, design)| {
                let value = |sigma: f64| design(sigma).map_or(f64::NAN, f);
                let points = curve(sigma.samples(101), value);
                stroke(points, *colour)
            })
            .collect(),
    };
    let dimensionless = "dimensionless";
    let above = vec![
        coefficient(
            "c_skip",
            Axis::linear(dimensionless, (0.0, 1.1), &[0.0, 0.5, 1.0]),
            |c| c.c_skip,
        ),
        coefficient("|c_out|", Axis::log(dimensionless, (-3, 2)), |c| {
            c.c_out.abs()
        }),
        coefficient("c_in", Axis::log(dimensionless, (-2, 1)), |c| c.c_in),
        coefficient(
            "loss weight λ",
            Axis::log(dimensionless, (-4, 6)),
            Preconditioning::loss_weight,
        ),
    ];
    let [(slow, slow_turn), (straight, straight_turn)] = bends(given)?;
    let (errors, [euler, heun]) = costs(given)?;
    let (churned, said) = churn(given)?;
    let below = vec![
        Panel {
            title: "the VP process’s x₁".into(),
            x: Axis::linear("time t", (0.0, 1.0), &[0.0, 0.5, 1.0]),
            y: Axis::linear(dimensionless, (-3.0, 3.0), &[-2.0, 0.0, 2.0]),
            marks: vec![Mark::lines(slow, VP, 3)],
        },
        Panel {
            title: "the same paths, x₁/α".into(),
            x: Axis::linear("σ/α", (0.0, 6.0), &[0.0, 2.0, 4.0, 6.0]),
            y: Axis::linear(dimensionless, (-8.0, 8.0), &[-8.0, -4.0, 0.0, 4.0, 8.0]),
            marks: vec![Mark::lines(straight, EDM, 3)],
        },
        Panel {
            title: "distance from the exact end".into(),
            x: Axis::log("denoiser evaluations", (1, 3)),
            y: Axis::log("mean (dimensionless)", (-5, 0)),
            marks: errors,
        },
        Panel {
            title: format!("EDM’s churn, {CHURNED_STEPS} steps"),
            x: Axis::linear(
                "S_churn (dimensionless)",
                (0.0, 80.0),
                &[0.0, 20.0, 40.0, 60.0, 80.0],
            ),
            y: Axis::linear("mean ln p (nats)", (-1.4, -0.8), &[-1.4, -1.2, -1.0, -0.8]),
            marks: churned,
        },
    ];
    let mut keys: Vec<Key> = DESIGNS
        .iter()
        .map(|(name, colour, _)| Key::new(*name, stroke(vec![], *colour)))
        .collect();
    keys.push(Key::new("fresh data", Mark::dashes(vec![], TRUTH)));
    keys.push(Key::new("orders 1 and 2", Mark::dashes(vec![], GROUND)));
    for sampler in [Sampler::Euler, Sampler::Heun] {
        let mark = Mark::dots(vec![], palette::sampler(sampler), 9);
        keys.push(Key::new(sampler.title(), mark));
    }
    Ok(Drawing {
        svg: chart::figure((420, 400), &keys, &[above, below])?,
        caption: format!(
            "Above: the designs of EDM’s Table 1; VP and VE share c_skip, |c_out| and λ. \
             Below, first: {STARTS} trajectories turn by {slow_turn:.2} radians on average in VP’s time and by \
             {straight_turn:.2} in σ/α: a straight path costs one step. Then: by least squares over the last four, Heun’s error \
             falls with order {:.2} ± {:.2} in what it costs, Euler’s with {:.2} ± {:.2}. Last: mean ln p of {SAMPLES} samples, {} \
             nats without churn and {} with the most; fresh data have {}.",
            heun.0,
            heun.1,
            euler.0,
            euler.1,
            number::plain(said[0]),
            number::plain(said[1]),
            number::plain(said[2]),
        ),
    })
}

/// The same trajectories in two coordinates, (t, x) and (σ̂, x̂); and how much they turn in each, in radians.
fn bends(given: &Given) -> Result<[(Vec<Vec<Point>>, f64); 2]> {
    let mut rng = generator(given.seed);
    let starts = standard_normal(&mut rng)((STARTS, 2));
    let path = paths::even(EXACT)?;
    let levels = path.levels();
    let states = paths::states(Method::Heun, &path, &given.roll.data, &starts)?;
    let time = |i: usize| 1.0 - f64::count(i) / f64::count(EXACT);
    let along = |coordinate: &dyn Fn(usize) -> (f64, f64)| {
        let path = |start: usize| -> Vec<Point> {
            let place = |(i, x): (usize, &Array2<f64>)| {
                let (noise, scale) = coordinate(i);
                (noise, x[[start, 0]] * scale)
            };
            states.iter().enumerate().map(place).collect()
        };
        let paths: Vec<Vec<Point>> = (0..STARTS).map(path).collect();
        let turn = paths.iter().map(|path| paths::turn(path)).sum::<f64>() / f64::count(STARTS);
        let thinned = paths
            .into_iter()
            .map(|path| path.into_iter().step_by(8).collect());
        (thinned.collect(), turn)
    };
    Ok([
        along(&|i| (time(i), 1.0)),
        along(&|i| (levels[i].edm_sigma(), 1.0 / levels[i].alpha())),
    ])
}

/// The error of Euler and Heun at the end over what they cost, and the orders that it shows.
fn costs(given: &Given) -> Result<(Vec<Mark>, [Order; 2])> {
    let mut rng = generator(given.seed);
    let grid = |steps| Schedule::Karras.path(steps);
    let starts = standard_normal(&mut rng)((STARTS, 2)) * grid(1)?.start().sigma();
    let exact = paths::end(Method::Heun, &grid(EXACT)?, &given.roll.data, &starts)?;
    let error = |sampler: Sampler, evaluations: usize| -> Result<Measured> {
        let path = grid(steps(sampler, evaluations)?)?;
        let cost = sampler.method(0.0).plan(&path)?.calls();
        let end = paths::end(sampler.method(0.0), &path, &given.roll.data, &starts)?;
        let off = paths::mean(&paths::distances(&end, &exact));
        Ok((f64::count(cost), off))
    };
    let mut marks = Vec::new();
    let mut orders = [(0.0, 0.0); 2];
    let followers = [(Sampler::Euler, 1.0, 2.5), (Sampler::Heun, 2.0, 0.4)];
    for (order, (sampler, claimed, times)) in orders.iter_mut().zip(followers) {
        let counts = COUNTS.into_par_iter();
        let points = counts
            .map(|evaluations| error(sampler, evaluations))
            .collect::<Result<Vec<_>>>()?;
        *order = paths::order(&points)?;
        marks.push(guide(claimed, &points, times, 16.0));
        marks.extend(bars(&points, palette::sampler(sampler)));
    }
    Ok((marks, orders))
}

/// Mean ln p of samples over the amount of churn, with one standard error, and of fresh data.
fn churn(given: &Given) -> Result<(Vec<Mark>, [f64; 3])> {
    let roll = &given.roll;
    let fresh = roll.draw(SAMPLES, &mut generator(given.seed))?.points;
    let fresh = roll.quality(&fresh)?.log_density;
    let path = Schedule::of(Sampler::Edm).path(CHURNED_STEPS)?;
    let mean = |amount: f64| -> Result<Measured> {
        let method = match Sampler::Edm.method(0.0) {
            Method::Stochastic(churn) => Method::Stochastic(Churn { amount, ..churn }),
            other => other,
        };
        let mut rng = generator(given.seed.wrapping_add(1));
        let mut noise = standard_normal(&mut rng);
        let start = noise((SAMPLES, 2)) * path.start().sigma();
        let plan = method.plan(&path)?;
        let samples = run(&plan, &roll.data, start, &mut noise, |_, _| {})?;
        let quality = roll.quality(&samples)?;
        Ok((amount, (quality.log_density, quality.standard_error)))
    };
    let amounts = CHURNS.into_par_iter();
    let points = amounts.map(mean).collect::<Result<Vec<_>>>()?;
    let said = [points[0].1.0, points[CHURNS.len() - 1].1.0, fresh];
    let colour = palette::sampler(Sampler::Edm);
    let ends = points
        .iter()
        .map(|&(x, (mean, error))| vec![(x, mean - error), (x, mean + error)]);
    let marks = vec![
        Mark::dashes(vec![(0.0, fresh), (80.0, fresh)], TRUTH),
        Mark::lines(ends.collect(), colour, 4),
        Mark::line(paths::centres(&points), colour),
        Mark::dots(paths::centres(&points), colour, 9),
    ];
    Ok((marks, said))
}
