//! The judge: what the reference uses of its budget, operation by operation.

use crate::suite::suite;
use tweedie::scalar::{Field, Format};
use tweedie_figures::chart::{self, Axis, Key, Mark, Panel};
use tweedie_figures::{Drawing, Figure, Given, Result, number, palette};
use tweedie_oracle::{Accuracy, Size, accuracy};

pub(super) const FIGURE: Figure = Figure {
    name: "oracle",
    title: "What the judge allows, and what a right answer uses of it",
    of_data: false,
    draw,
};

fn draw(_: &Given) -> Result<Drawing> {
    let suite = suite(Size::Core)?;
    let rows = accuracy(&suite);
    let worst = rows.iter().max_by(|a, b| a.rho.total_cmp(&b.rho));
    let (largest, of) = worst.map_or((0.0, ""), |row| (row.rho, row.operation));
    let outputs: usize = rows.iter().map(|row| row.outputs).sum();
    let mut keys: Vec<Key> = Format::ALL
        .map(|format| {
            let mark = Mark::dots(vec![], palette::format(format), 10);
            Key::new(format.name(), mark)
        })
        .into();
    keys.push(Key::new("the budget", Mark::line(vec![], palette::INK)));
    Ok(Drawing {
        svg: chart::figure((1100, 1660), &keys, &[vec![budget(&rows)]])?,
        caption: format!(
            "The error of the reference in units of what the judge allows, at the worst of the suite {}: {outputs} numbers in four \
             formats. What lies below 1 is as right as its format allows. The largest is {}, of `{of}`: what is allowed is little more \
             than what rounding does.",
            suite.name,
            number::plain(largest),
        ),
    })
}

/// ρ of every operation and format; the first operation stands at the top.
fn budget(rows: &[Accuracy]) -> Panel {
    let mut names: Vec<&str> = rows.iter().map(|row| row.operation).collect();
    names.dedup();
    let place = |name: &str| {
        let row = names.iter().position(|other| *other == name).unwrap_or(0);
        f64::count(names.len() - 1 - row)
    };
    let marks = Format::ALL.map(|format| {
        let of_format = rows.iter().filter(|row| row.format == format);
        let points = of_format
            .map(|row| (row.rho, place(row.operation)))
            .collect();
        Mark::dots(points, palette::format(format), 9)
    });
    let mut marks = Vec::from(marks);
    let edges = vec![(1.0, -1.0), (1.0, f64::count(names.len()))];
    marks.push(Mark::line(edges, palette::INK));
    Panel {
        title: "budget used".into(),
        x: Axis::linear(
            "worst ρ (dimensionless)",
            (0.0, 1.1),
            &[0.0, 0.25, 0.5, 0.75, 1.0],
        ),
        y: Axis::rows(&names),
        marks,
    }
}
