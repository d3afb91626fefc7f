//! The words of a configuration.

use tweedie::error::{DomainError, Result};
use tweedie::level::NoiseLevel;
use tweedie::path::Curve;
use tweedie::scalar::Field;
use tweedie::score::Prediction;

/// An enumeration whose variants go by a word each.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident $what:literal { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
        }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The word.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }

            /// The one of a word.
            ///
            /// # Errors
            /// If no one goes by it.
            pub fn named(word: &str) -> Result<Self> {
                let found = Self::ALL.iter().find(|one| one.name() == word);
                found.copied().ok_or_else(|| {
                    let words: Vec<_> = Self::ALL.iter().map(|one| one.name()).collect();
                    DomainError::new($what, word, format!("give one of {}", words.join(", ")))
                })
            }
        }
    };
}

words! {
    /// Where a sampler's levels come from.
    Grid "schedule" {
        /// A chain: β from 0.0001 to 0.02.
        Linear = "linear",
        /// A chain: √β from √0.00085 to √0.012.
        ScaledLinear = "scaled_linear",
        /// A chain: ᾱ a squared cosine.
        Cosine = "cosine",
        /// The linear chain, rescaled so that its last level has no signal.
        ZeroSnr = "zero_snr",
        /// Unscaled data: σ from 80 to 0.002, ρ = 7.
        Karras = "karras",
        /// `α = 1 − t`, `σ = t`.
        Flow = "flow",
    }
}

words! {
    /// What a model predicts.
    Quantity "prediction" {
        /// The noise.
        Eps = "eps",
        /// The clean data.
        X0 = "x0",
        /// `v = α ε − σ x₀`; on a rectified flow the velocity `ε − x₀`.
        V = "v",
    }
}

impl Quantity {
    /// The quantity as a line in x₀ and ε. On unscaled data v is that of the variance-preserving twin of the level.
    pub fn prediction<T: Field>(self, curve: Curve, level: NoiseLevel<T>) -> Prediction<T> {
        match self {
            Self::Eps => Prediction::eps(),
            Self::X0 => Prediction::x0(),
            Self::V if curve == Curve::Flow => Prediction::velocity(),
            Self::V if curve == Curve::Unscaled => {
                let norm = (level.alpha().squared() + level.sigma().squared()).sqrt();
                Prediction {
                    on_x0: -(level.sigma() / norm),
                    on_eps: level.alpha() / norm,
                }
            }
            Self::V => Prediction::v(level),
        }
    }
}
