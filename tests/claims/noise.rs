//! Claims of the noise that is drawn from a counter.

mod box_muller_is_normal;
mod draws_share_no_words;
mod philox_gives_its_known_answers;
mod precisions_draw_the_same_numbers;

use tweedie::noise::{ROUNDS, box_muller, normals, philox, words};
use tweedie::scalar::{Format, Running};

use crate::support::{assert_five_standard_errors, assert_normal};
