//! `tweedie check`: a backend is put to the cases of a suite, and judged.

mod door;

use std::fs::File;
use std::io::{Write, stdout};
use std::path::{Path, PathBuf};
use std::str;

use clap::{Args, ValueEnum};

use door::Door;

use super::examination::{Sink, examine};
use super::record::parsed;
use super::shell::quoted;
use super::{Exit, Failure, page, progress};
use crate::choice::one_of;
use tweedie::scalar::Format;
use tweedie_catalogue::backend::Implementation;
use tweedie_files::disk::{self, FileError};
use tweedie_oracle::{
    Effort, Expected, Header, Pattern, Profile, Record, Scope, Size, Suite, Verdict, report,
    vectors,
};

#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    door: Door,
    /// The cases; smoke and core are carried along, full is computed
    #[arg(long, value_parser = one_of(Size::ALL, Size::name), default_value = "core", conflicts_with = "from")]
    suite: Size,
    /// Cases from a folder that `tweedie vectors write` made
    #[arg(long, value_name = "DIR", conflicts_with_all = ["suite", "from"])]
    vectors: Option<PathBuf>,
    /// Only these formats: f64, f32, f16, bf16
    #[arg(long, value_name = "FORMAT", value_parser = format, conflicts_with = "from")]
    format: Vec<Format>,
    /// Only this case, or those that begin so: ID or BEGINNING*. Those of samplers driven as black boxes begin with sampler/
    #[arg(long, value_name = "ID", value_parser = pattern, conflicts_with = "from")]
    case: Vec<Pattern>,
    /// What the arithmetic promises: every operation rounded once, or a compiler that may reassociate [default: ieee;
    /// reassociating for a GPU]
    #[arg(long, value_parser = one_of(Profile::ALL, Profile::name), conflicts_with = "from")]
    profile: Option<Profile>,
    /// The failures that are known, as a JSON list
    #[arg(long, value_name = "FILE", conflicts_with = "from")]
    expected: Option<PathBuf>,
    /// What to write
    #[arg(long, value_enum, default_value = "terminal")]
    report: Report,
    /// Where to write it [default: stdout]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Report {
    Terminal,
    Jsonl,
    Md,
    Junit,
    Html,
}

pub(super) fn format(name: &str) -> Result<Format, String> {
    let names = Format::ALL.map(Format::name).join(", ");
    Format::named(name).ok_or_else(|| format!("give one of {names}"))
}

fn pattern(text: &str) -> Result<Pattern, String> {
    text.parse()
        .map_err(|error: tweedie::error::DomainError| error.to_string())
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    page::ready(arguments.out.as_deref())?;
    let record = match arguments.door.record() {
        Some(path) => {
            let text = disk::read(path)?;
            let record = parsed(path, &text)?;
            if arguments.report == Report::Jsonl {
                show(arguments, &text)?;
            }
            record
        }
        None => examined(arguments)?,
    };
    let text = match arguments.report {
        Report::Jsonl => None, // it is written already, line by line
        Report::Terminal => Some(report::terminal(&record)),
        Report::Md => Some(report::markdown(&record)),
        Report::Junit => Some(report::junit(&record)?),
        Report::Html => Some(report::html(&record)?),
    };
    if let Some(text) = text {
        show(arguments, text.as_bytes())?;
    }
    Ok(match record.verdict() {
        Verdict::Good => Exit::Good,
        Verdict::Bad | Verdict::Nothing | Verdict::Partial => Exit::CheckFailed,
    })
}

/// Writes a report that is whole. A reader of a pipe who has seen enough does not change the verdict.
fn show(arguments: &Arguments, text: &[u8]) -> Result<(), Failure> {
    if let Some(path) = &arguments.out {
        disk::write(path, |out| out.write_all(text))?;
    } else {
        let mut sink = Sink::new(Some(Box::new(stdout().lock())));
        sink.write_all(text)?;
        sink.flush()?;
    }
    Ok(())
}

