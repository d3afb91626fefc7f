//! What a program that diffuses can be asked for by name, and who answers.
//!
//! | floor | rooms |
//! |---|---|
//! | who answers | [`backend`] |
//! | what is asked | [`operation`] |
//! | what is got wrong | [`mistake`] |
//! | how number formats are written | [`mod@format`] |

pub mod backend;
pub mod format;
pub mod mistake;
pub mod operation;
