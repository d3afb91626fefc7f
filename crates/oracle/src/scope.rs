//! The scope of an examination: which cases, which formats, by which budget.

use std::fmt;
use std::str::FromStr;

use super::blackbox::Effort;
use super::budget::Profile;
use tweedie::error::DomainError;
use tweedie::scalar::Format;
use tweedie_catalogue::backend::Implementation;

/// How the ids of samplers' cases begin. No suite holds them: they are made as the samplers are driven.
pub const SAMPLERS: &str = "sampler/";

/// Cases by id: one, or all that begin alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    beginning: String,
    exact: bool,
}

impl Pattern {
    /// Whether the case of this id is meant.
    #[must_use]
    pub fn holds(&self, id: &str) -> bool {
        if self.exact {
            id == self.beginning
        } else {
            id.starts_with(&self.beginning)
        }
    }

    /// Whether cases of samplers may be meant.
    #[must_use]
    pub fn may_hold_samplers(&self) -> bool {
        self.beginning.starts_with(SAMPLERS)
            || (!self.exact && SAMPLERS.starts_with(&self.beginning))
    }
}

impl FromStr for Pattern {
    type Err = DomainError;

    fn from_str(text: &str) -> Result<Self, DomainError> {
        let (beginning, exact) = match text.strip_suffix('*') {
            Some(beginning) => (beginning, false),
            None => (text, true),
        };
        if text.is_empty() || beginning.contains('*') {
            let way_out = "give the id of a case, or its beginning and one * at the end";
            return Err(DomainError::new("case", text, way_out));
        }
        Ok(Self {
            beginning: beginning.to_owned(),
            exact,
        })
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let star = if self.exact { "" } else { "*" };
        write!(f, "{}{star}", self.beginning)
    }
}

/// What of a suite is put to a backend, and by which budget its answers are judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// The arithmetic it promises.
    pub profile: Profile,
    /// The formats asked for; none means all that it has.
    pub formats: Vec<Format>,
    /// The cases asked for; none means all.
    pub cases: Vec<Pattern>,
    /// How thoroughly its samplers are driven, if they are.
    pub samplers: Option<Effort>,
}

impl Scope {
    /// All of a suite, and no samplers.
    #[must_use]
    pub fn all(profile: Profile) -> Self {
        Self {
            profile,
            formats: Vec::new(),
            cases: Vec::new(),
            samplers: None,
        }
    }

    /// Whether a case is asked for.
    #[must_use]
    pub fn has_case(&self, id: &str) -> bool {
        self.cases.is_empty() || self.cases.iter().any(|pattern| pattern.holds(id))
    }

    /// Whether some case of samplers may be asked for.
    #[must_use]
    pub fn has_samplers(&self) -> bool {
        self.cases.is_empty() || self.cases.iter().any(Pattern::may_hold_samplers)
    }

    /// The formats in which a backend is examined, each once, the widest first.
    #[must_use]
    pub fn formats_of(&self, implementation: &Implementation) -> Vec<Format> {
        let asked = |format: &Format| self.formats.is_empty() || self.formats.contains(format);
        let has = |format: &Format| implementation.formats.contains(format);
        Format::ALL
            .into_iter()
            .filter(|format| asked(format) && has(format))
            .collect()
    }
}
