//! The claims of `score`.
