//! Axes: where a value lies, and what is written beside it.

use crate::number;
use tweedie::scalar::{Field, Real};

/// An axis, linear or logarithmic.
#[derive(Debug, Clone)]
pub struct Axis {
    name: String,
    from: f64,
    to: f64,
    log: bool,
    ticks: Vec<(f64, String)>,
    labelled: bool,
}

impl Axis {
    /// From `from` to `to`, with a grid line at each of `ticks`.
    pub fn linear(name: &str, (from, to): (f64, f64), ticks: &[f64]) -> Self {
        let labels = ticks.iter().map(|&tick| (tick, number::plain(tick)));
        Self::named(name, (from, to), labels.collect())
    }

    /// From `from` to `to`, with words at some values.
    pub fn named(name: &str, (from, to): (f64, f64), ticks: Vec<(f64, String)>) -> Self {
        let place = |value: f64| (value - from) / (to - from);
        Self {
            name: name.into(),
            from,
            to,
            log: false,
            ticks: ticks
                .into_iter()
                .map(|(value, word)| (place(value), word))
                .collect(),
            labelled: true,
        }
    }

    /// Names from top to bottom: the first has the highest place, the last has 0.
    pub fn rows(names: &[impl AsRef<str>]) -> Self {
        let last = names.len().saturating_sub(1);
        let ticks = names.iter().enumerate();
        let ticks = ticks.map(|(i, name)| (f64::count(last - i), name.as_ref().to_owned()));
        Self::named("", (-0.7, f64::count(last) + 0.7), ticks.collect())
    }

    /// Names from left to right, the first at 0.
    pub fn columns(name: &str, names: &[impl AsRef<str>]) -> Self {
        let edges = (-0.5, f64::count(names.len()) - 0.5);
        let ticks = names.iter().enumerate();
        let ticks = ticks.map(|(i, name)| (f64::count(i), name.as_ref().to_owned()));
        Self::named(name, edges, ticks.collect())
    }

    /// From `10^from` to `10^to`, with a grid line at every power of ten and words at five or so.
    pub fn log(name: &str, (from, to): (i32, i32)) -> Self {
        let every = 1 + (to - from - 1) / 5;
        let ticks = (from..=to)
            .map(|power| {
                let place = f64::from(power - from) / f64::from(to - from);
                let word = if (power - from) % every == 0 {
                    number::ten_to(power)
                } else {
                    String::new()
                };
                (place, word)
            })
            .collect();
        Self {
            name: name.into(),
            from: f64::from(from),
            to: f64::from(to),
            log: true,
            ticks,
            labelled: true,
        }
    }

    /// The same without words.
    #[must_use]
    pub fn bare(&self) -> Self {
        Self {
            name: String::new(),
            labelled: false,
            ..self.clone()
        }
    }

    /// `n` values from end to end, evenly spaced for the eye.
    pub fn samples(&self, n: usize) -> Vec<f64> {
        let share = |i: usize| f64::count(i) / f64::count(n.saturating_sub(1).max(1));
        let value = |share: f64| self.from + share * (self.to - self.from);
        let raised = |x: f64| if self.log { Real::powf(10.0, x) } else { x };
        (0..n).map(|i| raised(value(share(i)))).collect()
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The letters of its longest word.
    pub(super) fn longest(&self) -> i32 {
        let letters = self.labels().map(|(_, word)| word.chars().count()).max();
        i32::try_from(letters.unwrap_or(0)).unwrap_or(0)
    }

    /// Where the grid lines are, as shares of the axis.
    pub(super) fn ticks(&self) -> &[(f64, String)] {
        &self.ticks
    }

    /// The words, and where they stand.
    pub(super) fn labels(&self) -> impl Iterator<Item = (f64, &str)> {
        let shown = self
            .ticks
            .iter()
            .filter(|(_, word)| self.labelled && !word.is_empty());
        shown.map(|(place, word)| (*place, word.as_str()))
    }

    /// Where `value` lies, as a share of the axis; no number for what has no logarithm.
    pub(super) fn place(&self, value: f64) -> f64 {
        let value = if self.log {
            Real::ln(value) / Real::ln(10.0)
        } else {
            value
        };
        (value - self.from) / (self.to - self.from)
    }
}
