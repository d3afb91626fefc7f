//! Flows on the line that are known at every level, whatever the data: where a truth for samplers comes from.

use tweedie::data::Mixture;
use tweedie::level::NoiseLevel;
use tweedie::path::Curve;
use tweedie::scalar::{Certified, Real};

/// All scalings of the same levels.
pub const CURVES: [Curve; 3] = [Curve::Unscaled, Curve::VariancePreserving, Curve::Flow];

/// A number system in which orders are judged.
pub trait Fine: Real {
    /// How far its digits follow a single step into the limit: the longest that is judged is the 1/n-th of a unit of λ.
    const FIRST: i64;

    /// The curves that a single step is tried on: as many as its arithmetic has time for.
    const CURVES: &[Curve];

    /// The number nearest to it, or one next to that.
    fn rough(self) -> f64;
}

impl Fine for f64 {
    const FIRST: i64 = 32;
    const CURVES: &[Curve] = &CURVES;

    fn rough(self) -> f64 {
        self
    }
}

impl Fine for Certified {
    const FIRST: i64 = 4096;
    const CURVES: &[Curve] = &[Curve::VariancePreserving];

    fn rough(self) -> f64 {
        self.to_f64()
    }
}

/// The path of one sample through all levels.
///
/// On the line the flow keeps the order of the samples. So it keeps the share of the data below each of them: where
/// the path is at a level, the noisy data have `Φ(rank)` below it. No differential equation is solved.
pub struct Flow {
    data: Mixture,
    rank: f64,
}

impl Flow {
    /// The path of the sample of this rank: as far up among the data as `rank` is among N(0, 1).
    pub fn new(data: Mixture, rank: f64) -> Self {
        assert_eq!(data.dim(), 1, "the flow keeps no order but the line's");
        Self { data, rank }
    }

    /// Where the path is at this level: found in `f64`, and then to all digits, of which Newton makes twice as many each time.
    pub fn state<T: Fine>(&self, level: NoiseLevel<T>) -> T {
        let rough = NoiseLevel::new(level.alpha().rough(), level.sigma().rough()).unwrap();
        let start = T::from_f64(self.found(rough));
        (0..3).fold(start, |x, _| self.improved(x, level))
    }

    /// The state lies between those of the components, each as if it were alone; where Newton would leave that range it is
    /// halved.
    fn found(&self, level: NoiseLevel<f64>) -> f64 {
        let ends = self
            .components(level)
            .map(|(_, mean, std)| mean + std * self.rank);
        let (mut low, mut high) = ends
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), end| {
                (low.min(end), high.max(end))
            });
        let mut x = low.midpoint(high);
        for _ in 0..10 {
            if self.excess(x, level) < 0.0 {
                low = x;
            } else {
                high = x;
            }
            let next = self.improved(x, level);
            x = if next < low || next > high {
                low.midpoint(high)
            } else {
                next
            };
        }
        x
    }

    /// The share of the data below `x`, less that below the path.
    fn excess<T: Real>(&self, x: T, level: NoiseLevel<T>) -> T {
        let below = self
            .components(level)
            .fold(T::zero(), |sum, (weight, mean, std)| {
                sum + weight * ((x - mean) / std).normal_cdf()
            });
        below - T::from_f64(self.rank).normal_cdf()
    }

    /// Newton's step: a density is the slope of a share.
    fn improved<T: Real>(&self, x: T, level: NoiseLevel<T>) -> T {
        let law = self.data.at(level).unwrap();
        x - self.excess(x, level) / law.log_density(&[x]).unwrap().exp()
    }

    /// The denoiser's answer to `x` at this level.
    pub fn answer<T: Real>(&self, x: T, level: NoiseLevel<T>) -> T {
        self.data.at(level).unwrap().posterior_mean(&[x]).unwrap()[0]
    }

    /// Weight, mean and deviation of each component of the noisy data.
    fn components<T: Real>(&self, level: NoiseLevel<T>) -> impl Iterator<Item = (T, T, T)> {
        (0..self.data.components()).map(move |k| {
            let [weight, mean, var] = [
                self.data.weights()[k],
                self.data.means()[[k, 0]],
                self.data.vars()[k],
            ]
            .map(T::from_f64);
            let noisy_var = level.alpha().squared() * var + level.sigma().squared();
            (weight, level.alpha() * mean, noisy_var.sqrt())
        })
    }
}
