//! Who conforms: operations by backends, as the records of real programs have it.

use tweedie::error::DomainError;
use tweedie::scalar::{Field, Format};
use tweedie_figures::chart::{self, Axis, Key, Mark, Panel, Point};
use tweedie_figures::{Drawing, Figure, Given, Result, palette};

pub(super) const FIGURE: Figure = Figure {
    name: "conformance",
    title: "Who conforms, operation by operation",
    of_data: false,
    draw,
};

/// The page that `tweedie conformance` made of the records.
const PAGE: &str = include_str!("../../pages/CONFORMANCE.md");

/// A backend: its name, and what became of each operation in each format.
struct Judged {
    name: String,
    cells: Vec<(usize, Format, bool)>,
}

fn draw(_: &Given) -> Result<Drawing> {
    let (operations, backends) = read(PAGE)?;
    let panels = backends.iter().enumerate();
    let panels = panels
        .map(|(i, backend)| backend.panel(&operations, i == 0))
        .collect();
    let keys = [
        Key::new(
            "within its budget",
            Mark::dots(vec![], palette::seen(2), 12),
        ),
        Key::new("wrong", Mark::dots(vec![], palette::seen(0), 12)),
    ];
    let counts: Vec<String> = backends
        .iter()
        .map(|backend| {
            let right = backend.cells.iter().filter(|(_, _, right)| *right).count();
            format!("{}: {right} of {}", backend.name, backend.cells.len())
        })
        .collect();
    Ok(Drawing {
        svg: chart::figure(
            (330, 34 * i32::try_from(operations.len())?),
            &keys,
            &[panels],
        )?,
        caption: format!(
            "The records of docs/CONFORMANCE.md: {} rows of operations, judged in the formats that each backend has; no dot where \
             it was not judged. Within the budget: {}. A sampler is judged at three stages, its schedule, its steps and its loops. \
             What is wrong there is known, listed in the adapters and told of on the page.",
            operations.len(),
            counts.join("; "),
        ),
    })
}

impl Judged {
    fn panel(&self, operations: &[String], first: bool) -> Panel {
        let mut dots: [Vec<Point>; 2] = Default::default();
        for &(row, format, right) in &self.cells {
            let column = Format::ALL.iter().position(|one| *one == format);
            let place = (
                f64::count(column.unwrap_or(0)),
                f64::count(operations.len() - 1 - row),
            );
            dots[usize::from(right)].push(place);
        }
        let [wrong, right] = dots;
        let y = Axis::rows(operations);
        Panel {
            title: self.name.clone(),
            x: Axis::columns("number format", &Format::ALL.map(Format::name)),
            y: if first { y } else { y.bare() },
            marks: vec![
                Mark::dots(right, palette::seen(2), 12),
                Mark::dots(wrong, palette::seen(0), 12),
            ],
        }
    }
}

/// The table of the page: its operations, and the backends by name. A backend that is one program a format, such as
/// `cpu-f32`, goes by what is common to all.
fn read(page: &str) -> Result<(Vec<String>, Vec<Judged>)> {
    let mut lines = page.lines().filter_map(cells);
    let head = lines.next().unwrap_or_default();
    let mut columns = Vec::new();
    let mut backends: Vec<Judged> = Vec::new();
    for cell in head.iter().skip(2) {
        let (name, format) = cell.rsplit_once(' ').unwrap_or((cell, ""));
        let known = Format::named(format);
        let format = known.ok_or_else(|| {
            DomainError::new(
                "column of docs/CONFORMANCE.md",
                *cell,
                "give a backend and a format",
            )
        })?;
        let name = name.strip_suffix(&format!("-{format}")).unwrap_or(name);
        let at = backends.iter().position(|backend| backend.name == name);
        let at = at.unwrap_or_else(|| {
            let cells = Vec::new();
            backends.push(Judged {
                name: name.to_owned(),
                cells,
            });
            backends.len() - 1
        });
        columns.push((at, format));
    }
    let mut operations: Vec<String> = Vec::new();
    for line in lines.skip(1) {
        let [stage, operation, marks @ ..] = line.as_slice() else {
            continue;
        };
        for (mark, &(backend, format)) in marks.iter().zip(&columns) {
            if *mark != "–" {
                let right = !mark.contains('✗');
                backends[backend]
                    .cells
                    .push((operations.len(), format, right));
            }
        }
        operations.push(match *operation {
            "sampler" => format!("sampler, {stage}"),
            operation => operation.to_owned(),
        });
    }
    Ok((operations, backends))
}

/// The cells of a line of a table.
fn cells(line: &str) -> Option<Vec<&str>> {
    let inner = line.strip_prefix('|')?.strip_suffix('|')?;
    Some(inner.split('|').map(str::trim).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_as_it_is_written() {
        let page = "text\n\n| stage | operation | cpu-f64 f64 | cpu-f32 f32 | other f16 |\n|---|---|---:|---:|---:|\n\
                    | steps | sampler | 0.5 | – | (✗) ∞ |\n| steps | cfg | 0 | ✗ 3 | – |\n\ntext\n";
        let (operations, backends) = read(page).unwrap();
        assert_eq!(operations, ["sampler, steps", "cfg"]);
        let names: Vec<&str> = backends
            .iter()
            .map(|backend| backend.name.as_str())
            .collect();
        assert_eq!(names, ["cpu", "other"]);
        let cpu = [
            (0, Format::F64, true),
            (1, Format::F64, true),
            (1, Format::F32, false),
        ];
        assert_eq!(backends[0].cells, cpu);
        assert_eq!(backends[1].cells, [(0, Format::F16, false)]);
    }

    #[test]
    fn a_column_without_a_format_is_refused() {
        assert!(read("| stage | operation | cpu |\n").is_err());
    }
}
