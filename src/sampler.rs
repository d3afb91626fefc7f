//! Samplers: one loop; a method is data.
//!
//! A [`Method`] turns levels into a plan, a list of [`Move`]s that are nothing but coefficients; [`run`] carries any
//! plan out, and [`carry_out`] does so wherever arrays can be worked on: a [`Place`].

mod method;
mod plan;
mod run;

pub use method::{Churn, Method, ReverseVar};
pub use plan::{Correction, Move};
pub use run::{Noise, Place, carry_out, run, standard_normal};
