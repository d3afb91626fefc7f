//! The `tweedie` command.

fn main() {}
