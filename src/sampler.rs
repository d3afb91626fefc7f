//! Samplers: methods with their settings, and the loop that carries their plans out.
//!
//! A [`Sampler`] goes by a name; its members are [`Method`]s, every choice made. A method turns a [`crate::path::Path`] into a [`crate::plan::Plan`], which is nothing but coefficients; [`run`]
//! carries any plan out here, and [`crate::plan::carry_out`] wherever arrays can be worked on.

mod method;
mod named;
mod run;

pub use method::Method;
pub use named::{Eta, Facts, SAMPLERS, Sampler};
pub use run::{Noise, run, standard_normal};
