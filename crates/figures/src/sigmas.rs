//! Which levels a sampler visits: grids of σ, spacings of timesteps, and a schedule that ends in pure noise.

use super::chart::{self, Axis, Key, Mark, Panel, Point};
use super::palette::{self, TRUTH};
use super::{Drawing, Figure, Given, Result, number};
use tweedie::level::NoiseLevel;
use tweedie::preset::{Chain, Schedule, T};
use tweedie::scalar::Field;
use tweedie::schedule::{Continuous, Spacing, karras};

pub(super) const FIGURE: Figure = Figure {
    name: "sigmas",
    title: "Which noise levels a sampler visits",
    of_data: false,
    draw,
};

const STEPS: usize = 18;
/// EDM's range of σ, in equal ratios.
const VE: Continuous<f64> = Continuous::Ve {
    sigma_min: 0.002,
    sigma_max: 80.0,
};
const SPACED: usize = 10;
const SPACINGS: [(&str, Spacing); 3] = [
    ("leading", Spacing::Leading { offset: 0 }),
    ("linspace", Spacing::Linspace),
    ("trailing", Spacing::Trailing),
];

fn draw(_: &Given) -> Result<Drawing> {
    let linear = palette::schedule(Schedule::Chain(Chain::Linear));
    let chain = |kind| Schedule::Chain(kind).levels(STEPS);
    let grids = [
        (
            "Karras, ρ = 7",
            palette::schedule(Schedule::Karras),
            karras(STEPS, 0.002, 80.0, 7.0)?,
        ),
        ("ρ = 3", palette::RHO_LOW, karras(STEPS, 0.002, 80.0, 3.0)?),
        ("linear chain, trailing", linear, chain(Chain::Linear)?),
        (
            "cosine chain, trailing",
            palette::schedule(Schedule::Chain(Chain::Cosine)),
            chain(Chain::Cosine)?,
        ),
        ("VE, geometric", palette::VE, VE.descent(STEPS)?),
        (
            "rectified flow",
            palette::schedule(Schedule::RectifiedFlow),
            Schedule::RectifiedFlow.levels(STEPS)?,
        ),
    ];
    let marks = grids.iter().flat_map(|(_, colour, levels)| {
        let points = sigmas(levels);
        [
            Mark::lines(vec![points.clone()], *colour, 3),
            Mark::dots(points, *colour, 8),
        ]
    });
    let chain = Chain::Linear.discrete()?;
    let zero = chain.with_zero_terminal_snr()?;
    let alphas = |levels: &[NoiseLevel<f64>]| -> Vec<Point> {
        let visited = levels.iter().enumerate().step_by(5);
        visited
            .map(|(t, level)| (f64::count(t), level.alpha()))
            .collect()
    };
    let time = || {
        Axis::linear(
            "time t (forward steps)",
            (0.0, f64::count(T)),
            &[0.0, 500.0, 1000.0],
        )
    };
    let (spaced, firsts) = spacings()?;
    let panels = vec![
        Panel {
            title: format!("σ/α of {STEPS} steps"),
            x: Axis::linear("step i", (0.0, 18.0), &[0.0, 6.0, 12.0, 18.0]),
            y: Axis::log("dimensionless", (-3, 5)),
            marks: marks.collect(),
        },
        Panel {
            title: format!("{SPACED} of {T} timesteps"),
            x: Axis::linear(
                "time t (forward steps)",
                (-30.0, 1030.0),
                &[0.0, 500.0, 1000.0],
            ),
            y: Axis::named(
                "",
                (-0.5, 2.5),
                SPACINGS
                    .iter()
                    .enumerate()
                    .map(|(row, (name, _))| (f64::count(row), (*name).into()))
                    .collect(),
            ),
            marks: vec![Mark::dots(spaced, linear, 10)],
        },
        Panel {
            title: "signal αₜ, linear".into(),
            x: time(),
            y: Axis::log("dimensionless", (-4, 0)),
            marks: vec![
                Mark::line(alphas(chain.levels()), linear),
                Mark::dashes(alphas(&zero), TRUTH),
            ],
        },
    ];
    let mut keys: Vec<Key> = grids
        .iter()
        .map(|(name, colour, _)| Key::new(*name, Mark::dots(vec![], *colour, 9)))
        .collect();
    keys.push(Key::new("zero terminal SNR", Mark::dashes(vec![], TRUTH)));
    Ok(Drawing {
        svg: chart::figure((540, 480), &keys, &[panels])?,
        caption: caption(
            grids.each_ref().map(|(_, _, levels)| levels.as_slice()),
            firsts,
            [chain.levels()[T], zero[T]],
        ),
    })
}

fn caption(
    grids: [&[NoiseLevel<f64>]; 6],
    firsts: [usize; 3],
    ends: [NoiseLevel<f64>; 2],
) -> String {
    let fine = |level: &&NoiseLevel<f64>| level.edm_sigma() < 1.0;
    let counts = grids.map(|levels| levels[..STEPS].iter().filter(fine).count());
    format!(
        "Of {STEPS} levels, Karras’ grid spends {} below σ/α = 1 ({} with ρ = 3), the linear chain {}, the cosine {}, \
         equal ratios {}, rectified flow {}. The spacings begin at t = {}, {} and {}: leading never sees the noisiest level, from which sampling is \
         supposed to start. Right: the linear schedule ends at α = {}; rescaled, it ends at {}.",
        counts[0],
        counts[1],
        counts[2],
        counts[3],
        counts[4],
        counts[5],
        firsts[0],
        firsts[1],
        firsts[2],
        number::share(ends[0].alpha()),
        number::plain(ends[1].alpha()),
    )
}

/// `(i, σ/α)` of the noisy levels.
fn sigmas(levels: &[NoiseLevel<f64>]) -> Vec<Point> {
    let noisy = levels
        .iter()
        .filter(|level| level.sigma() > 0.0)
        .enumerate();
    noisy
        .map(|(i, level)| (f64::count(i), level.edm_sigma()))
        .collect()
}

/// The timesteps of each spacing in its row, and the first of each.
fn spacings() -> Result<(Vec<Point>, [usize; 3])> {
    let (mut points, mut firsts) = (Vec::new(), [0; 3]);
    for (row, (_, spacing)) in SPACINGS.into_iter().enumerate() {
        let timesteps = spacing.timesteps(T, SPACED)?;
        firsts[row] = timesteps[0];
        points.extend(
            timesteps
                .into_iter()
                .map(|t| (f64::count(t), f64::count(row))),
        );
    }
    Ok((points, firsts))
}
