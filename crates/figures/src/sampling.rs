//! Samplers against the exact trajectory, step by step; and what an evaluation of the denoiser buys.

use ndarray::Array2;
use rayon::prelude::*;

use super::chart::{self, Axis, Key, Mark, Panel, Point};
use super::palette::{self, TRUTH};
use super::paths;
use super::{Drawing, Figure, Given, Result, number};
use tweedie::level::NoiseLevel;
use tweedie::path::{Curve, Path};
use tweedie::preset::{COMPARED, Roll, Schedule, generator, steps};
use tweedie::sampler::{Method, Sampler, run, standard_normal};
use tweedie::scalar::Field;
use tweedie::schedule::karras;

pub(super) const FIGURE: Figure = Figure {
    name: "sampling",
    title: "What an evaluation of the denoiser buys",
    of_data: true,
    draw,
};

/// The samplers that follow the exact trajectory.
const FOLLOWERS: [Sampler; 2] = [Sampler::Euler, Sampler::Heun];
const STEPS: usize = 20;
/// Exact steps for each step.
const FINER: usize = 24;
const STARTS: usize = 24;
const EVALUATIONS: [usize; 5] = [6, 12, 25, 50, 100];
const SAMPLES: usize = 300;

fn draw(given: &Given) -> Result<Drawing> {
    let roll = &given.roll;
    let (followed, ends) = followed(given)?;
    let fresh = roll.draw(SAMPLES, &mut generator(given.seed))?.points;
    let fresh = roll.quality(&fresh)?;
    let curves = COMPARED
        .into_par_iter()
        .map(|sampler| Ok((sampler, bought(roll, sampler, given.seed)?)))
        .collect::<Result<Vec<_>>>()?;
    let quality = |f: fn(&Bought) -> f64| -> Vec<Mark> {
        curves
            .iter()
            .flat_map(|(sampler, bought)| {
                let points: Vec<Point> = bought.iter().map(|b| (b.evaluations, f(b))).collect();
                let colour = palette::sampler(*sampler);
                [
                    Mark::line(points.clone(), colour),
                    Mark::dots(points, colour, 9),
                ]
            })
            .collect()
    };
    let cost = || Axis::log("denoiser evaluations", (0, 3));
    let flat = |level: f64| Mark::dashes(vec![(1.0, level), (1000.0, level)], TRUTH);
    let mut densities = quality(|b| b.log_density);
    densities.insert(0, flat(fresh.log_density));
    let mut distances = quality(|b| b.distance);
    let chance = curves[0].1[0].chance;
    distances.insert(0, flat(chance));
    let top = 1.0 + fresh.log_density.ceil();
    let panels = vec![
        Panel {
            title: format!("from the exact trajectory, {STEPS} steps"),
            x: Axis::linear(
                "step i",
                (0.0, f64::count(STEPS)),
                &[0.0, 5.0, 10.0, 15.0, 20.0],
            ),
            y: Axis::log("mean (dimensionless)", (-4, 0)),
            marks: followed,
        },
        Panel {
            title: "mean ln p of the samples".into(),
            x: cost(),
            y: Axis::linear(
                "nats",
                (top - 4.0, top),
                &[4.0, 3.0, 2.0, 1.0, 0.0].map(|down| top - down),
            ),
            marks: densities,
        },
        Panel {
            title: "energy distance to fresh data".into(),
            x: cost(),
            y: Axis::log("dimensionless", (-3, 0)),
            marks: distances,
        },
    ];
    let mut keys: Vec<Key> = COMPARED
        .map(|sampler| {
            Key::new(
                sampler.title(),
                Mark::line(vec![], palette::sampler(sampler)),
            )
        })
        .into();
    keys.push(Key::new("fresh data", Mark::dashes(vec![], TRUTH)));
    Ok(Drawing {
        svg: chart::figure((540, 480), &keys, &[panels])?,
        caption: format!(
            "Left: {STEPS} steps of Karras’ grid from {STARTS} starts; at the end Euler is {} from where the exact \
             trajectory ends, Heun {}, for twice the evaluations. Middle and right: {SAMPLES} samples of every sampler on \
             the schedule of its paper; fresh data have {} ± {:.2} nats, and two sets of fresh data are {} apart by \
             chance: near that line no sampler is better than another.",
            number::share(ends[0]),
            number::share(ends[1]),
            number::plain(fresh.log_density),
            fresh.standard_error,
            number::share(chance),
        ),
    })
}

