//! The pictures: one figure a file, SVG, the same bytes in every run.

mod canvas;
mod clouds;
mod forward_roll;
pub mod number;
pub mod palette;
mod reverse_roll;
mod schedules;

use std::error::Error;

/// A figure: what it is called, what it shows, and how it is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Figure {
    /// The name on the command line, and of the file.
    pub name: &'static str,
    /// The heading.
    pub title: &'static str,
    /// Draws it, with the noise that a seed stands for.
    pub draw: fn(seed: u64) -> Result<Drawing>,
}

/// A figure that has been drawn.
#[derive(Debug, Clone)]
pub struct Drawing {
    /// The picture.
    pub svg: String,
    /// The claim that it shows, with the numbers of this run.
    pub caption: String,
}

/// What drawing gives. It fails only if the mathematics does, or the layout has no room.
pub type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// All figures.
pub const FIGURES: [Figure; 3] = [
    schedules::FIGURE,
    forward_roll::FIGURE,
    reverse_roll::FIGURE,
];
