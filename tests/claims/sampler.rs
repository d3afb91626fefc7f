//! Claims of the samplers that go by a name.

mod every_name_is_a_plan_that_keeps_a_point;

use tweedie::level::NoiseLevel;
use tweedie::path::{Curve, Path};
use tweedie::plan::{noise_defects, signal_defects};
use tweedie::sampler::{Eta, SAMPLERS, Sampler};
use tweedie::scalar::{Field, Running};
use tweedie::schedule::{Discrete, Spacing, linear};

use crate::support::{Coordinatewise, assert_vanishes, walk};
