//! The mathematics of diffusion models, written once and verified; and the yardstick for everyone who ports it.
//!
//! ```text
//! x_t = α x₀ + σ ε                          a noisy sample is signal and noise
//! E[x₀ | x_t] = (x_t + σ² ∇ ln p(x_t))/α    its score is its denoiser (Tweedie)
//! dx̂ = ε dσ̂,   x̂ = x/α,  σ̂ = σ/α            following it is sampling
//! ```
//!
//! A formula takes noise levels and returns coefficients; it is generic over the number system, so the same source
//! text runs on floats, on exact rationals, on dual numbers and on certified enclosures ([`scalar`]).
//!
//! | floor | rooms |
//! |---|---|
//! | names | [`preset`] |
//! | samplers | [`sampler`] |
//! | exact denoisers | [`data`] |
//! | derivations | [`merging`] [`posterior`] [`vlb`] [`score`] [`tweedie`] [`ddim`] [`guidance`] [`edm`] [`exponential`] [`dpm_solver`] [`unipc`] [`sa_solver`] [`adams`] [`renoise`] [`consistency`] [`langevin`] |
//! | samplers as coefficients | [`plan`] |
//! | objects | [`schedule`] [`gaussian`] [`noise`] [`path`] |
//! | ground | [`level`] [`step`] [`mod@array`] [`scalar`] [`error`] |
//!
//! What people and programs do with it are crates of their own: figures, operations by name, the oracle that judges
//! ports, samplers on a GPU, and the command `tweedie`.
//!
//! ```
//! use tweedie::ddim;
//! use tweedie::level::{LevelPair, NoiseLevel};
//! use tweedie::posterior::posterior;
//!
//! let s = NoiseLevel::new(0.8_f64, 0.6)?;
//! let t = NoiseLevel::new(0.6, 0.8)?;
//! let pair = LevelPair::new(s, t)?;
//! let step = ddim::step(pair, 1.0)?;
//! assert!((step.on_x0 - posterior(pair)?.on_x0).abs() < 1e-15);
//! # Ok::<(), tweedie::error::DomainError>(())
//! ```

/// The README's examples, compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

pub mod adams;
pub mod array;
pub mod consistency;
pub mod data;
pub mod ddim;
pub mod dpm_solver;
pub mod edm;
pub mod error;
pub mod exponential;
pub mod gaussian;
pub mod guidance;
pub mod langevin;
pub mod level;
pub mod merging;
pub mod noise;
pub mod path;
pub mod plan;
pub mod posterior;
pub mod preset;
pub mod renoise;
pub mod sa_solver;
pub mod sampler;
pub mod scalar;
pub mod schedule;
pub mod score;
pub mod step;
pub mod tweedie;
pub mod unipc;
pub mod vlb;
