//! One start, three kinds of path; what skipping steps costs, and what inversion loses.

use ndarray::Array2;
use rayon::prelude::*;

use super::chart::{self, Axis, Key, Mark, Panel, Point};
use super::palette::{self, ETAS, GROUND, RETURNED, TRUTH};
use super::paths::{self, Measured, bars, guide};
use super::{Drawing, Figure, Given, Result, number};
use tweedie::array::combine;
use tweedie::data::Denoiser;
use tweedie::ddim::inversion;
use tweedie::level::{LevelPair, NoiseLevel};
use tweedie::preset::{Chain, Schedule, T, generator};
use tweedie::sampler::{Method, run, standard_normal};
use tweedie::scalar::Field;
use tweedie::score::Prediction;

pub(super) const FIGURE: Figure = Figure {
    name: "ddim",
    title: "One start: a map at η = 0, a walk at η = 1",
    of_data: true,
    draw,
};

const ETA: [f64; 3] = [0.0, 0.5, 1.0];
const STEPS: usize = 100;
const STARTS: usize = 20;
const WALKS: usize = 3;
const WAYS: usize = 5;
const COUNTS: [usize; 7] = [10, 20, 40, 80, 160, 320, 640];
const EXACT: usize = 1000;

fn draw(given: &Given) -> Result<Drawing> {
    let mut rng = generator(given.seed);
    let starts = standard_normal(&mut rng)((STARTS, 2));
    let data = &given.roll.data;
    let exact = paths::end(Method::Heun, &paths::even(EXACT)?, data, &starts)?;
    let (skipping, returning) = errors(given, &starts, &exact)?;
    let orders = [paths::order(&skipping)?, paths::order(&returning)?];
    let mut measured = vec![guide(1.0, &returning, 2.5, 10.0)];
    measured.extend(bars(&skipping, ETAS[0]));
    measured.extend(bars(&returning, RETURNED));
    let (walks, spread) = walks(given, &starts)?;
    let time = || {
        Axis::linear(
            "time t (forward steps)",
            (0.0, f64::count(T)),
            &[0.0, 500.0, 1000.0],
        )
    };
    let place = Axis::linear("x₁ (dimensionless)", (-3.0, 3.0), &[-2.0, 0.0, 2.0]);
    let panels = vec![
        Panel {
            title: format!("{WALKS} runs for each η, {STEPS} steps"),
            x: time(),
            y: place.clone(),
            marks: walks,
        },
        Panel {
            title: "η = 0 in 5, 10 and 100 steps".into(),
            x: time(),
            y: place,
            marks: skipped(given, &starts)?,
        },
        Panel {
            title: "distance after the last step".into(),
            x: Axis::log("steps N", (1, 3)),
            y: Axis::log("mean (dimensionless)", (-3, 0)),
            marks: measured,
        },
    ];
    let line = |colour| Mark::line(vec![], colour);
    let mut keys: Vec<Key> = ETA
        .iter()
        .zip(ETAS)
        .map(|(eta, colour)| Key::new(format!("η = {}", number::plain(*eta)), line(colour)))
        .collect();
    keys.push(Key::new("exact end to noise and back", line(RETURNED)));
    keys.push(Key::new("order 1", Mark::dashes(vec![], GROUND)));
    Ok(Drawing {
        svg: chart::figure((560, 480), &keys, &[panels])?,
        caption: format!(
            "From one start all runs at η = 0 end in one point; those at η = 0.5 and 1 end {:.2} and {:.2} from their mean. \
             Fewer steps cut the corners of the same path. Right, over {STARTS} starts with one standard error: how far \
             N steps end from where the exact trajectory ends, and how far inversion and N steps back end from where they \
             began. By least squares over the last four the orders are {:.2} ± {:.2} and {:.2} ± {:.2}; the method’s is 1.",
            spread[1], spread[2], orders[0].0, orders[0].1, orders[1].0, orders[1].1,
        ),
    })
}

