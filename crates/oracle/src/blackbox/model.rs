//! The perfect model: Gaussian data in every column, or one point, and all that is known of them.

use ndarray::{ArrayD, IxDyn};

use tweedie::level::NoiseLevel;
use tweedie::scalar::Format;
use tweedie_catalogue::operation::Configuration;

/// Data `N(μ, s²)`, column by column; points where s is 0.
///
/// ```text
/// V = α² s² + σ²,  r = x − α μ        D = μ + α s² r/V        ε = σ r/V
/// the flow from t to s:   x_s = α_s μ + √(V_s/V_t) r
/// ```
#[derive(Debug, Clone, Copy)]
pub(super) struct Data {
    means: &'static [f64],
    stds: &'static [f64],
}

/// Three Gaussians: one narrow, one wider than noise, one far from 0.
pub(super) const GAUSSIANS: Data = Data {
    means: &[0.5, -1.0, 2.0],
    stds: &[0.25, 1.5, 0.75],
};

/// Three points.
pub(super) const POINTS: Data = Data {
    means: &[0.5, -1.0, 2.0],
    stds: &[0.0, 0.0, 0.0],
};

/// A level as a backend claims it.
pub(super) type Level = NoiseLevel<f64>;

impl Data {
    /// `(μ, V)` of column `j` at a level.
    fn law(self, j: usize, at: Level) -> (f64, f64) {
        let signal = at.alpha() * self.stds[j];
        (self.means[j], signal * signal + at.sigma() * at.sigma())
    }

    /// What the model says, in a format.
    pub(super) fn output(
        self,
        configuration: &Configuration,
        at: Level,
        x: &ArrayD<f64>,
        format: Format,
    ) -> ArrayD<f64> {
        let given = configuration
            .prediction
            .prediction(configuration.sampler.curve(), at);
        each(x.shape(), |place| {
            let j = place[1];
            let (mean, var) = self.law(j, at);
            let rest = x[place] - at.alpha() * mean;
            // a point seen without noise: there is nothing to estimate
            let gain = if var == 0.0 { 0.0 } else { rest / var };
            let x0 = mean + at.alpha() * self.stds[j] * self.stds[j] * gain;
            format.round(given.value(x0, at.sigma() * gain))
        })
    }

    /// States at a level, in a format: where `noise` leads.
    pub(super) fn states(self, at: Level, noise: &ArrayD<f64>, format: Format) -> ArrayD<f64> {
        each(noise.shape(), |place| {
            let (mean, var) = self.law(place[1], at);
            format.round(at.alpha() * mean + var.sqrt() * noise[place])
        })
    }

    /// Where the exact flow leads.
    pub(super) fn flow(self, from: Level, x: &ArrayD<f64>, to: Level) -> ArrayD<f64> {
        each(x.shape(), |place| {
            let ((mean, before), (_, after)) = (self.law(place[1], from), self.law(place[1], to));
            to.alpha() * mean + (after / before).sqrt() * (x[place] - from.alpha() * mean)
        })
    }

    /// The mean of column `j`.
    pub(super) fn mean(self, j: usize) -> f64 {
        self.means[j]
    }

    /// `∂x̂₀/∂x` of column `j`; 0 where a point is seen without noise.
    pub(super) fn gain(self, j: usize, at: Level) -> f64 {
        self.stds[j] * self.stds[j] * at.alpha() * self.precision(j, at)
    }

    /// `∂ε̂/∂x`, likewise.
    pub(super) fn noise_gain(self, j: usize, at: Level) -> f64 {
        at.sigma() * self.precision(j, at)
    }

    fn precision(self, j: usize, at: Level) -> f64 {
        let (_, var) = self.law(j, at);
        if var == 0.0 { 0.0 } else { 1.0 / var }
    }
}

/// Columns of the data.
pub(super) const COLUMNS: usize = 3;

fn each(shape: &[usize], value: impl Fn(&[usize]) -> f64) -> ArrayD<f64> {
    ArrayD::from_shape_fn(IxDyn(shape), |place| value(&[place[0], place[1]]))
}

/// Noise for call `i`: numbers between −2 and 2 that every format holds, the same on every machine.
pub(super) fn noise(rows: usize, i: usize) -> ArrayD<f64> {
    let mut state = (i as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    ArrayD::from_shape_simple_fn(IxDyn(&[rows, COLUMNS]), || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let step = i32::try_from(state >> 57).unwrap_or(0) - 64;
        f64::from(if step >= 0 { step + 1 } else { step }) / 32.0
    })
}
