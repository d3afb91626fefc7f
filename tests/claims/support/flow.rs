//! Flows on the line that are known at every level, whatever the data: where a truth for samplers comes from.

use tweedie::data::Mixture;
use tweedie::level::NoiseLevel;
use tweedie::scalar::Real;

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

    /// Where the path is at this level.
    pub fn state<T: Real>(&self, level: NoiseLevel<T>) -> T {
        let share = T::from_f64(self.rank).normal_cdf();
        let law = self.data.at(level).unwrap();
        let below = |x: T| {
            self.components(level)
                .fold(T::zero(), |sum, (w, mean, std)| {
                    sum + w * ((x - mean) / std).normal_cdf()
                })
        };
        // the state lies between those of the components, each as if it were alone; Newton doubles its digits, and where he
        // would leave that range it is halved
        let ends: Vec<T> = self
            .components(level)
            .map(|(_, mean, std)| mean + std * T::from_f64(self.rank))
            .collect();
        let mut low = ends.iter().copied().reduce(T::min).unwrap();
        let mut high = ends.into_iter().reduce(T::max).unwrap();
        let mut x = (low + high) / T::int(2);
        for _ in 0..10 {
            let excess = below(x) - share;
            if excess < T::zero() {
                low = x;
            } else {
                high = x;
            }
            let next = x - excess / law.log_density(&[x]).unwrap().exp();
            x = if next < low || next > high {
                (low + high) / T::int(2)
            } else {
                next
            };
        }
        x
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
