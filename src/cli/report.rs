//! `tweedie report`: checks, pictures and a table of samplers, computed now, on one page.

mod checks;
mod comparison;

use std::io::{Write, stdout};
use std::path::PathBuf;

use clap::Args;

use super::{Failure, Verdict, page, progress};
use crate::disk;
use crate::plot::FIGURES;
use crate::preset::{Sampler, Schedule};
use crate::schedule::lint::{self, lint};

pub(super) use checks::Check;
pub(super) use comparison::{Comparison, Quality, Row};

#[derive(Args)]
pub(super) struct Arguments {
    /// The folder of the page, index.html
    #[arg(long, value_name = "DIR", default_value = "report")]
    out: PathBuf,
    /// The seed of all noise
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Steps of the samplers in the table
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u64).range(1..=1000))]
    steps: u64,
}

impl Default for Arguments {
    fn default() -> Self {
        Self {
            out: "report".into(),
            seed: 0,
            steps: 50,
        }
    }
}

/// What the linter says about a schedule.
pub(super) struct Findings {
    pub(super) schedule: &'static str,
    pub(super) lines: Vec<String>,
}

/// All that the page shows.
pub(super) struct Results {
    pub(super) seed: u64,
    pub(super) steps: usize,
    pub(super) checks: Vec<Check>,
    pub(super) pictures: Vec<page::Picture>,
    pub(super) comparison: Option<Comparison>,
    pub(super) findings: Vec<Findings>,
    /// What could not be drawn or compared, and why. Broken mathematics still gets its page.
    pub(super) troubles: Vec<String>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Verdict, Failure> {
    disk::folder(&arguments.out)?;
    let results = results(arguments)?;
    let html = page::html(&results)?;
    let path = arguments.out.join("index.html");
    disk::write(&path, |out| out.write_all(html.as_bytes()))?;
    writeln!(stdout(), "{}", path.display())?;
    Ok(verdict(&results.checks, &results.troubles))
}

fn verdict(checks: &[Check], troubles: &[String]) -> Verdict {
    if troubles.is_empty() && checks.iter().all(Check::passes) {
        Verdict::Good
    } else {
        Verdict::CheckFailed
    }
}

fn results(arguments: &Arguments) -> Result<Results, Failure> {
    let (seed, steps) = (arguments.seed, usize::try_from(arguments.steps)?);
    let bar = progress::bar(checks::ALL.len() + FIGURES.len() + Sampler::ALL.len());
    let step = |name: &'static str| {
        bar.set_message(name);
        bar.inc(1);
    };
    let mut checks = Vec::new();
    for (check, look) in checks::ALL {
        step(check.claim);
        checks.push(check.carried_out(look));
    }
    let mut troubles = Vec::new();
    let mut pictures = Vec::new();
    for figure in &FIGURES {
        step(figure.name);
        match (figure.draw)(seed) {
            Ok(drawing) => pictures.push(page::Picture::new(figure, drawing)),
            Err(failure) => troubles.push(format!("{}: {failure}", figure.title)),
        }
    }
    let comparison = Comparison::run(steps, seed, |sampler| step(sampler.title()))
        .map_err(|failure| troubles.push(format!("Samplers on the roll: {failure}")))
        .ok();
    let findings = Schedule::ALL
        .into_iter()
        .map(|schedule| findings(schedule, steps))
        .collect::<Result<_, Failure>>()?;
    bar.finish_and_clear();
    Ok(Results {
        seed,
        steps,
        checks,
        pictures,
        comparison,
        findings,
        troubles,
    })
}

/// One line for each kind of finding: the first of its kind, and how many more there are.
fn findings(schedule: Schedule, steps: usize) -> Result<Findings, Failure> {
    let mut kinds: Vec<(lint::Finding, usize)> = Vec::new();
    for finding in lint(&schedule.levels(steps)?, steps) {
        match kinds
            .iter_mut()
            .find(|(first, _)| same_kind(first, &finding))
        {
            Some((_, more)) => *more += 1,
            None => kinds.push((finding, 0)),
        }
    }
    let line = |(first, more): &(lint::Finding, usize)| match more {
        0 => first.to_string(),
        more => format!("{first}, and {more} more like it"),
    };
    Ok(Findings {
        schedule: schedule.name(),
        lines: kinds.iter().map(line).collect(),
    })
}

fn same_kind(a: &lint::Finding, b: &lint::Finding) -> bool {
    use lint::Finding::{Collision, Lost};
    match (a, b) {
        (Collision { format: a, .. }, Collision { format: b, .. })
        | (Lost { format: a, .. }, Lost { format: b, .. }) => a == b,
        _ => std::mem::discriminant(a) == std::mem::discriminant(b),
    }
}
