//! The claims of `vlb`.