/// The record of an examination made now.
fn examined(arguments: &Arguments) -> Result<Record, Failure> {
    let suite = suite(arguments)?;
    let scope = Scope {
        profile: arguments.profile(),
        formats: arguments.format.clone(),
        cases: arguments.case.clone(),
        samplers: Some(match arguments.suite {
            Size::Smoke | Size::Core => Effort::Quick,
            Size::Full => Effort::Full,
        }),
    };
    for case in &scope.cases {
        known(case, &suite)?;
    }
    let expected = expected(arguments.expected.as_deref())?;
    let mut backend = arguments.door.open(&suite)?;
    let implementation = backend.implementation();
    for format in &scope.formats {
        offered(*format, &implementation)?;
    }
    let out: Option<Box<dyn Write>> = match (&arguments.out, arguments.report) {
        (Some(path), Report::Jsonl) => Some(Box::new(created(path)?)),
        (None, Report::Jsonl) => Some(Box::new(stdout())),
        _ => None,
    };
    let header = Header::new(
        implementation,
        &suite.name,
        scope.profile,
        &arguments.door(),
    );
    let cases = suite.entries.iter();
    let cases = cases.filter(|entry| scope.has_case(&entry.case.id)).count();
    let bar = progress::bar(cases * scope.formats_of(&header.implementation).len());
    let text = examine(
        backend.as_mut(),
        &suite,
        &scope,
        expected,
        &header,
        Sink::new(out),
        |finding| {
            bar.set_message(finding.operation.clone());
            bar.inc(1);
        },
    );
    bar.finish_and_clear();
    let text = text.map_err(|failure| match &arguments.out {
        Some(path) => FileError::new(
            path,
            format!("cannot write it ({failure})"),
            "choose with --out a place that can be written",
        )
        .into(),
        None => Failure::from(failure),
    })?;
    Ok(Record::parse(&text)?)
}

fn suite(arguments: &Arguments) -> Result<Suite, Failure> {
    match &arguments.vectors {
        Some(folder) => Ok(vectors::read(folder)?),
        None => super::suite::suite(arguments.suite),
    }
}

fn known(case: &Pattern, suite: &Suite) -> Result<(), Failure> {
    let ids = || suite.entries.iter().map(|entry| entry.case.id.as_str());
    let asked = case.to_string();
    if ids().any(|id| case.holds(id)) || case.may_hold_samplers() {
        return Ok(());
    }
    let in_common = |id: &&str| {
        id.chars()
            .zip(asked.chars())
            .take_while(|(a, b)| a == b)
            .count()
    };
    let nearest = ids().max_by_key(in_common).unwrap_or("none, it is empty");
    Err(format!(
        "--case {case}: the suite {} has no such case: the nearest is {nearest}",
        suite.name
    )
    .into())
}

fn offered(format: Format, implementation: &Implementation) -> Result<(), Failure> {
    if implementation.formats.contains(&format) {
        return Ok(());
    }
    let has: Vec<&str> = implementation
        .formats
        .iter()
        .map(|format| format.name())
        .collect();
    Err(format!(
        "--format {format}: {} does not compute in it: ask for one of {}",
        implementation.name,
        has.join(", ")
    )
    .into())
}

fn expected(path: Option<&Path>) -> Result<Expected, Failure> {
    let Some(path) = path else {
        return Ok(Expected::default());
    };
    let bytes = disk::read(path)?;
    let text = str::from_utf8(&bytes)
        .map_err(|error| FileError::new(path, error.to_string(), "give JSON in UTF-8"))?;
    Expected::parse(text).map_err(|error| format!("{}: {error}", path.display()).into())
}

/// The file of a record, which grows line by line.
fn created(path: &Path) -> Result<File, FileError> {
    File::create(path).map_err(|error| {
        FileError::new(
            path,
            format!("cannot write it ({error})"),
            "choose with --out a place that can be written",
        )
    })
}

impl Arguments {
    fn profile(&self) -> Profile {
        self.profile.unwrap_or(self.door.profile())
    }

    /// The rest of the command that examines this backend again.
    fn door(&self) -> String {
        let mut words = Vec::new();
        if let Some(folder) = &self.vectors {
            words.extend(["--vectors".to_owned(), folder.display().to_string()]);
        } else if self.suite != Size::Core {
            words.extend(["--suite".to_owned(), self.suite.to_string()]);
        }
        if self.profile() != self.door.profile() {
            words.extend(["--profile".to_owned(), self.profile().name().to_owned()]);
        }
        words.extend(self.door.words());
        quoted(&words)
    }
}
