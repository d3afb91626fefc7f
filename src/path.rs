//! A path: the levels that a sampler goes through, and the curve on which those between them lie.

use crate::error::{DomainError, Result};
use crate::level::{LevelPair, NoiseLevel};
use crate::scalar::{Field, Real};

/// How signal and noise share a level: what a level is, once `σ̂ = σ/α` is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Curve {
    /// `α² + σ² = 1`.
    VariancePreserving,
    /// `α = 1`.
    Unscaled,
    /// `α + σ = 1`.
    Flow,
}

impl Curve {
    /// The curve's level at which unscaled data have the noise scale `edm_sigma`.
    ///
    /// ```text
    /// α = 1/√(1 + σ̂²)  |  1  |  1/(1 + σ̂),     σ = σ̂ α
    /// ```
    ///
    /// # Errors
    /// If `edm_sigma` is negative, infinite or NaN.
    pub fn level<T: Field>(self, edm_sigma: T) -> Result<NoiseLevel<T>> {
        let alpha = match self {
            Self::VariancePreserving => T::one() / (T::one() + edm_sigma.squared()).sqrt(),
            Self::Unscaled => T::one(),
            Self::Flow => T::one() / (T::one() + edm_sigma),
        };
        NoiseLevel::new(alpha, edm_sigma * alpha)
    }

    /// A level of any curve, as this one writes it: σ̂ stays.
    ///
    /// # Errors
    /// If there is no signal to measure the noise by, and another curve would write it otherwise.
    pub fn rewritten<T: Field>(self, level: NoiseLevel<T>) -> Result<NoiseLevel<T>> {
        match self {
            Self::Unscaled => NoiseLevel::unscaled(level.edm_sigma()),
            Self::Flow => {
                let whole = level.alpha() + level.sigma();
                NoiseLevel::new(level.alpha() / whole, level.sigma() / whole)
            }
            Self::VariancePreserving => {
                let whole = (level.alpha().squared() + level.sigma().squared()).sqrt();
                NoiseLevel::new(level.alpha() / whole, level.sigma() / whole)
            }
        }
    }

    /// A chain's level, as this curve writes it. Chains preserve variance: there it is left as it is, digit for digit.
    fn written<T: Field>(self, level: NoiseLevel<T>) -> Result<NoiseLevel<T>> {
        match self {
            Self::VariancePreserving => Ok(level),
            other => other.rewritten(level),
        }
    }
}

/// The steps of a chain that a path visits, for the methods that reckon in its time.
#[derive(Debug, Clone, PartialEq)]
struct Visited<T> {
    /// The levels 0 … T.
    table: Vec<NoiseLevel<T>>,
    /// Late to early.
    timesteps: Vec<usize>,
}

/// The levels a sampler goes through, each strictly cleaner than the one before.
#[derive(Debug, Clone, PartialEq)]
pub struct Path<T> {
    curve: Curve,
    levels: Vec<NoiseLevel<T>>,
    steps: Vec<LevelPair<T>>,
    visited: Option<Visited<T>>,
}

impl<T: Field> Path<T> {
    /// The path through `levels`, noisiest first.
    ///
    /// # Errors
    /// If there are fewer than two levels, or they do not get strictly cleaner.
    pub fn new(curve: Curve, levels: Vec<NoiseLevel<T>>) -> Result<Self> {
        if levels.len() < 2 {
            return Err(DomainError::new(
                "number of levels",
                levels.len(),
                "give two or more: one to start from and one to reach",
            ));
        }
        let steps = levels.windows(2).map(|two| LevelPair::new(two[1], two[0]));
        let steps = steps.collect::<Result<_>>()?;
        Ok(Self {
            curve,
            levels,
            steps,
            visited: None,
        })
    }

