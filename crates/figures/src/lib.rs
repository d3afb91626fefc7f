//! What the derivations look like: one figure a file, SVG or PNG, or GIF if it moves, the same bytes in every run.

mod canvas;
pub mod chart;
mod classes;
mod clouds;
mod ddim;
mod ddpm_beside_ddim;
mod dissolving;
mod edm;
mod face;
mod film;
mod findings;
mod forward_reverse_score;
mod forward_roll;
mod ground;
mod guidance;
mod index;
mod lettering;
mod line;
mod linear_cosine;
mod merging;
pub mod number;
pub mod palette;
mod paths;
mod posterior;
mod raster;
mod reverse_roll;
mod sampling;
mod schedules;
mod score;
mod sigmas;
mod thresholding;
mod tweedie;
mod vlb;

use std::error::Error;

pub use film::{Film, Frame};
pub use index::{Entry, index};
pub use paths::distances;
pub use raster::png;

use ::tweedie::preset::Roll;

/// A figure: what it is called, what it shows, and how it is drawn; it stands still unless it is a [`Film`].
#[derive(Debug)]
pub struct Figure<D = Drawing> {
    /// The name on the command line, and of the file.
    pub name: &'static str,
    /// The heading.
    pub title: &'static str,
    /// Whether it is about data in the plane, and can be drawn of any.
    pub of_data: bool,
    /// Draws it.
    pub draw: fn(&Given) -> Result<D>,
}

/// What the figures of a run are drawn from.
#[derive(Debug, Clone)]
pub struct Given {
    /// The seed of all noise.
    pub seed: u64,
    /// The data, where a figure is about data in the plane.
    pub roll: Roll,
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

/// All figures that move.
pub const FILMS: [Figure<Film>; 2] = [dissolving::FILM, ddpm_beside_ddim::FILM];

/// All figures of the mathematics that stand still.
pub const FIGURES: [Figure; 17] = [
    forward_reverse_score::FIGURE,
    forward_roll::FIGURE,
    reverse_roll::FIGURE,
    schedules::FIGURE,
    linear_cosine::FIGURE,
    sigmas::FIGURE,
    findings::FIGURE,
    merging::FIGURE,
    posterior::FIGURE,
    vlb::FIGURE,
    score::FIGURE,
    tweedie::FIGURE,
    ddim::FIGURE,
    guidance::FIGURE,
    thresholding::FIGURE,
    edm::FIGURE,
    sampling::FIGURE,
];

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn figures_of_other_data_do_not_speak_of_the_roll() {
        let roll = Roll::of(&array![[0.0, 5.0], [0.0, -5.0], [5.0, 0.0], [1.0, 1.0]]).unwrap();
        let given = Given { seed: 0, roll };
        for figure in FIGURES.iter().filter(|figure| figure.of_data) {
            let Drawing { svg, caption } = (figure.draw)(&given).unwrap();
            for words in [figure.title, &svg, &caption] {
                assert!(!words.contains("roll"), "{}: {caption}", figure.name);
            }
        }
    }
}
