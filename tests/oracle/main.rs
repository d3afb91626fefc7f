//! The oracle, tested: right backends pass, wrong ones are caught and named.

mod blackbox;
mod diagnosis;
mod judging;
mod protocol;
mod results;
mod support;
mod vectors;
mod wire;
