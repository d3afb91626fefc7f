//! What a run of the report found out: all that the page shows.

use super::check::Check;
use super::comparison::Comparison;
use super::findings::Findings;
use crate::plot::{Drawing, Figure};

/// A figure on the page.
pub(super) struct Picture {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) drawing: Drawing,
}

impl Picture {
    pub(super) fn new(figure: &Figure, drawing: Drawing) -> Self {
        Self {
            name: figure.name,
            title: figure.title,
            drawing,
        }
    }
}

/// All that the page shows.
pub(super) struct Results {
    pub(super) seed: u64,
    pub(super) steps: usize,
    pub(super) checks: Vec<Check>,
    pub(super) pictures: Vec<Picture>,
    pub(super) comparison: Option<Comparison>,
    pub(super) findings: Vec<Findings>,
    /// What could not be drawn or compared, and why. Broken mathematics still gets its page.
    pub(super) troubles: Vec<String>,
}
