//! All figures that stand still: those of the mathematics, and then the judge's own.

mod conformance;
mod formats;
mod oracle;
mod zoo;

use tweedie_figures::{FIGURES, Figure};

/// The judge's own.
const OWN: [Figure; 4] = [
    formats::FIGURE,
    oracle::FIGURE,
    zoo::FIGURE,
    conformance::FIGURE,
];

/// All of them, in the order of the gallery.
pub(crate) fn stills() -> impl Iterator<Item = &'static Figure> {
    FIGURES.iter().chain(&OWN)
}
