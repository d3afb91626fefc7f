//! The claims: one module a claim, one test function a road to it.
//!
//! `cargo test --test claims` reads as a table of contents; `CLAIMS.md` says what each claim means, and the ledger
//! keeps the two in step.

#![allow(clippy::cast_precision_loss)] // what is counted here is small

mod support;

mod adams;
mod consistency;
mod ddim;
mod dpm_solver;
mod edm;
mod errata;
mod exponential;
mod guidance;
mod langevin;
mod ledger;
mod merging;
mod noise;
mod plan;
mod posterior;
mod renoise;
mod sa_solver;
mod sampler;
mod scalar;
mod schedule;
mod score;
mod tweedie;
mod unipc;
mod vlb;
