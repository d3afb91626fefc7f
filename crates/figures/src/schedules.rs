//! The schedules side by side: how much signal is left, in three scales.

use super::chart::{self, Axis, Key, Mark, Panel};
use super::{Drawing, Figure, Given, Result, number, palette};
use tweedie::preset::{Chain, Schedule, T};
use tweedie::scalar::Field;
use tweedie::schedule::Discrete;

pub(super) const FIGURE: Figure = Figure {
    name: "schedules",
    title: "Schedules spend their steps differently",
    of_data: false,
    draw,
};

/// Every how many steps a curve has a corner.
const STRIDE: usize = 5;

struct Curve {
    kind: Chain,
    chain: Discrete<f64>,
    betas: Vec<f64>,
}

fn draw(_: &Given) -> Result<Drawing> {
    let curves = Chain::ALL
        .into_iter()
        .map(|kind| {
            Ok(Curve {
                kind,
                chain: kind.discrete()?,
                betas: kind.betas()?,
            })
        })
        .collect::<Result<Vec<_>>>()?;
    let panel = |title: &str, y: Axis, value: fn(&Curve, usize) -> f64| Panel {
        title: title.into(),
        x: Axis::linear(
            "time t (forward steps)",
            (0.0, f64::count(T)),
            &[0.0, 500.0, 1000.0],
        ),
        y,
        marks: curves.iter().map(|curve| mark(curve, value)).collect(),
    };
    let dimensionless = "dimensionless";
    let panels = vec![
        panel(
            "signal left, ᾱ",
            Axis::linear(dimensionless, (0.0, 1.0), &[0.0, 0.25, 0.5, 0.75, 1.0]),
            |curve, t| curve.chain.squares()[t].alpha_bar(),
        ),
        panel(
            "log-SNR, λ = ln(ᾱ/(1 − ᾱ))",
            Axis::linear(
                "nats",
                (-20.0, 10.0),
                &[-20.0, -15.0, -10.0, -5.0, 0.0, 5.0, 10.0],
            ),
            |curve, t| curve.chain.levels()[t].log_snr(),
        ),
        panel(
            "variance of a step, β",
            Axis::log(dimensionless, (-5, 0)),
            |curve, t| curve.betas[t - 1],
        ),
    ];
    let keys: Vec<Key> = curves
        .iter()
        .map(|curve| Key::new(curve.kind.name(), mark(curve, |_, _| 0.0)))
        .collect();
    Ok(Drawing {
        svg: chart::figure((570, 540), &keys, &[panels])?,
        caption: caption(&curves),
    })
}

fn mark(curve: &Curve, value: fn(&Curve, usize) -> f64) -> Mark {
    let times = (1..=T).filter(|t| t % STRIDE == 0 || *t == 1);
    let points = times.map(|t| (f64::count(t), value(curve, t))).collect();
    Mark::line(points, palette::schedule(Schedule::Chain(curve.kind)))
}

fn caption(curves: &[Curve]) -> String {
    let shares: Vec<String> = curves
        .iter()
        .map(|curve| {
            let squares = curve.chain.squares();
            let clear = squares.iter().filter(|s| s.alpha_bar() >= 0.05).count() - 1;
            let last = number::scientific(squares[T].alpha_bar(), 1);
            format!("{}: {clear} and {last}", curve.kind.name())
        })
        .collect();
    format!(
        "Steps out of {T} before the signal falls below ᾱ = 0.05, and what is left of it at the end: {}. None reaches \
         ᾱ = 0, so pure noise is nowhere exactly the law of x_T.",
        shares.join("; ")
    )
}
