//! Where the time of a run goes.

use std::time::{Duration, Instant};

/// Parts of a run, and what each took.
#[derive(Debug, Clone, Default)]
pub(super) struct Timing {
    pub(super) parts: Vec<(String, Duration)>,
}

impl Timing {
    /// Does a part of the run by the clock.
    pub(super) fn of<T>(&mut self, part: &str, work: impl FnOnce() -> T) -> T {
        let clock = Instant::now();
        let done = work();
        self.parts.push((part.to_owned(), clock.elapsed()));
        done
    }

    /// All parts together.
    pub(super) fn total(&self) -> Duration {
        self.parts.iter().map(|(_, time)| *time).sum()
    }

    /// A part as percent of the longest one, for a bar.
    pub(super) fn percent(&self, time: &Duration) -> u64 {
        let times = self.parts.iter().map(|(_, time)| time.as_micros());
        let longest = times.max().unwrap_or(0).max(1);
        u64::try_from(100 * time.as_micros() / longest).unwrap_or(100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_part_has_the_longest_bar() {
        let mut timing = Timing::default();
        assert_eq!(timing.of("counted", || 3), 3);
        timing.parts = vec![
            ("a".to_owned(), Duration::from_millis(30)),
            ("b".to_owned(), Duration::from_millis(120)),
        ];
        let bars: Vec<u64> = timing
            .parts
            .iter()
            .map(|part| timing.percent(&part.1))
            .collect();
        assert_eq!(bars, [25, 100]);
        assert_eq!(timing.total(), Duration::from_millis(150));
    }
}
