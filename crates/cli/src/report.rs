//! `tweedie report`: checks, backends, pictures and samplers, computed now, on one page with the claims that tests hold.

mod check;
mod checks;
mod claims;
mod comparison;
mod conformity;
mod findings;
mod machine;
mod page;
mod results;
mod timing;
mod typeset;

use std::io::{Write, stdout};
use std::path::PathBuf;

use clap::Args;

use check::Check;
use comparison::Comparison;
use conformity::Conformity;
use findings::findings;
use machine::Machine;
use results::{Film, Picture, Results};
use timing::Timing;

use super::{Exit, Failure, progress};
use crate::gallery;
use tweedie::preset::{Schedule, roll};
use tweedie_figures::{FILMS, Figure, Given};
use tweedie_files::disk;

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
    /// Records that `tweedie check --report jsonl` wrote, to be shown beside the built-in backends
    #[arg(long, value_name = "REPORT.jsonl")]
    record: Vec<PathBuf>,
    /// A command that speaks the protocol, to be judged beside them: `tweedie report -- python3 adapter.py`
    #[arg(last = true, value_name = "COMMAND")]
    command: Vec<String>,
}

impl Default for Arguments {
    fn default() -> Self {
        Self {
            out: "report".into(),
            seed: 0,
            steps: 50,
            record: Vec::new(),
            command: Vec::new(),
        }
    }
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let path = arguments.out.join("index.html");
    // before the work, not after it
    disk::folder(&arguments.out)?;
    disk::ready(&path)?;
    let results = results(arguments)?;
    let html = page::html(&results)?;
    disk::write(&path, |out| out.write_all(html.as_bytes()))?;
    writeln!(stdout(), "{}", path.display())?;
    Ok(if results.is_good() {
        Exit::Good
    } else {
        Exit::CheckFailed
    })
}

fn results(arguments: &Arguments) -> Result<Results, Failure> {
    let (seed, steps) = (arguments.seed, usize::try_from(arguments.steps)?);
    let bar = progress::bar(FILMS.len() + gallery::stills().count() + 3);
    let step = |name: &str| {
        bar.set_message(name.to_owned());
        bar.inc(1);
    };
    let mut timing = Timing::default();
    let mut troubles = Vec::new();

    step("backends");
    let given = conformity::Given {
        command: arguments.command.clone(),
        records: arguments.record.clone(),
    };
    let conformity = timing.of("Backends judged", || Conformity::run(&given))?;
    step("checks");
    let checks = timing.of("Checks", || {
        let carried_out = |(check, look): (Check, check::Look)| check.carried_out(look);
        checks::ALL.into_iter().map(carried_out).collect()
    });
    let given = Given {
        seed,
        roll: roll()?,
    };
    let made = (&mut timing, &mut troubles);
    let films = drawn(FILMS.iter(), |film| Film::drawn(film, &given), step, made);
    let made = (&mut timing, &mut troubles);
    let pictures = drawn(
        gallery::stills(),
        |one| Picture::drawn(one, &given),
        step,
        made,
    );
    step("samplers");
    let comparison = timing
        .of("Samplers", || Comparison::run(steps, seed))
        .map_err(|failure| troubles.push(format!("Samplers on the roll: {failure}")))
        .ok();
    let findings = Schedule::ALL
        .into_iter()
        .map(|schedule| findings(schedule, steps))
        .collect::<Result<_, Failure>>()?;
    bar.finish_and_clear();
    Ok(Results {
        machine: Machine::now(),
        seed,
        steps,
        checks,
        conformity,
        films,
        pictures,
        comparison,
        findings,
        claims: claims::groups(claims::root_from(&arguments.out).as_deref()),
        timing,
        troubles,
    })
}

/// Draws figures by the clock. One that cannot be drawn is a trouble, and no reason to stop.
fn drawn<'a, D: 'a, P>(
    figures: impl Iterator<Item = &'a Figure<D>>,
    draw: impl Fn(&Figure<D>) -> tweedie_figures::Result<P>,
    step: impl Fn(&str),
    (timing, troubles): (&mut Timing, &mut Vec<String>),
) -> Vec<P> {
    let mut all = Vec::new();
    for figure in figures {
        step(figure.name);
        let part = format!("Figure {}", figure.name);
        match timing.of(&part, || draw(figure)) {
            Ok(one) => all.push(one),
            Err(failure) => troubles.push(format!("{}: {failure}", figure.title)),
        }
    }
    all
}
