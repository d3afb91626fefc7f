//! Operations on a chain: a table of β, and timesteps that index it.
//!
//! Time runs from 1 to T, and 0 is clean. Step i of a sampler leads from `timesteps[i]` to `timesteps[i + 1]`, and the
//! last one to 0. All of it is variance-preserving, as the tables of programs are.

mod add_noise;
mod ddim_step;
mod ddpm_step;
mod invert_step;
mod misplaced;
mod place;
mod tables;
mod trajectory;

pub use add_noise::ADD_NOISE;
pub use ddim_step::DDIM_STEP;
pub use ddpm_step::DDPM_STEP;
pub use invert_step::DDIM_INVERT_STEP;
#[cfg(feature = "gpu")]
pub(crate) use trajectory::plan;
pub use trajectory::{LOOP, TRAJECTORY};
