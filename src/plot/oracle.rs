//! The oracle: what the reference uses of its budget, and which mistakes are seen in which format.

use super::chart::{self, Axis, Key, Mark, Panel, Point};
use super::{Drawing, Figure, Given, Result, number, palette};
use crate::oracle::report::Tally;
use crate::oracle::vectors::embedded;
use crate::oracle::{Accuracy, Size, Suite, accuracy, cases, zoo};
use crate::scalar::{Field, Format};

pub(super) const FIGURE: Figure = Figure {
    name: "oracle",
    title: "What the judge allows, and what it sees",
    of_data: false,
    draw,
};

fn draw(_: &Given) -> Result<Drawing> {
    let suite = match embedded(Size::Core) {
        Some(suite) => suite?,
        None => Suite::of(Size::Core.name(), cases(Size::Core))?,
    };
    let rows = accuracy(&suite);
    let faults = zoo::power(&suite, &Format::ALL);
    let worst = rows.iter().map(|row| row.rho).fold(0.0, f64::max);
    let (matrix, shown) = matrix(&faults);
    let panels = vec![budget(&rows), matrix];
    let mut keys: Vec<Key> = Format::ALL
        .map(|format| {
            Key::new(
                format.name(),
                Mark::dots(vec![], palette::format(format), 10),
            )
        })
        .into();
    for (seen, name) in SEEN {
        keys.push(Key::new(name, Mark::dots(vec![], palette::seen(seen), 14)));
    }
    let tallies = Format::ALL.map(|format| {
        let Tally {
            faults: all,
            caught,
            named,
        } = Tally::of(&faults, format);
        format!("{format}: {caught} and {named} of {all}")
    });
    Ok(Drawing {
        svg: chart::figure((560, 1660), &keys, &[panels])?,
        caption: format!(
            "Left: the worst ρ of the reference in every operation, on the suite {}; right answers lie below 1, and the \
             largest of all is {}. Right: of {} mistakes that real projects shipped, planted one at a time, the {shown} that \
             are not called by name in every format (no dot: there it is no mistake). Caught and named: {}. What a short \
             format does not see is smaller than its rounding.",
            suite.name,
            number::plain(worst),
            faults.len(),
            tallies.join("; "),
        ),
    })
}

const SEEN: [(usize, &str); 3] = [(2, "named"), (1, "caught"), (0, "not seen")];

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
    Panel {
        title: "budget used, ρ".into(),
        x: Axis::linear(
            "worst ρ (dimensionless)",
            (0.0, 1.0),
            &[0.0, 0.25, 0.5, 0.75, 1.0],
        ),
        y: words(&names),
        marks: marks.into(),
    }
}

/// What was seen of the mistakes that are not called by name in every format, and how many those are.
fn matrix(rows: &[zoo::Row]) -> (Panel, usize) {
    let everywhere = |row: &&zoo::Row| row.outcomes.iter().all(|outcome| outcome.named);
    let rows: Vec<&zoo::Row> = rows.iter().filter(|row| !everywhere(row)).collect();
    let names: Vec<String> = rows
        .iter()
        .map(|row| format!("{}, {}", row.fault.id, row.fault.place()))
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut seen: [Vec<Point>; 3] = Default::default();
    for (i, row) in rows.iter().enumerate() {
        for outcome in &row.outcomes {
            let column = Format::ALL
                .iter()
                .position(|format| *format == outcome.format);
            let place = usize::from(outcome.caught) + usize::from(outcome.named);
            seen[place].push((
                f64::count(column.unwrap_or(0)),
                f64::count(rows.len() - 1 - i),
            ));
        }
    }
    let marks = seen.into_iter().enumerate();
    let formats = Format::ALL.iter().enumerate();
    let panel = Panel {
        title: "mistakes not named everywhere".into(),
        x: Axis::named(
            "number format",
            (-0.5, 3.5),
            formats
                .map(|(i, format)| (f64::count(i), format.name().into()))
                .collect(),
        ),
        y: words(&names),
        marks: marks
            .map(|(i, points)| Mark::dots(points, palette::seen(i), 14))
            .collect(),
    };
    (panel, rows.len())
}

/// Names from top to bottom.
fn words(names: &[&str]) -> Axis {
    let last = names.len() - 1;
    let ticks = names.iter().enumerate();
    Axis::named(
        "",
        (-0.7, f64::count(last) + 0.7),
        ticks
            .map(|(i, name)| (f64::count(last - i), (*name).into()))
            .collect(),
    )
}