/// The walks from the first start, and how far their ends scatter.
fn walks(given: &Given, starts: &Array2<f64>) -> Result<(Vec<Mark>, [f64; 3])> {
    let start = Array2::from_shape_fn((WALKS, 2), |(_, j)| starts[[0, j]]);
    let path = Schedule::Chain(Chain::Linear).path(STEPS)?;
    let (mut marks, mut spread) = (Vec::new(), [0.0; 3]);
    for (i, eta) in ETA.into_iter().enumerate().rev() {
        let plan = Method::Ddim { eta }.plan(&path)?;
        let mut rng = generator(given.seed);
        let mut states = vec![start.clone()];
        let mut noise = standard_normal(&mut rng);
        let end = run(
            &plan,
            &given.roll.data,
            start.clone(),
            &mut noise,
            |_, x| {
                states.push(x.clone());
            },
        )?;
        let walks = (0..WALKS).map(|walk| over_time(&states, walk)).collect();
        marks.push(Mark::lines(walks, ETAS[i], 4));
        let middle = end.mean_axis(ndarray::Axis(0)).unwrap_or_default();
        let apart = paths::distances(&end, &(Array2::zeros(end.raw_dim()) + &middle));
        spread[i] = paths::mean(&apart).0;
    }
    marks.push(Mark::dots(vec![(f64::count(T), starts[[0, 0]])], TRUTH, 12));
    Ok((marks, spread))
}

/// The first coordinate of sample `i` over time, from T to 0 in equal steps.
fn over_time(states: &[Array2<f64>], i: usize) -> Vec<Point> {
    let steps = f64::count(states.len() - 1);
    let place = |(step, x): (usize, &Array2<f64>)| {
        let left = 1.0 - f64::count(step) / steps;
        (left * f64::count(T), x[[i, 0]])
    };
    states.iter().enumerate().map(place).collect()
}

/// The same paths in few steps and in many.
fn skipped(given: &Given, starts: &Array2<f64>) -> Result<Vec<Mark>> {
    let mut marks = Vec::new();
    for (steps, radius) in [(100, 0), (10, 7), (5, 11)] {
        let path = Schedule::Chain(Chain::Linear).path(steps)?;
        let states = paths::states(Method::Ddim { eta: 0.0 }, &path, &given.roll.data, starts)?;
        let ways: Vec<Vec<Point>> = (0..WAYS).map(|i| over_time(&states, i)).collect();
        let colour = palette::tint(ETAS[0], if radius == 0 { 1.0 } else { 0.6 });
        marks.push(Mark::lines(ways.clone(), colour, 3));
        if radius > 0 {
            marks.push(Mark::dots(ways.concat(), colour, radius));
        }
    }
    Ok(marks)
}

/// Distances from the exact end, and of the round trip, over the number of steps.
fn errors(
    given: &Given,
    starts: &Array2<f64>,
    exact: &Array2<f64>,
) -> Result<(Vec<Measured>, Vec<Measured>)> {
    let both = COUNTS
        .into_par_iter()
        .map(|steps| {
            let path = paths::even(steps)?;
            let method = Method::Ddim { eta: 0.0 };
            let end = paths::end(method, &path, &given.roll.data, starts)?;
            let noise = inverted(&given.roll.data, exact, path.levels())?;
            let back = paths::end(method, &path, &given.roll.data, &noise)?;
            let off = |x| (f64::count(steps), paths::mean(&paths::distances(x, exact)));
            Ok((off(&end), off(&back)))
        })
        .collect::<Result<Vec<_>>>()?;
    Ok(both.into_iter().unzip())
}

/// Clean samples carried to noise, with ε held over each step.
fn inverted(
    denoiser: &impl Denoiser<f64>,
    clean: &Array2<f64>,
    levels: &[NoiseLevel<f64>],
) -> Result<Array2<f64>> {
    let mut x = clean.clone();
    for pair in levels.windows(2).rev() {
        let (s, t) = (pair[1], pair[0]);
        let step = inversion(LevelPair::new(s, t)?);
        // clean data hold no noise to be told: the first step asks one level later
        let at = if s.sigma() > 0.0 { s } else { t };
        let x0 = denoiser.denoise(x.view(), at)?;
        let eps = Prediction::eps().from(Prediction::x0(), at)?;
        x = combine(&[
            (step.on_x_s + step.on_eps * eps.on_x_t, x.view()),
            (step.on_eps * eps.on_given, x0.view()),
        ])?;
    }
    Ok(x)
}