/// How far each follower is from the exact trajectory after each step, and after the last.
fn followed(given: &Given) -> Result<(Vec<Mark>, [f64; 2])> {
    let coarse = Schedule::Karras.path(STEPS)?;
    let mut rng = generator(given.seed);
    let starts = standard_normal(&mut rng)((STARTS, 2)) * coarse.start().sigma();
    // a grid of Karras' refined in its own variable: every FINER-th level is one of the coarse
    let mut fine = karras(FINER * (STEPS - 1) + 1, 0.002, 80.0, 7.0)?;
    fine.truncate(fine.len() - 1);
    fine.push(NoiseLevel::clean());
    let fine = Path::new(Curve::Unscaled, fine)?;
    let exact = paths::states(Method::Heun, &fine, &given.roll.data, &starts)?;
    let at = |step: usize| {
        if step == STEPS {
            exact.len() - 1
        } else {
            step * FINER
        }
    };
    let (mut marks, mut ends) = (Vec::new(), [0.0; 2]);
    for (end, sampler) in ends.iter_mut().zip(FOLLOWERS) {
        let states = paths::states(sampler.method(0.0), &coarse, &given.roll.data, &starts)?;
        let points: Vec<Point> = (1..=STEPS)
            .map(|step| {
                let apart = paths::distances(&states[step], &exact[at(step)]);
                (f64::count(step), paths::mean(&apart).0)
            })
            .collect();
        *end = points[STEPS - 1].1;
        let colour = palette::sampler(sampler);
        marks.push(Mark::line(points.clone(), colour));
        marks.push(Mark::dots(points, colour, 8));
    }
    Ok((marks, ends))
}

/// What a run buys.
struct Bought {
    evaluations: f64,
    log_density: f64,
    distance: f64,
    chance: f64,
}

fn bought(roll: &Roll, sampler: Sampler, seed: u64) -> Result<Vec<Bought>> {
    let fresh = roll
        .draw(SAMPLES, &mut generator(seed.wrapping_add(2)))?
        .points;
    let other = roll
        .draw(SAMPLES, &mut generator(seed.wrapping_add(3)))?
        .points;
    let chance = energy_distance(&fresh, &other);
    EVALUATIONS
        .into_iter()
        .map(|evaluations| {
            let steps = steps(sampler, evaluations)?;
            let path = Schedule::of(sampler).path(steps)?;
            let plan = sampler.method(0.0).plan(&path)?;
            let mut rng = generator(seed.wrapping_add(1));
            let mut noise = standard_normal(&mut rng);
            let start = noise((SAMPLES, 2)) * path.start().sigma();
            let samples = run(&plan, &roll.data, start, &mut noise, |_, _| {})?;
            Ok(Bought {
                evaluations: f64::count(plan.calls()),
                log_density: roll.quality(&samples)?.log_density,
                distance: energy_distance(&samples, &fresh),
                chance,
            })
        })
        .collect()
}

/// `2 E‖X − Y‖ − E‖X − X'‖ − E‖Y − Y'‖`, over all pairs of two sets; 0 only if they are one.
///
/// Source: Székely & Rizzo, *Energy statistics*, eq. 5.
fn energy_distance(x: &Array2<f64>, y: &Array2<f64>) -> f64 {
    2.0 * mean_distance(x, y) - mean_distance(x, x) - mean_distance(y, y)
}

fn mean_distance(x: &Array2<f64>, y: &Array2<f64>) -> f64 {
    let mut sum = 0.0;
    for a in x.rows() {
        for b in y.rows() {
            let (dx, dy) = (a[0] - b[0], a[1] - b[1]);
            sum += (dx * dx + dy * dy).sqrt();
        }
    }
    sum / (f64::count(x.nrows()) * f64::count(y.nrows()))
}
