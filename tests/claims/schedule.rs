//! The claims of `schedule`.
