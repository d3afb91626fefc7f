//! The claims of `guidance`.
