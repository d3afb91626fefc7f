//! The oracle, tested: right backends pass, wrong ones are caught and named.

mod diagnosis;
mod judging;
mod protocol;
mod support;
mod wire;