    /// The path through a chain's levels at `timesteps`, late to early, and on to clean data.
    ///
    /// # Errors
    /// As [`Path::new`], or if the table (of the levels 0 … T) has no such timestep.
    pub fn of_chain(curve: Curve, table: &[NoiseLevel<T>], timesteps: &[usize]) -> Result<Self> {
        let at = |&t: &usize| {
            let level = table.get(t).copied();
            level.ok_or_else(|| {
                let last = table.len().saturating_sub(1);
                DomainError::new("timestep", t, format!("the chain has those up to {last}"))
            })
        };
        let mut levels = timesteps.iter().map(at).collect::<Result<Vec<_>>>()?;
        levels.push(NoiseLevel::clean());
        let levels = levels.into_iter().map(|level| curve.written(level));
        let path = Self::new(curve, levels.collect::<Result<_>>()?)?;
        Ok(Self {
            visited: Some(Visited {
                table: table.to_vec(),
                timesteps: timesteps.to_vec(),
            }),
            ..path
        })
    }

    /// The curve.
    pub fn curve(&self) -> Curve {
        self.curve
    }

    /// The levels, noisiest first.
    pub fn levels(&self) -> &[NoiseLevel<T>] {
        &self.levels
    }

    /// The level that a sampler starts from.
    pub fn start(&self) -> NoiseLevel<T> {
        self.levels[0]
    }

    /// The steps, noisiest first: one fewer than levels.
    pub fn steps(&self) -> impl DoubleEndedIterator<Item = LevelPair<T>> + ExactSizeIterator + '_ {
        self.steps.iter().copied()
    }

    /// The chain's timestep that step `i` leads away from.
    ///
    /// # Errors
    /// If the path is none of a chain, or has no step `i`.
    pub fn timestep(&self, i: usize) -> Result<usize> {
        Ok(self.visited(i)?.timesteps[i])
    }

    /// The chain's level half-way in time along step `i`, at `t − ⌊(t − s)/2⌋`.
    ///
    /// # Errors
    /// As [`Path::timestep`].
    pub fn half_way_in_time(&self, i: usize) -> Result<NoiseLevel<T>> {
        let visited = self.visited(i)?;
        let t = visited.timesteps[i];
        let s = visited.timesteps.get(i + 1).copied().unwrap_or(0);
        self.curve
            .written(visited.table[t - t.saturating_sub(s) / 2])
    }

    /// The chain's level at `⌊share · t⌋`, t the timestep that step `i` leads to (0, the clean data, for the last).
    ///
    /// # Errors
    /// If the path is none of a chain, has no step `i`, or `share` is outside [0, 1].
    pub fn at_share_of_time(&self, i: usize, share: T) -> Result<NoiseLevel<T>> {
        let visited = self.visited(i)?;
        if !(share >= T::zero() && share <= T::one()) {
            return Err(DomainError::new(
                "share of time",
                share,
                "it lies in [0, 1]",
            ));
        }
        let t = visited.timesteps.get(i + 1).copied().unwrap_or(0);
        let mut whole = 0;
        while whole < t && T::count(whole + 1) <= share * T::count(t) {
            whole += 1;
        }
        self.curve.written(visited.table[whole])
    }

    /// The steps of the chain, if there is one and it has a step `i`.
    fn visited(&self, i: usize) -> Result<&Visited<T>> {
        let Some(visited) = &self.visited else {
            return Err(DomainError::new(
                "path",
                self.curve,
                "the method reckons in the time of a chain: give a path of one",
            ));
        };
        if i >= visited.timesteps.len() {
            let steps = visited.timesteps.len();
            return Err(DomainError::new("step", i, format!("the path has {steps}")));
        }
        Ok(visited)
    }
}

impl<T: Real> Path<T> {
    /// The level a share `r` of the way from `t` to `s` in λ = ln(α/σ): `σ̂ = σ̂_t^{1−r} σ̂_s^r`, on the path's curve.
    ///
    /// # Errors
    /// If one of the two has no signal or no noise: λ has no value there.
    pub fn between(&self, step: LevelPair<T>, r: T) -> Result<NoiseLevel<T>> {
        let (s, t) = (step.s(), step.t());
        for (name, scale) in [("alpha_t", t.alpha()), ("sigma_s", s.sigma())] {
            if scale == T::zero() {
                return Err(DomainError::new(
                    name,
                    scale,
                    "there is no middle between a level and one without signal or noise",
                ));
            }
        }
        self.curve
            .level(t.edm_sigma() * (s.edm_sigma() / t.edm_sigma()).powf(r))
    }
}
