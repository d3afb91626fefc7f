//! Backends on one axis: the same samplers, call by call, in four number formats.

use ndarray::{Array2, Ix2};

use tweedie::data::Denoiser;
use tweedie::error::DomainError;
use tweedie::level::NoiseLevel;
use tweedie::preset::{T, generator};
use tweedie::sampler::Sampler;
use tweedie::sampler::standard_normal;
use tweedie::scalar::{Field, Format};
use tweedie::schedule::Spacing;
use tweedie_catalogue::backend::{Answer, Backend, Cpu, Request};
use tweedie_catalogue::operation::{Arguments, Configuration, Grid, Quantity};
use tweedie_figures::chart::{self, Axis, Key, Mark, Panel, Point};
use tweedie_figures::{Drawing, Figure, Given, Result, distances, number, palette};

pub(super) const FIGURE: Figure = Figure {
    name: "formats",
    title: "Four backends on one path, as far as their formats go",
    of_data: true,
    draw,
};

const STEPS: usize = 50;
const STARTS: usize = 32;
/// The formats that are compared with the first of [`Format::ALL`].
const SHORT: [Format; 3] = [Format::F32, Format::F16, Format::Bf16];

const WAYS: [(Sampler, Grid, &str); 3] = [
    (Sampler::Ddim, Grid::Linear, "DDIM, linear"),
    (Sampler::Ddpm, Grid::Linear, "DDPM, linear"),
    (Sampler::EdmEuler, Grid::Karras, "Euler, Karras"),
];

fn draw(given: &Given) -> Result<Drawing> {
    let mut panels = Vec::new();
    let (mut ends, mut strays) = (Vec::new(), 0);
    for (column, (sampler, grid, title)) in WAYS.into_iter().enumerate() {
        let configuration = Configuration {
            sampler,
            grid,
            train_steps: T,
            n: STEPS,
            spacing: Spacing::Trailing,
            eta: 0.0,
            prediction: Quantity::X0,
        };
        let exact = states(given, &configuration, Format::F64)?;
        let mut marks = Vec::new();
        for format in SHORT {
            let states = states(given, &configuration, format)?;
            let points: Vec<Point> = states
                .iter()
                .zip(&exact)
                .enumerate()
                .map(|(i, (x, exact))| (f64::count(i + 1), apart(x, exact)))
                .collect();
            ends.extend(points.last().map(|(_, error)| *error));
            if (sampler, format) == (Sampler::EdmEuler, Format::F16) {
                strays = stray(&states[STEPS - 1], &exact[STEPS - 1]);
            }
            let colour = palette::format(format);
            let u = format.roundoff();
            marks.push(Mark::dashes(vec![(0.0, u), (f64::count(STEPS), u)], colour));
            marks.push(Mark::line(points.clone(), colour));
            marks.push(Mark::dots(points, colour, 6));
        }
        let y = Axis::log("difference (dimensionless)", (-9, 0));
        panels.push(Panel {
            title: title.into(),
            x: Axis::linear(
                "step i",
                (0.0, f64::count(STEPS)),
                &[0.0, 10.0, 20.0, 30.0, 40.0, 50.0],
            ),
            y: if column == 0 { y } else { y.bare() },
            marks,
        });
    }
    let mut keys: Vec<Key> = SHORT
        .iter()
        .map(|&format| {
            let name = format!("cpu-{format}, from cpu-f64");
            Key::new(name, Mark::line(vec![], palette::format(format)))
        })
        .collect();
    keys.push(Key::new(
        "roundoff u of the format",
        Mark::dashes(vec![], palette::INK),
    ));
    let end = |way: usize, format: usize| number::scientific(ends[way * SHORT.len() + format], 0);
    Ok(Drawing {
        svg: chart::figure((620, 480), &keys, &[panels])?,
        caption: format!(
            "Three samplers, {STEPS} steps from {STARTS} starts, asked of the backend call by call in each format; the model is \
             the exact denoiser, its answers rounded to the format, and the noise is the same for all. Root mean square difference \
             from cpu-f64, over that of the states. After the last step DDIM is off by {}, {} and {} in f32, f16 and bf16, DDPM \
             by {}, {} and {}, Euler by {}, {} and {}. In f16 Euler \
             leads {strays} of them more than a tenth of the data’s size away: where the flow parts, a rounding can decide.",
            end(0, 0),
            end(0, 1),
            end(0, 2),
            end(1, 0),
            end(1, 1),
            end(1, 2),
            end(2, 0),
            end(2, 1),
            end(2, 2),
        ),
    })
}

/// The root mean square of `x − exact`, over that of `exact`.
fn apart(x: &Array2<f64>, exact: &Array2<f64>) -> f64 {
    let size = |x: &Array2<f64>| x.iter().map(|x| x.squared()).sum::<f64>();
    (size(&(x - exact)) / size(exact)).sqrt()
}

/// How many of `x` are more than a tenth of the data's standard deviation, which is 1, away from `exact`.
fn stray(x: &Array2<f64>, exact: &Array2<f64>) -> usize {
    let apart = distances(x, exact);
    apart.into_iter().filter(|&distance| distance > 0.1).count()
}

/// The states that a backend reaches, one after another.
fn states(
    given: &Given,
    configuration: &Configuration,
    format: Format,
) -> Result<Vec<Array2<f64>>> {
    let mut backend = Cpu::new(format);
    let mut ask = |operation: &str, arguments: &Arguments| -> Result<Array2<f64>> {
        let id = "figure";
        let request = Request {
            id,
            operation,
            format,
            arguments,
        };
        match backend.run(&request) {
            Answer::Output(output) => Ok(output.into_dimensionality::<Ix2>()?),
            Answer::Skipped(reason) | Answer::Error(reason) => {
                Err(DomainError::new(operation, reason, "the reference has it").into())
            }
        }
    };
    let rounded = |x: Array2<f64>| x.mapv(|x| format.round(x));
    let levels = ask("sampler.begin", &configuration.arguments())?;
    let mut rng = generator(given.seed);
    let mut noise = standard_normal(&mut rng);
    let mut x = rounded(noise((STARTS, 2)) * levels[[0, 1]]);
    let mut states = Vec::new();
    for (i, level) in levels.rows().into_iter().enumerate() {
        let level = NoiseLevel::new(level[0], level[1])?;
        let x0 = rounded(given.roll.data.denoise(x.view(), level)?);
        let arguments = Arguments::new()
            .integer("i", i)
            .input("x", x.into_dyn())
            .input("model_output", x0.into_dyn())
            .input("noise", rounded(noise((STARTS, 2))).into_dyn());
        x = ask("sampler.step", &arguments)?;
        states.push(x.clone());
    }
    Ok(states)
}
