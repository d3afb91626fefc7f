//! Points and tables on disk: what is read is checked, and what is written appears whole or not at all.

pub mod disk;
pub mod points;
