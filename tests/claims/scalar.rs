//! The claims of `scalar`.
