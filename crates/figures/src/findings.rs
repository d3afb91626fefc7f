//! The linter: what it finds in the levels that well-known settings visit.

use super::chart::{self, Axis, Key, Mark, Panel, Point};
use super::palette::FINDING;
use super::{Drawing, Figure, Given, Result, number};
use tweedie::level::NoiseLevel;
use tweedie::preset::{Chain, Schedule, T};
use tweedie::scalar::{Field, Format};
use tweedie::schedule::lint::{Finding, lint};
use tweedie::schedule::{Spacing, karras};

pub(super) const FIGURE: Figure = Figure {
    name: "findings",
    title: "What the linter finds in well-known settings",
    of_data: false,
    draw,
};

/// A setting: what it is called, the levels visited, and how many steps were asked for.
type Setting = (&'static str, Vec<NoiseLevel<f64>>, usize);

/// The setting whose SNR is told.
const LATENT: &str = "latent diffusion, leading, 50";

/// How many levels a finding is about, and how large its dot is.
const SIZES: [(usize, u32, &str); 3] = [
    (1, 9, "at one level"),
    (10, 14, "at up to ten"),
    (usize::MAX, 19, "at more"),
];

fn draw(_: &Given) -> Result<Drawing> {
    let settings = settings()?;
    let kinds = kinds();
    let mut dots: [Vec<Point>; SIZES.len()] = Default::default();
    let (mut snrs, mut clean) = (Vec::new(), Vec::new());
    for (row, (name, levels, asked)) in settings.iter().enumerate() {
        let findings = lint(levels, *asked);
        for (column, (_, is)) in kinds.iter().enumerate() {
            let count = findings.iter().filter(|finding| is(finding)).count();
            let size = SIZES.iter().position(|(most, ..)| count <= *most);
            if let (1.., Some(size)) = (count, size) {
                dots[size].push((f64::count(column), f64::count(settings.len() - 1 - row)));
            }
        }
        let snr = findings.iter().find_map(|finding| match finding {
            Finding::TerminalSnr { snr } => Some(*snr),
            _ => None,
        });
        snrs.extend(snr.map(|snr| (*name, snr)));
        if findings.is_empty() {
            clean.push(*name);
        }
    }
    let names: Vec<&str> = settings.iter().map(|(name, ..)| *name).collect();
    let panel = Panel {
        title: "a dot where the linter has something to say".into(),
        x: Axis::columns(
            "finding",
            &kinds.iter().map(|(name, _)| *name).collect::<Vec<_>>(),
        ),
        y: Axis::rows(&names),
        marks: SIZES
            .iter()
            .zip(dots)
            .map(|((_, radius, _), dots)| Mark::dots(dots, FINDING, *radius))
            .collect(),
    };
    let keys: Vec<Key> = SIZES
        .iter()
        .map(|(_, radius, name)| Key::new(*name, Mark::dots(vec![], FINDING, *radius)))
        .collect();
    let latent = snrs.iter().find(|(name, _)| *name == LATENT);
    Ok(Drawing {
        svg: chart::figure((1320, 860), &keys, &[vec![panel]])?,
        caption: format!(
            "Of {} settings {} are without a finding: {}. {} start where signal is left, latent diffusion’s 50 leading steps at an \
             SNR of {:.3}, although sampling starts from pure noise. The other findings: count, another number of steps than was \
             asked for; end, noise is left in every sample; order, a level noisier than the one before; repeat, a step that does nothing; lost, a \
             scale that f32, f16 or bf16 cannot hold; alike, neighbours that the format takes for one level.",
            settings.len(),
            clean.len(),
            number::list(&clean),
            snrs.len(),
            latent.map_or(0.0, |(_, snr)| *snr),
        ),
    })
}

/// A kind of finding: its name, and what is of it.
type Kind = (&'static str, fn(&Finding) -> bool);

/// The kinds of findings.
fn kinds() -> [Kind; 8] {
    use Finding::{Collision, Count, Duplicate, LastSigma, Lost, NotMonotone, TerminalSnr};
    [
        ("count", |f| matches!(f, Count { .. })),
        ("start", |f| matches!(f, TerminalSnr { .. })),
        ("end", |f| matches!(f, LastSigma { .. })),
        ("order", |f| matches!(f, NotMonotone { .. })),
        ("repeat", |f| matches!(f, Duplicate { .. })),
        ("lost", |f| matches!(f, Lost { .. })),
        ("alike, f16", |f| {
            matches!(
                f,
                Collision {
                    format: Format::F16,
                    ..
                }
            )
        }),
        ("alike, bf16", |f| {
            matches!(
                f,
                Collision {
                    format: Format::Bf16,
                    ..
                }
            )
        }),
    ]
}

/// The settings, the first at the top.
fn settings() -> Result<Vec<Setting>> {
    let visited = |kind: Chain, timesteps: &[usize]| -> Result<Vec<NoiseLevel<f64>>> {
        Ok(kind.discrete()?.descent(timesteps)?)
    };
    let spaced = |kind: Chain, spacing: Spacing, n: usize| -> Result<Setting> {
        Ok(("", visited(kind, &spacing.timesteps(T, n)?)?, n))
    };
    let named = |name: &'static str, (_, levels, asked): Setting| (name, levels, asked);
    let leading = Spacing::Leading { offset: 1 };
    // programs that take every ⌊T/n⌋-th timestep get more of them than they asked for
    let every_third: Vec<usize> = (1..=T)
        .step_by(3)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    // and those that end at the chain's first level leave its noise in every sample
    let mut unfinished = spaced(Chain::ScaledLinear, leading, 50)?;
    unfinished.1[50] = Chain::ScaledLinear.discrete()?.level(1)?;
    let zero = Chain::ScaledLinear.discrete()?.with_zero_terminal_snr()?;
    let trailing = Spacing::Trailing.timesteps(T, 50)?;
    let rescaled = trailing.into_iter().chain([0]).map(|t| zero[t]).collect();
    let mut cut = karras(18, 0.002, 80.0, 7.0)?;
    cut.truncate(18);
    let doubled = [cut.as_slice(), &cut[17..]].concat();
    let turned = cut
        .iter()
        .rev()
        .copied()
        .chain([NoiseLevel::clean()])
        .collect();
    Ok(vec![
        named(
            "DDPM, all 1000 steps",
            spaced(Chain::Linear, Spacing::Trailing, T)?,
        ),
        named(
            "DDIM, leading, 50",
            spaced(Chain::Linear, Spacing::Leading { offset: 0 }, 50)?,
        ),
        (
            "DDIM, every third, n = 300",
            visited(Chain::Linear, &every_third)?,
            300,
        ),
        named(
            "cosine, all 1000 steps",
            spaced(Chain::Cosine, Spacing::Trailing, T)?,
        ),
        named(
            "cosine, trailing, 50",
            spaced(Chain::Cosine, Spacing::Trailing, 50)?,
        ),
        named(LATENT, spaced(Chain::ScaledLinear, leading, 50)?),
        named("latent diffusion, ends at t = 1", unfinished),
        named(
            "latent diffusion, trailing, 50",
            spaced(Chain::ScaledLinear, Spacing::Trailing, 50)?,
        ),
        ("latent diffusion, zero SNR, 50", rescaled, 50),
        ("EDM, 18", karras(18, 0.002, 80.0, 7.0)?, 18),
        ("EDM, 18, without the last 0", cut, 18),
        ("EDM, 18, the last σ twice", doubled, 18),
        ("EDM, 18, from σ_min up", turned, 18),
        ("EDM, 256", karras(256, 0.002, 80.0, 7.0)?, 256),
        (
            "rectified flow, 28",
            Schedule::RectifiedFlow.levels(28)?,
            28,
        ),
        (
            "rectified flow, 1000",
            Schedule::RectifiedFlow.levels(T)?,
            T,
        ),
    ])
}
