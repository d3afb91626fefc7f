//! The schedules side by side: how much signal is left, in three scales.

use plotters::coord::ranged1d::{AsRangedCoord, Ranged, ValueFormatter};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, VPos};

use super::canvas::{self, Area, text};
use super::palette::{self, GRID, INK};
use super::{Drawing, Figure, Result, number};
use crate::preset::{Chain, Schedule, T};
use crate::schedule::Discrete;

pub(super) const FIGURE: Figure = Figure {
    name: "schedules",
    title: "Schedules spend their steps differently",
    draw,
};

const SIZE: (u32, u32) = (2240, 800);
const LEGEND: i32 = 84;
const FONT: f64 = 36.0;
/// Every how many steps a curve has a corner.
const STRIDE: usize = 5;

/// One curve of each panel.
struct Curve {
    kind: Chain,
    chain: Discrete<f64>,
    betas: Vec<f64>,
}

fn draw(_: u64) -> Result<Drawing> {
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
    let svg = canvas::sheet(SIZE, |sheet| {
        let (head, body) = sheet.split_vertically(LEGEND);
        legend(&head)?;
        let panels = body.split_evenly((1, 3));
        panel(
            &panels[0],
            "signal left, ᾱ (dimensionless)",
            0.0..1.0,
            number::plain,
            &curves,
            |curve, t| curve.chain.squares()[t].alpha_bar(),
        )?;
        panel(
            &panels[1],
            "log-SNR, λ = ln(ᾱ/(1 − ᾱ)) (nats)",
            -20.0..10.0,
            number::plain,
            &curves,
            |curve, t| curve.chain.levels()[t].log_snr(),
        )?;
        panel(
            &panels[2],
            "variance of a step, β (dimensionless)",
            (1e-5..1.0).log_scale(),
            number::power_of_ten,
            &curves,
            |curve, t| curve.betas[t.max(1) - 1],
        )
    })?;
    Ok(Drawing {
        svg,
        caption: caption(&curves),
    })
}

fn caption(curves: &[Curve]) -> String {
    let shares: Vec<String> = curves
        .iter()
        .map(|curve| {
            let clear = curve
                .chain
                .squares()
                .iter()
                .filter(|s| s.alpha_bar() >= 0.05)
                .count()
                - 1;
            let last = curve.chain.squares()[T].alpha_bar();
            format!(
                "{}: {clear} and {}",
                curve.kind.name(),
                number::scientific(last, 1)
            )
        })
        .collect();
    format!(
        "Steps out of {T} before the signal falls below ᾱ = 0.05, and what is left of it at the end: {}. None reaches \
         ᾱ = 0, so pure noise is nowhere exactly the law of x_T.",
        shares.join("; ")
    )
}

fn legend(area: &Area) -> Result<()> {
    let (width, _) = area.dim_in_pixel();
    let slot = i32::try_from(width / 4)?;
    for (place, kind) in (0..).zip(Chain::ALL) {
        let (x, y) = (place * slot + 130, LEGEND / 2);
        let line = palette::schedule(Schedule::Chain(kind)).stroke_width(8);
        area.draw(&PathElement::new(vec![(x, y), (x + 70, y)], line))?;
        area.draw_text(
            kind.name(),
            &text(42.0, HPos::Left, VPos::Center),
            (x + 90, y),
        )?;
    }
    Ok(())
}

fn panel<Y>(
    area: &Area,
    title: &str,
    range: Y,
    label: fn(f64) -> String,
    curves: &[Curve],
    value: impl Fn(&Curve, usize) -> f64,
) -> Result<()>
where
    Y: AsRangedCoord<Value = f64>,
    Y::CoordDescType: Ranged<ValueType = f64> + ValueFormatter<f64>,
{
    let mut chart = ChartBuilder::on(area)
        .margin_left(16)
        .margin_right(56)
        .margin_top(64)
        .margin_bottom(10)
        .x_label_area_size(96)
        .y_label_area_size(100)
        .build_cartesian_2d(0.0..1000.0, range)?;
    chart
        .configure_mesh()
        .bold_line_style(GRID.stroke_width(2))
        .light_line_style(TRANSPARENT)
        .axis_style(INK.stroke_width(2))
        .x_labels(3)
        .y_labels(7)
        .x_desc("time t (forward steps)")
        .x_label_formatter(&|x: &f64| number::plain(*x))
        .y_label_formatter(&|y: &f64| label(*y))
        .label_style(text(FONT, HPos::Center, VPos::Center))
        .axis_desc_style(text(FONT, HPos::Center, VPos::Center))
        .draw()?;
    let (width, _) = area.dim_in_pixel();
    let middle = i32::try_from(width)? / 2 + 40;
    area.draw_text(title, &text(FONT, HPos::Center, VPos::Bottom), (middle, 50))?;
    for curve in curves {
        let points = (1..=T)
            .filter(|t| t % STRIDE == 0 || *t == 1)
            .map(|t| (f64::from(u32::try_from(t).unwrap_or(0)), value(curve, t)));
        let colour = palette::schedule(Schedule::Chain(curve.kind));
        chart.draw_series(LineSeries::new(points, colour.stroke_width(5)))?;
    }
    Ok(())
}
