//! A failure on one screen: how bad, where first, the worst number, what it looks like, and how to see it again.

use std::fmt;

use super::words;
use crate::diagnosis::Diagnosis;
use crate::finding::{Finding, FirstWrong};
use crate::judge::{Judgement, State, Worst};
use crate::record::{Header, Record};
use tweedie_catalogue::mistake::Convention;

/// A failure, in the parts of its screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Screen {
    /// `FAIL` or `ERROR`.
    pub kind: &'static str,
    /// The case.
    pub id: String,
    /// The format judged.
    pub format: &'static str,
    /// How much the case counts.
    pub level: &'static str,
    /// The budget used, where there is one.
    pub used: Option<String>,
    /// What there is to say, a label and its text each.
    pub details: Vec<(String, String)>,
    /// Other cases that fail alike.
    pub like_it: Vec<String>,
}

impl Screen {
    /// The screen of a failure.
    #[must_use]
    pub fn new(header: &Header, finding: &Finding) -> Self {
        let judgement = &finding.judgement;
        let mut details = Vec::new();
        let mut say =
            |label: &str, text: String| details.push((label.to_owned(), words::plain(&text)));
        if let Some(first) = &finding.first_wrong {
            say("first wrong step", first_wrong(first));
        }
        if let Some(worst) = &judgement.worst {
            let place: Vec<String> = worst.at.iter().map(ToString::to_string).collect();
            say(
                &format!("worst element [{}]:", place.join(",")),
                element(worst, finding),
            );
        }
        if let Some(reason) = &judgement.reason {
            say("because:", reason.clone());
        }
        if let Some(diagnosis) = finding.diagnoses.first() {
            let label = if diagnosis.matches {
                "looks like:"
            } else {
                "nearest is:"
            };
            say(label, looks_like(diagnosis));
            if let Some(misreading) = diagnosis.misreading() {
                say("what it does:", misreading.effect.to_owned());
            }
        }
        say("reproduce:", reproduce(header, finding));
        Self {
            kind: if judgement.state == State::Error {
                "ERROR"
            } else {
                "FAIL"
            },
            id: words::plain(&finding.id),
            format: finding.format.name(),
            level: finding.level.name(),
            used: used(judgement),
            details,
            like_it: Vec::new(),
        }
    }

    /// The screens of a record's unexpected failures: of those that fail alike (one operation and diagnosis, whatever
    /// the format) the worst of the first format, in the order of judging.
    #[must_use]
    pub fn all(record: &Record) -> Vec<Self> {
        let mut groups: Vec<Vec<&Finding>> = Vec::new();
        for finding in record.findings.iter().filter(|f| f.is_unexpected()) {
            let same = |group: &&mut Vec<&Finding>| alike(group[0], finding);
            match groups.iter_mut().find(same) {
                Some(group) => group.push(finding),
                None => groups.push(vec![finding]),
            }
        }
        let screen = |group: &Vec<&Finding>| {
            let mut worst = 0;
            for (at, finding) in group.iter().enumerate() {
                let before = group[worst];
                // of one format, as the budgets of two say nothing about each other
                if finding.format == before.format && finding.judgement.rho > before.judgement.rho {
                    worst = at;
                }
            }
            let others = group.iter().enumerate().filter(|&(at, _)| at != worst);
            let name = |finding: &Finding| {
                let id = words::plain(&finding.id);
                if finding.format == group[worst].format {
                    id
                } else {
                    format!("{id} in {}", finding.format)
                }
            };
            Self {
                like_it: others.map(|(_, finding)| name(finding)).collect(),
                ..Self::new(&record.header, group[worst])
            }
        };
        groups.iter().map(screen).collect()
    }
}

fn alike(a: &Finding, b: &Finding) -> bool {
    let of_what = |finding: &Finding| {
        let diagnosis = finding.diagnoses.first();
        diagnosis.map(|diagnosis| (diagnosis.matches, diagnosis.convention.clone()))
    };
    a.operation == b.operation && a.judgement.state == b.judgement.state && of_what(a) == of_what(b)
}

fn used(judgement: &Judgement) -> Option<String> {
    let worst = judgement.worst.as_ref()?;
    let plural = if judgement.count == 1 { "" } else { "s" };
    Some(format!(
        "ρ = {}  (budget {}, error {}, {} of {} element{plural})",
        words::rho(judgement.rho),
        words::small(worst.tolerance),
        words::small(worst.error),
        judgement.outside,
        judgement.count,
    ))
}

fn first_wrong(first: &FirstWrong) -> String {
    let FirstWrong {
        step, of, between, ..
    } = first;
    let before = match step {
        0 => String::new(),
        1 => format!("; step 0 ρ ≤ {}", words::rho(first.rho_before)),
        _ => format!(
            "; steps 0–{} ρ ≤ {}",
            step - 1,
            words::rho(first.rho_before)
        ),
    };
    format!("{step} of {of} ({between}){before}")
}

fn element(worst: &Worst, finding: &Finding) -> String {
    format!(
        "got {}, want {}, E = {}",
        words::number(worst.got, finding.format),
        words::number(worst.want, finding.format),
        words::three(worst.scale),
    )
}

/// The diagnosis, with what the registry says of it.
fn looks_like(diagnosis: &Diagnosis) -> String {
    let read = format!("{} = \"{}\"", diagnosis.convention, diagnosis.reading);
    let Some(convention) = Convention::named(&diagnosis.convention) else {
        return read;
    };
    let read = format!("{read} instead of \"{}\"", convention.right);
    match diagnosis.misreading() {
        Some(of) if !of.seen_in.is_empty() => {
            format!("{read}     seen in {}", threads(of.seen_in))
        }
        _ => read,
    }
}

/// `a#1, a#2, b#3` as `a #1, #2, b #3`.
fn threads(seen_in: &[&str]) -> String {
    let mut last = "";
    let mut threads = Vec::new();
    for thread in seen_in {
        let (project, number) = thread.split_once('#').unwrap_or((thread, ""));
        threads.push(match number {
            "" => project.to_owned(),
            _ if project == last => format!("#{number}"),
            _ => format!("{project} #{number}"),
        });
        last = project;
    }
    threads.join(", ")
}

fn reproduce(header: &Header, finding: &Finding) -> String {
    let format = match header.implementation.formats.len() {
        0 | 1 => String::new(),
        _ => format!(" --format {}", finding.format),
    };
    format!(
        "tweedie check --case {}{format} {}",
        finding.id, header.door
    )
}

impl fmt::Display for Screen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            kind,
            id,
            format,
            level,
            ..
        } = self;
        write!(f, "{kind} {id}  {format}  {level}")?;
        match &self.used {
            Some(used) => writeln!(f, "     {used}")?,
            None => writeln!(f)?,
        }
        for (label, text) in &self.details {
            writeln!(f, "  {label} {text}")?;
        }
        match self.like_it.as_slice() {
            [] => Ok(()),
            [one] => writeln!(f, "  and so does {one}"),
            [first, second] => writeln!(f, "  and so do {first} and {second}"),
            [first, second, rest @ ..] => {
                writeln!(f, "  and so do {first}, {second} and {} more", rest.len())
            }
        }
    }
}
