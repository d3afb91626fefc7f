//! The swiss roll of the tests.

use tweedie::data::{LabelledPoints, Mixture, swiss_roll};

/// 500 points in 3 classes, the same in every test.
pub fn labelled_roll() -> LabelledPoints {
    swiss_roll(500, 3, 0.3, &mut super::rng(20)).unwrap()
}

/// The same points without their labels.
pub fn roll() -> Mixture {
    labelled_roll().all().unwrap()
}
