//! The zoo: which planted mistakes the judge sees in which number format.

use crate::suite::suite;
use tweedie::scalar::{Field, Format};
use tweedie_figures::chart::{self, Axis, Key, Mark, Panel, Point};
use tweedie_figures::{Drawing, Figure, Given, Result, palette};
use tweedie_oracle::Size;
use tweedie_oracle::report::Tally;
use tweedie_oracle::zoo::{self, Row};

pub(super) const FIGURE: Figure = Figure {
    name: "zoo",
    title: "Mistakes that were shipped, and which of them the judge calls by name",
    of_data: false,
    draw,
};

const SEEN: [(usize, &str); 3] = [(2, "caught and named"), (1, "caught"), (0, "not seen")];

fn draw(_: &Given) -> Result<Drawing> {
    let suite = suite(Size::Core)?;
    let faults = zoo::power(&suite, &Format::ALL);
    let half = faults.len().div_ceil(2);
    let panels = faults.chunks(half).map(|rows| panel(rows, half)).collect();
    let keys = SEEN.map(|(seen, name)| Key::new(name, Mark::dots(vec![], palette::seen(seen), 13)));
    let tallies = Format::ALL.map(|format| {
        let Tally {
            faults: all,
            caught,
            named,
        } = Tally::of(&faults, format);
        format!("{format}: {caught} and {named} of {all}")
    });
    Ok(Drawing {
        svg: chart::figure((330, 40 * i32::try_from(half)?), &keys, &[panels])?,
        caption: format!(
            "{} mistakes that real projects shipped, planted one at a time in a backend that is right but for it, and judged by \
             the suite {}. No dot: there it is no mistake. Caught and named: {}. What a short format does not see is smaller than \
             its rounding.",
            faults.len(),
            suite.name,
            tallies.join("; "),
        ),
    })
}

/// What was seen of some mistakes, on a panel with room for `room` of them.
fn panel(rows: &[Row], room: usize) -> Panel {
    let mut names: Vec<String> = rows
        .iter()
        .map(|row| format!("{}, {}", row.fault.flag.id, row.fault.place()))
        .collect();
    names.resize(room, String::new());
    let mut seen: [Vec<Point>; 3] = Default::default();
    for (i, row) in rows.iter().enumerate() {
        for outcome in &row.outcomes {
            let column = Format::ALL
                .iter()
                .position(|format| *format == outcome.format);
            let how_well = usize::from(outcome.caught) + usize::from(outcome.named);
            let place = (f64::count(column.unwrap_or(0)), f64::count(room - 1 - i));
            seen[how_well].push(place);
        }
    }
    Panel {
        title: String::new(),
        x: Axis::columns("number format", &Format::ALL.map(Format::name)),
        y: Axis::rows(&names),
        marks: seen
            .into_iter()
            .enumerate()
            .map(|(how_well, points)| Mark::dots(points, palette::seen(how_well), 13))
            .collect(),
    }
}
