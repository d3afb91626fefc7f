//! What the linter says, in few lines.

use crate::Failure;
use tweedie::preset::Schedule;
use tweedie::schedule::lint::{self, lint};

/// What the linter says about a schedule.
pub(super) struct Findings {
    pub(super) schedule: &'static str,
    pub(super) lines: Vec<String>,
}

/// One line for each kind of finding: the first of its kind, and how many more there are.
pub(super) fn findings(schedule: Schedule, steps: usize) -> Result<Findings, Failure> {
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
