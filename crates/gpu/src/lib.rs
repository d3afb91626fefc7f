//! Work on a device: arrays that stay there, linear combinations, the exact denoiser, noise, and whole loops of sampling.
//!
//! ```no_run
//! use tweedie::data::Mixture;
//! use tweedie::preset::Schedule;
//! use tweedie::sampler::Sampler;
//! use tweedie_gpu::{Data, Gpu, sample};
//! # let data: Mixture = Mixture::points(ndarray::array![[0.0, 1.0]])?;
//! # let path = Schedule::Karras.path(50)?;
//!
//! let gpu = Gpu::open()?;
//! let plan = Sampler::Ddim.method(0.0).plan(&path)?;
//! let data = Data::<f32>::upload(&gpu, &data)?;
//! let mut noise = gpu.counted(0);
//! let start = gpu.combine(&[(path.start().sigma(), &noise(100_000 * data.dim())?)])?;
//! let samples = sample(&gpu, &plan, &data, start, &mut noise, |_, _| Ok(()))?.download()?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Coefficients are made on this side, in `f64`, by the formulas that everything else uses, and rounded once. The
//! kernels are WGSL over a [`Scalar`], `f32` or, where the device has it, `f64`. What WGSL leaves to the device (`exp2`, `log`,
//! `sin`: it allows errors of 2⁻¹¹) they do not call: `f32.wgsl` and `f64.wgsl` have these from additions and multiplications,
//! which WGSL wants rounded correctly. It lets a compiler reassociate and fuse, so the judge grants them the profile
//! `reassociating`.

mod array;
mod combination;
mod components;
mod denoiser;
mod device;
mod error;
mod kernel;
mod law;
mod noise;
mod probe;
mod rates;
mod sample;
mod scalar;

pub use array::Array;
pub use components::Data;
pub use denoiser::Question;
pub use device::{Gpu, Limits};
pub use error::{Error, Result};
pub use probe::{Measured, Probe};
pub use rates::Rates;
pub use sample::{Noise, sample};
pub use scalar::Scalar;
