//! Samplers: methods with their settings, and the loop that carries their plans out.
//!
//! A [`Method`] turns a [`crate::path::Path`] into a [`crate::plan::Plan`], which is nothing but coefficients; [`run`]
//! carries any plan out here, and [`crate::plan::carry_out`] wherever arrays can be worked on.

mod method;
mod run;

pub use method::Method;
pub use run::{Noise, run, standard_normal};
