//! The page of the report, from a template.

use askama::Template;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::check::Check;
use super::claims::{Claim, Link};
use super::comparison::{Comparison, Row};
use super::conformity::Conformity;
use super::results::{Film, Picture, Results};
use super::typeset;
use crate::Failure;
use tweedie::preset::Quality;
use tweedie_figures::number;
use tweedie_oracle::report::{self, Column, Line, Screen, mark};
use tweedie_oracle::{Record, State};

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    version: &'static str,
    results: &'a Results,
    verdict: String,
    stages: Vec<Stage<'a>>,
}

/// The operations of one stage of judging.
struct Stage<'a> {
    name: &'static str,
    lines: Vec<&'a Line>,
}

/// One operation of one backend.
struct Cell {
    text: String,
    wrong: bool,
    /// The share of the budget that is used up, of which a bar shows no more than all.
    percent: f64,
}

/// The page, complete in itself.
pub(super) fn html(results: &Results) -> Result<String, Failure> {
    let mut stages: Vec<Stage<'_>> = Vec::new();
    for line in &results.conformity.matrix.lines {
        let name = line.stage.name();
        match stages.last_mut() {
            Some(stage) if stage.name == name => stage.lines.push(line),
            _ => stages.push(Stage {
                name,
                lines: vec![line],
            }),
        }
    }
    let page = Page {
        version: env!("CARGO_PKG_VERSION"),
        results,
        verdict: results.verdict(),
        stages,
    };
    Ok(report::without_controls(&page.render()?))
}

impl Results {
    /// Whether all is well, in one sentence.
    fn verdict(&self) -> String {
        let (checks, failed) = (self.checks.len(), self.failed());
        let records = &self.conformity.records;
        if self.is_good() {
            let count = |record: &Record| record.count(State::Pass);
            let answers: usize = records.iter().map(count).sum();
            return format!(
                "All is well: {checks} of {checks} checks pass, and {answers} answers of {} backends are within their \
                 budgets.",
                records.len()
            );
        }
        let mut parts = Vec::new();
        if failed > 0 {
            parts.push(format!("{failed} of {checks} checks fail"));
        }
        let bad = records.iter().filter(|record| !record.is_good());
        let names: Vec<&str> = bad
            .map(|record| &*record.header.implementation.name)
            .collect();
        if !names.is_empty() {
            let verb = if names.len() == 1 { "does" } else { "do" };
            parts.push(format!("{} {verb} not conform", names.join(", ")));
        }
        if !self.troubles.is_empty() {
            parts.push("not all could be made".to_owned());
        }
        format!("Not all is well: {}.", parts.join("; "))
    }
}

/// What others are, in the words of the page.
impl Page<'_> {
    fn sentence(record: &Record) -> String {
        report::verdict(record)
    }

    fn screens(record: &Record) -> Vec<Screen> {
        Screen::all(record)
    }

    /// The backend, and its format where the name does not tell.
    fn head(column: &Column) -> String {
        let format = column.format.name();
        if column.name.ends_with(format) {
            column.name.clone()
        } else {
            format!("{} {format}", column.name)
        }
    }

    fn cells(line: &Line) -> Vec<Cell> {
        let cell = |row: &Option<report::Row>| Cell {
            text: mark(row.as_ref()),
            wrong: row.as_ref().is_some_and(|row| row.unexpected() > 0),
            percent: row
                .as_ref()
                .and_then(|row| row.rho)
                .map_or(0.0, |rho| (100.0 * rho).min(100.0).round()),
        };
        line.cells.iter().map(cell).collect()
    }

    fn density(quality: &Quality) -> String {
        let text = format!("{:.3} ± {:.3}", quality.log_density, quality.standard_error);
        text.replace('-', "−")
    }

    fn evenness(quality: &Quality) -> String {
        format!("{:.0}", quality.evenness)
    }
}

impl Conformity {
    fn absent_html(&self) -> Vec<String> {
        self.absent.iter().map(|why| typeset::html(why)).collect()
    }
}

impl Link {
    fn text_html(&self) -> String {
        typeset::html(&self.text)
    }
}

