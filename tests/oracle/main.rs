//! The oracle, tested: right backends pass, wrong ones are caught and named.

mod blackbox;
mod diagnosis;
mod examined;
mod expected;
mod judging;
mod protocol;
mod report;
mod results;
mod support;
mod vectors;
mod wire;
