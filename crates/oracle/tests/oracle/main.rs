//! The oracle, tested: right backends pass, wrong ones are caught and named.

mod alarms;
mod blackbox;
mod diagnosis;
mod examine;
mod examined;
mod expected;
mod judging;
mod memo;
mod operations;
mod protocol;
mod registry;
mod report;
mod results;
mod support;
mod trajectory;
mod vectors;
mod wire;
mod zoo;
