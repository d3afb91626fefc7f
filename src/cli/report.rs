//! `tweedie report`: checks, pictures and a table of samplers, computed now, on one page.

mod check;
mod checks;
mod comparison;
mod findings;
mod page;
mod results;
mod typeset;

use std::io::{Write, stdout};
use std::path::PathBuf;

use clap::Args;

use check::Check;
use comparison::Comparison;
use findings::findings;
use results::{Picture, Results};

use super::{Failure, Verdict, progress};
use crate::disk;
use crate::plot::{FIGURES, Given};
use crate::preset::{Sampler, Schedule, roll};

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
    let given = Given {
        seed,
        roll: roll()?,
    };
    for figure in &FIGURES {
        step(figure.name);
        match (figure.draw)(&given) {
            Ok(drawing) => pictures.push(Picture::new(figure, drawing)),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_failure_fails_the_report() {
        let seen = |error| {
            let mut check = Check::new("", "", "");
            check.see(error, 2.0);
            check
        };
        let (good, bad) = (seen(1.0), seen(3.0));
        assert_eq!(verdict(&[good.clone(), good.clone()], &[]), Verdict::Good);
        let trouble = ["a figure cannot be drawn".to_owned()];
        assert_eq!(
            verdict(std::slice::from_ref(&good), &trouble),
            Verdict::CheckFailed
        );
        assert_eq!(
            verdict(&[good.clone(), bad, good], &[]),
            Verdict::CheckFailed
        );
    }
}
