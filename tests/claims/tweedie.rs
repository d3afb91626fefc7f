//! The claims of `tweedie`.
