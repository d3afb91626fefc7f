//! The claims of `errata`.