impl Claim {
    fn says_html(&self) -> String {
        typeset::html(&self.says)
    }
}

impl Film {
    fn gif_base64(&self) -> String {
        STANDARD.encode(&self.gif)
    }

    fn caption_html(&self) -> String {
        typeset::html(&self.caption)
    }
}

impl Picture {
    fn caption_html(&self) -> String {
        typeset::html(&self.drawing.caption)
    }
}

impl Check {
    fn formula_html(&self) -> String {
        typeset::html(self.formula)
    }

    fn road_html(&self) -> String {
        typeset::html(self.road)
    }

    fn error_html(&self) -> String {
        typeset::html(&number::scientific(self.error, 1))
    }

    fn bound_html(&self) -> String {
        typeset::html(&number::scientific(self.bound, 1))
    }
}

impl Row {
    fn milliseconds(&self) -> u128 {
        self.time.as_millis()
    }
}

impl Comparison {
    /// The standard deviation of χ².
    fn spread(&self) -> u32 {
        u32::try_from(2 * (self.parts - 1)).unwrap_or(0).isqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::super::conformity::judged;
    use super::super::machine::Machine;
    use super::*;
    use tweedie::scalar::Format;
    use tweedie_catalogue::backend::{Answer, Backend, Cpu, Implementation, Request};
    use tweedie_oracle::report::Matrix;
    use tweedie_oracle::{Profile, Size};

    /// Answers as it should, but for the sign of all noise that it adds.
    struct Wrong(Cpu);

    impl Backend for Wrong {
        fn implementation(&self) -> Implementation {
            Implementation {
                name: "wr\u{0}ong".to_owned(),
                ..self.0.implementation()
            }
        }

        fn run(&mut self, request: &Request<'_>) -> Answer {
            match (request.operation, self.0.run(request)) {
                ("add_noise", Answer::Output(output)) => Answer::Output(-output),
                (_, answer) => answer,
            }
        }
    }

    fn results(records: Vec<Record>) -> Results {
        let mut check = Check::new("a::b", "a claim", "x = x", "a road");
        check.see(1.0, 2.0);
        Results {
            machine: Machine::now(),
            seed: 0,
            steps: 50,
            checks: vec![check],
            conformity: Conformity {
                matrix: Matrix::of(&records),
                records,
                absent: vec!["gpu: there is none".to_owned()],
            },
            films: Vec::new(),
            pictures: Vec::new(),
            comparison: None,
            findings: Vec::new(),
            claims: Vec::new(),
            timing: super::super::timing::Timing::default(),
            troubles: Vec::new(),
        }
    }

    #[test]
    fn whatever_is_wrong_fails_the_report_and_is_told() {
        let suite = crate::suite::suite(Size::Smoke).unwrap();
        let judged = |backend: Box<dyn Backend + Send>| {
            judged(backend, &suite, Profile::Ieee, "--backend it").unwrap()
        };
        let right = judged(Box::new(Cpu::new(Format::F32)));
        let wrong = judged(Box::new(Wrong(Cpu::new(Format::F32))));

        let good = results(vec![right.clone()]);
        assert!(good.is_good());
        assert!(
            good.verdict()
                .starts_with("All is well: 1 of 1 checks pass")
        );
        assert!(html(&good).unwrap().contains("gpu: there is none"));

        let mut failed = results(vec![right.clone()]);
        failed.checks[0].see(3.0, 2.0);
        let mut troubled = results(vec![right.clone()]);
        troubled
            .troubles
            .push("a figure <cannot> be drawn".to_owned());
        for (bad, said) in [
            (failed, "1 of 1 checks fail"),
            (troubled, "a figure &#60;cannot&#62; be drawn"),
            (results(vec![right, wrong]), "wrong does not conform"),
        ] {
            assert!(!bad.is_good(), "{said}");
            let page = html(&bad).unwrap();
            assert!(
                page.contains(said) && page.contains("Not all is well"),
                "{said}"
            );
            assert!(!page.contains("All is well: 1 of 1 checks pass"), "{said}");
        }
    }
}
