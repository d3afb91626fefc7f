//! The claims of `ddim`.
