//! What a run of the report found out: all that the page shows.

use super::check::Check;
use super::claims::Group;
use super::comparison::Comparison;
use super::conformity::Conformity;
use super::findings::Findings;
use super::machine::Machine;
use super::timing::Timing;
use tweedie_figures::{Drawing, Figure, Given};

/// A figure on the page.
pub(super) struct Picture {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) drawing: Drawing,
}

impl Picture {
    /// Draws one.
    pub(super) fn drawn(figure: &Figure, given: &Given) -> tweedie_figures::Result<Self> {
        Ok(Self {
            name: figure.name,
            title: figure.title,
            drawing: (figure.draw)(given)?,
        })
    }
}

/// A figure that moves, on the page.
pub(super) struct Film {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) gif: Vec<u8>,
    /// The figure that shows the same without motion.
    pub(super) still: &'static str,
    pub(super) caption: String,
}

impl Film {
    /// Draws one.
    pub(super) fn drawn(
        figure: &Figure<tweedie_figures::Film>,
        given: &Given,
    ) -> tweedie_figures::Result<Self> {
        let film = (figure.draw)(given)?;
        Ok(Self {
            name: figure.name,
            title: figure.title,
            gif: film.gif()?,
            still: film.still,
            caption: film.caption,
        })
    }
}

/// All that the page shows.
pub(super) struct Results {
    pub(super) machine: Machine,
    pub(super) seed: u64,
    pub(super) steps: usize,
    pub(super) checks: Vec<Check>,
    pub(super) conformity: Conformity,
    pub(super) films: Vec<Film>,
    pub(super) pictures: Vec<Picture>,
    pub(super) comparison: Option<Comparison>,
    pub(super) findings: Vec<Findings>,
    pub(super) claims: Vec<Group>,
    pub(super) timing: Timing,
    /// What could not be made, and why. Broken mathematics still gets its page.
    pub(super) troubles: Vec<String>,
}

impl Results {
    /// How many checks failed.
    pub(super) fn failed(&self) -> usize {
        self.checks.iter().filter(|check| !check.passes()).count()
    }

    /// Whether all is well: every check passes, everyone conforms, and everything could be made.
    pub(super) fn is_good(&self) -> bool {
        self.failed() == 0 && self.conformity.is_good() && self.troubles.is_empty()
    }
}
