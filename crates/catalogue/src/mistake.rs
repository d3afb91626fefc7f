//! The registry of mistakes, each one entry: what is right, what a wrong program reads instead, what that does to samples,
//! and who shipped it.
//!
//! | name | is |
//! |---|---|
//! | [`Convention`] | a point on which programs differ, and what is right there |
//! | [`Misreading`] | one way to read it wrongly, as it is found in an output |
//! | [`Flag`] | a bug that real projects shipped, as it is hunted by cases and planted in the zoo |
//!
//! Operations, judge, zoo and cases hold references to entries; a name that is not there does not compile. What travels in
//! files is their ids and texts.

use std::fmt;

mod formats;
mod guidance;
mod losses;
mod predictions;
mod schedules;
mod solvers;
mod steps;
mod timesteps;

pub use formats::*;
pub use guidance::*;
pub use losses::*;
pub use predictions::*;
pub use schedules::*;
pub use solvers::*;
pub use steps::*;
pub use timesteps::*;

/// A point on which programs differ.
#[derive(Debug, PartialEq, Eq)]
pub struct Convention {
    /// The id: `DDIM-ETA`.
    pub id: &'static str,
    /// What is right here, in one sentence.
    pub right: &'static str,
    /// Where that stands.
    pub source: &'static str,
}

/// A reading of a convention that is not the right one.
#[derive(Debug, PartialEq, Eq)]
pub struct Misreading {
    /// Of what.
    pub convention: &'static Convention,
    /// What the wrong program computes, in words that end the sentence "reads it as …".
    pub reads: &'static str,
    /// What that does to samples, as one sees it who has them.
    pub effect: &'static str,
    /// The bug that it is, where it is a known one.
    pub flag: Option<&'static Flag>,
    /// Public threads where it was found, as `owner/project#number`.
    pub seen_in: &'static [&'static str],
}

/// A bug that real projects shipped.
#[derive(Debug, PartialEq, Eq)]
pub struct Flag {
    /// The id: `ddim-stride`.
    pub id: &'static str,
    /// What was wrong.
    pub wrong: &'static str,
    /// Public threads where it was found, as `owner/project#number`.
    pub seen_in: &'static [&'static str],
    /// What sees it.
    pub seen_by: &'static str,
}

impl Convention {
    /// The convention of an id.
    #[must_use]
    pub fn named(id: &str) -> Option<&'static Self> {
        let of = Misreading::all().find(|misreading| misreading.convention.id == id);
        of.map(|misreading| misreading.convention)
    }
}

impl Misreading {
    /// All of them; those of one convention stand together, in the order of what they read.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        [
            formats::MISREADINGS,
            guidance::MISREADINGS,
            losses::MISREADINGS,
            predictions::MISREADINGS,
            schedules::MISREADINGS,
            solvers::MISREADINGS,
            steps::MISREADINGS,
            timesteps::MISREADINGS,
        ]
        .into_iter()
        .flatten()
        .copied()
    }

    /// That of a convention which reads so.
    #[must_use]
    pub fn named(convention: &str, reads: &str) -> Option<&'static Self> {
        Self::all().find(|it| it.convention.id == convention && it.reads == reads)
    }
}

impl fmt::Display for Misreading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} = {}", self.convention.id, self.reads)
    }
}

impl Flag {
    /// All of them.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        [
            formats::FLAGS,
            guidance::FLAGS,
            losses::FLAGS,
            predictions::FLAGS,
            schedules::FLAGS,
            solvers::FLAGS,
            steps::FLAGS,
            timesteps::FLAGS,
        ]
        .into_iter()
        .flatten()
        .copied()
    }

    /// The flag of an id.
    #[must_use]
    pub fn named(id: &str) -> Option<&'static Self> {
        Self::all().find(|flag| flag.id == id)
    }
}

/// A room of the registry: flags, then conventions with their misreadings. Each becomes a constant, and a member of the
/// room's list. A misreading was seen where its flag was, unless it says itself.
macro_rules! mistakes {
    (
        $(flag $flag:ident $id:literal {
            wrong: $wrong:literal,
            seen_in: [$($thread:literal),+ $(,)?],
            seen_by: $seen_by:literal,
        })*
        $(convention $convention:literal {
            right: $right:literal,
            source: $source:literal,
            $($name:ident {
                reads: $reads:literal,
                effect: $effect:literal,
                $(flag: $of:ident,)?
                $(seen_in: [$($own:literal),+ $(,)?],)?
            })+
        })*
    ) => {
        use super::{Convention, Flag, Misreading};

        $(
            #[doc = concat!("`", $id, "`.")]
            pub const $flag: &Flag = &Flag {
                id: $id,
                wrong: $wrong,
                seen_in: &[$($thread),+],
                seen_by: $seen_by,
            };
        )*
        $($(
            #[doc = concat!("A misreading of `", $convention, "`.")]
            pub const $name: &Misreading = &Misreading {
                convention: &Convention {
                    id: $convention,
                    right: $right,
                    source: $source,
                },
                reads: $reads,
                effect: $effect,
                flag: super::mistakes!(@flag $($of)?),
                seen_in: super::mistakes!(@seen $($of)?; $($($own),+)?),
            };
        )+)*

        pub(super) const FLAGS: &[&Flag] = &[$($flag),*];
        pub(super) const MISREADINGS: &[&Misreading] = &[$($($name),+),*];
    };
    (@flag) => { None };
    (@flag $of:ident) => { Some(super::$of) };
    (@seen $of:ident;) => { super::$of.seen_in };
    (@seen $($of:ident)?; $($own:literal),*) => { &[$($own),*] };
}
use mistakes;
