//! The claims of `merging`.
