//! The claims of `edm`.
