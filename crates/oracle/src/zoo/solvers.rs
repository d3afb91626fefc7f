//! Mistakes in solvers of the probability-flow ODE.

use super::{Fault, numbers, planted};
use tweedie::error::Result;
use tweedie::scalar::Real;
use tweedie_catalogue::mistake;
use tweedie_catalogue::operation::{Arguments, System, columns, generic};

/// The mistakes.
pub(super) const FAULTS: &[Fault] = &[
    planted(
        mistake::COMBINE_RAW_V,
        "dpmpp_2m_step_v",
        generic!(combine_raw_v),
        mistake::V_COMBINED_RAW,
    ),
    planted(
        mistake::DPM_H,
        "dpmpp_2m_step",
        generic!(h_for_h_last),
        mistake::STRIDES_EXCHANGED,
    ),
    planted(
        mistake::DPM_MIDPOINT,
        "dpmpp_2m_step",
        generic!(wrong_sigma),
        mistake::SIGMA_OF_THE_LEVEL_BEFORE,
    ),
    planted(
        mistake::HEUN_SIGMA,
        "heun_step",
        generic!(heun_sigma),
        mistake::SECOND_SLOPE_OVER_SIGMA_T,
    ),
];

/// The second slope with the σ of the first.
fn heun_sigma<T: System>(arguments: &Arguments) -> Result<Vec<T>> {
    let [sigma_t, sigma_s]: [T; 2] = numbers(arguments, ["sigma_t", "sigma_s"])?;
    columns(
        arguments,
        ["x", "denoised", "denoised_next"],
        |[x, denoised, next]| {
            let dt = sigma_s - sigma_t;
            let first = (x - denoised) / sigma_t;
            let second = (x + dt * first - next) / sigma_t;
            x + dt * (first + second) / T::int(2)
        },
    )
}

/// The three log-SNR halves λ of the levels r, t, s, and the scales the step needs.
struct Multistep<T> {
    lambda: [T; 3],
    alpha_s: T,
    sigma_s: T,
}

impl<T: Real> Multistep<T> {
    fn new(levels: [[T; 2]; 3]) -> Self {
        let [_, _, [alpha_s, sigma_s]] = levels;
        Self {
            lambda: levels.map(|[alpha, sigma]| (alpha / sigma).ln()),
            alpha_s,
            sigma_s,
        }
    }

    /// `(σ_s/σ) x − α_s (e^{−h} − 1) d`.
    fn step(&self, sigma: T, x: T, d: T) -> T {
        let [_, t, s] = self.lambda;
        self.sigma_s / sigma * x - self.alpha_s * (-(s - t)).exp_m1() * d
    }

    /// `D = (1 + 1/2r) D_t − (1/2r) D_r`.
    fn extrapolated(r: T, x0: T, x0_last: T) -> T {
        let lean = T::one() / (T::int(2) * r);
        (T::one() + lean) * x0 - lean * x0_last
    }
}

fn explicit<T: System>(arguments: &Arguments) -> Result<[[T; 2]; 3]> {
    Ok([
        numbers(arguments, ["alpha_r", "sigma_r"])?,
        numbers(arguments, ["alpha_t", "sigma_t"])?,
        numbers(arguments, ["alpha_s", "sigma_s"])?,
    ])
}

/// `r = h / h_last`.
fn h_for_h_last<T: System>(arguments: &Arguments) -> Result<Vec<T>> {
    let levels = explicit::<T>(arguments)?;
    let solver = Multistep::new(levels);
    let [r, t, s] = solver.lambda;
    let ratio = (s - t) / (t - r);
    columns(arguments, ["x_t", "x0", "x0_last"], |[x, x0, x0_last]| {
        solver.step(levels[1][1], x, Multistep::extrapolated(ratio, x0, x0_last))
    })
}

fn wrong_sigma<T: System>(arguments: &Arguments) -> Result<Vec<T>> {
    let levels = explicit::<T>(arguments)?;
    let solver = Multistep::new(levels);
    let [r, t, s] = solver.lambda;
    let ratio = (t - r) / (s - t);
    columns(arguments, ["x_t", "x0", "x0_last"], |[x, x0, x0_last]| {
        solver.step(levels[0][1], x, Multistep::extrapolated(ratio, x0, x0_last))
    })
}

/// The two v are combined, and the result is converted at the later level.
fn combine_raw_v<T: System>(arguments: &Arguments) -> Result<Vec<T>> {
    let squares: [T; 3] = numbers(arguments, ["alpha_bar_r", "alpha_bar_t", "alpha_bar_s"])?;
    let levels = squares.map(|square| [square.sqrt(), (T::one() - square).sqrt()]);
    let solver = Multistep::new(levels);
    let [r, t, s] = solver.lambda;
    let ratio = (t - r) / (s - t);
    let [_, [alpha_t, sigma_t], _] = levels;
    columns(arguments, ["x_t", "v", "v_last"], |[x, v, v_last]| {
        let v = Multistep::extrapolated(ratio, v, v_last);
        solver.step(sigma_t, x, alpha_t * x - sigma_t * v)
    })
}
