//! The linter: what is wrong, or at least worth knowing, about the levels that a sampler visits.

use std::fmt;

use crate::level::NoiseLevel;
use crate::scalar::Format;

/// One thing that the linter found. Places count from 0, the noisiest level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Finding {
    /// Another number of steps than was asked for.
    Count {
        /// What was asked for.
        asked: usize,
        /// What the levels give.
        found: usize,
    },
    /// A level that is noisier than the one before it.
    NotMonotone {
        /// The place of the second of the two.
        at: usize,
    },
    /// A level with the same signal-to-noise ratio as the one before it: a step that does nothing.
    Duplicate {
        /// The place of the second of the two.
        at: usize,
    },
    /// The first level still holds signal, so starting from pure noise is not exact.
    TerminalSnr {
        /// Its signal-to-noise ratio α²/σ².
        snr: f64,
    },
    /// The last level still holds noise, and so does every sample.
    LastSigma {
        /// Its noise scale σ.
        sigma: f64,
    },
    /// A scale that a number format cannot hold: it overflows, or a positive one becomes 0.
    Lost {
        /// Its place.
        at: usize,
        /// The format.
        format: Format,
    },
    /// Two neighbours that become the same level in a number format.
    Collision {
        /// The place of the second of the two.
        at: usize,
        /// The format.
        format: Format,
    },
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count { asked, found } => write!(f, "{asked} steps asked for, {found} found"),
            Self::NotMonotone { at } => write!(f, "level {at} is noisier than level {}", at - 1),
            Self::Duplicate { at } => {
                write!(
                    f,
                    "level {at} repeats level {}: a step that does nothing",
                    at - 1
                )
            }
            Self::TerminalSnr { snr } => write!(
                f,
                "the first level keeps signal (SNR {snr:.1e}); pure noise is not its law"
            ),
            Self::LastSigma { sigma } => write!(
                f,
                "the last level keeps noise (σ = {sigma:.1e}); so does every sample"
            ),
            Self::Lost { at, format } => {
                write!(f, "level {at} overflows or underflows in {format}")
            }
            Self::Collision { at, format } => {
                write!(f, "levels {} and {at} are the same in {format}", at - 1)
            }
        }
    }
}

/// Looks at the `levels` of a sampler, noisiest first, of which `asked` steps were wanted.
///
/// No finding means: the count is right, the signal-to-noise ratio rises at every step, the ends are pure noise and
/// clean data, and every level is told from its neighbours in f32, f16 and bf16.
#[must_use]
pub fn lint(levels: &[NoiseLevel<f64>], asked: usize) -> Vec<Finding> {
    let mut findings = Vec::new();
    let found = levels.len().saturating_sub(1);
    if found != asked {
        findings.push(Finding::Count { asked, found });
    }
    if let Some(first) = levels.first().filter(|level| level.alpha() > 0.0) {
        findings.push(Finding::TerminalSnr { snr: first.snr() });
    }
    if let Some(last) = levels.last().filter(|level| level.sigma() > 0.0) {
        findings.push(Finding::LastSigma {
            sigma: last.sigma(),
        });
    }
    for (i, pair) in levels.windows(2).enumerate() {
        let at = i + 1;
        if pair[0].is_cleaner_than(pair[1]) {
            findings.push(Finding::NotMonotone { at });
        } else if !pair[1].is_cleaner_than(pair[0]) {
            findings.push(Finding::Duplicate { at });
        }
    }
    for format in Format::ALL {
        findings.extend(in_format(levels, format));
    }
    findings
}

fn in_format(levels: &[NoiseLevel<f64>], format: Format) -> impl Iterator<Item = Finding> {
    let stored =
        move |level: &NoiseLevel<f64>| (format.round(level.alpha()), format.round(level.sigma()));
    let keeps = |x: f64, stored: f64| stored.is_finite() && (stored > 0.0) == (x > 0.0);
    let lost = levels.iter().enumerate().filter_map(move |(at, level)| {
        let (alpha, sigma) = stored(level);
        let kept = keeps(level.alpha(), alpha) && keeps(level.sigma(), sigma);
        (!kept).then_some(Finding::Lost { at, format })
    });
    let collisions = levels.windows(2).enumerate().filter_map(move |(i, pair)| {
        let apart = (pair[0].alpha(), pair[0].sigma()) != (pair[1].alpha(), pair[1].sigma());
        (apart && stored(&pair[0]) == stored(&pair[1]))
            .then_some(Finding::Collision { at: i + 1, format })
    });
    lost.chain(collisions)
}
