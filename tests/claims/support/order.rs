//! Convergence orders, as claims: of one step after an exact past, and of a whole run.
//!
//! A claim needs a line. Of a method by its plan:
//!
//! ```ignore
//! assert_local_order::<f64>(2, one_step(|path| Method::Heun.plan(path)));
//! assert_global_order::<f64>(2, whole_run(|path| Method::Heun.plan(path)));
//! ```
//!
//! and of a step by itself, which may look back:
//!
//! ```ignore
//! assert_local_order::<f64>(2, |past| {
//!     step(past.level(1), past.level(0), past.to()).apply(past.state(0), past.answer(0), past.answer(1))
//! });
//! ```
//!
//! Both are tried on data whose answers are linear in the state and on data whose answers are not, at all scalings, on
//! uneven steps: a method that takes `h` for `h_last` is right on even ones. From order 3 on errors may be lost in the rounding
//! of `f64`, or the limit lie beyond it; the same line then asks for [`Certified`], whose 256 bits follow any order that is claimed
//! as far as is needed.
//!
//! # The window
//! A method of order p errs by `e(h) = C hᵖ (1 + c h + …)`. The order that one halving shows,
//!
//! ```text
//! log₂ e(h)/e(h/2) = p + c h/(2 ln 2) + …
//! ```
//!
//! misses p by half as much after each halving. So the first halving is allowed half an order, as far as p is from where
//! it could be taken for another, and each halving half as much as the one before. The window rests on the claim
//! alone: errors that scatter do not widen it, and more halvings leave a narrower one.

use ndarray::array;
use tweedie::data::Mixture;
use tweedie::level::NoiseLevel;
use tweedie::path::{Curve, Path};
use tweedie::scalar::{Certified, Field, Real};

use super::flow::{CURVES, Fine};
use super::{Flow, line};

/// Whether `errors`, each belonging to half the step of the one before, fall by this order; four halvings or more.
pub fn falls_by<T: Real>(order: i64, errors: &[T]) -> Result<(), String> {
    assert!(errors.len() >= 5, "four halvings or more");
    let shown: Vec<T> = errors
        .windows(2)
        .map(|pair| (pair[0] / pair[1]).ln() / T::int(2).ln())
        .collect();
    let mut window = T::ratio(1, 2);
    for (halving, &seen) in shown.iter().enumerate() {
        // what does not compare is refused
        let within = (seen - T::int(order)).abs() <= window;
        if !within {
            return Err(format!(
                "order {order} is claimed; halving {} is further from it than {window:?}: {shown:?}, of the errors {errors:?}",
                halving + 1
            ));
        }
        window = window / T::int(2);
    }
    Ok(())
}

/// Asserts that `errors` fall by this order: see [`falls_by`].
#[track_caller]
pub fn assert_order<T: Real>(order: i64, errors: &[T]) {
    falls_by(order, errors).unwrap_or_else(|said| panic!("{said}"));
}

/// What an order is tried on: a Gaussian, whose answers are linear in the state, and a mixture, whose answers are not.
fn flows() -> [Flow; 2] {
    let gaussian = Mixture::gaussian(array![0.75], 0.25).unwrap();
    [Flow::new(gaussian, 0.875), Flow::new(line(), 0.375)]
}

/// λ at the level that a single step starts from: σ̂ is about 0.8, where signal and noise both count.
const START: (i64, i64) = (1, 4);

/// The steps before the one that is judged, the last first, in units of it: longer and shorter, both ways round.
const BEFORE: [[(i64, i64); 4]; 2] = [
    [(3, 2), (2, 3), (5, 4), (1, 2)],
    [(2, 3), (5, 3), (1, 2), (4, 3)],
];

/// The steps that follow the one that is judged: it is none of the last, where many methods fall back to a lower order.
const BEYOND: usize = 4;

/// The levels of one step, of those before it and of some beyond, and what is true there.
pub struct Stretch<'a, T> {
    flow: &'a Flow,
    path: Path<T>,
}

impl<T: Fine> Stretch<'_, T> {
    /// The level that the step leads to.
    pub fn to(&self) -> NoiseLevel<T> {
        self.path.levels()[BEFORE[0].len() + 1]
    }

    /// The level that the step starts from, and so many levels back.
    pub fn level(&self, back: usize) -> NoiseLevel<T> {
        self.path.levels()[BEFORE[0].len() - back]
    }

    /// Where the flow is at that level.
    pub fn state(&self, back: usize) -> T {
        self.flow.state(self.level(back))
    }

    /// The denoiser's answer there.
    pub fn answer(&self, back: usize) -> T {
        self.flow.answer(self.state(back), self.level(back))
    }

    /// The path along all of these levels.
    pub fn path(&self) -> &Path<T> {
        &self.path
    }

    /// The flow, whose denoiser a step may ask on the way.
    pub fn flow(&self) -> &Flow {
        self.flow
    }
}

/// Asserts that one step of `step` after an exact past is of order p: it errs by `O(hᵖ⁺¹)`, h the rise of λ.
#[track_caller]
pub fn assert_local_order<T: Fine>(order: i64, step: impl Fn(&Stretch<T>) -> T) {
    local_order(order, step).unwrap_or_else(|said| panic!("{said}"));
}

/// What [`assert_local_order`] asserts.
pub fn local_order<T: Fine>(order: i64, step: impl Fn(&Stretch<T>) -> T) -> Result<(), String> {
    let ratio = |(p, q)| T::ratio(p, q);
    for flow in &flows() {
        for &curve in T::CURVES {
            for before in BEFORE {
                let error = |halvings: u32| {
                    let h = T::ratio(1, T::FIRST << halvings);
                    let mut lambdas = vec![ratio(START) + h, ratio(START)];
                    for gap in before {
                        lambdas.push(lambdas[lambdas.len() - 1] - h * ratio(gap));
                    }
                    lambdas.reverse();
                    for _ in 0..BEYOND {
                        lambdas.push(lambdas[lambdas.len() - 1] + h);
                    }
                    let path = along(curve, lambdas.into_iter().map(|lambda| (-lambda).exp()));
                    let stretch = Stretch { flow, path };
                    (step(&stretch) - flow.state(stretch.to())).abs()
                };
                let errors: Vec<T> = (0..5).map(error).collect();
                falls_by(order + 1, &errors)
                    .map_err(|said| format!("one step, {curve:?}, {before:?} before it: {said}"))?;
            }
        }
    }
    Ok(())
}

/// Asserts that a run from σ̂ = 10 to 0.1 is of order p: it errs by `O(n⁻ᵖ)` at its end. `run` starts on the flow, at the first
/// level of the path, and returns the state at the last. Steps in λ are long and short by turns.
#[track_caller]
pub fn assert_global_order<T: Fine>(order: i64, run: impl Fn(&Path<T>, &Flow) -> T) {
    assert_global_order_from(32, order, run);
}

/// The same, for a method that is far from its limit in few steps: from so many on.
#[track_caller]
pub fn assert_global_order_from<T: Fine>(
    steps: i64,
    order: i64,
    run: impl Fn(&Path<T>, &Flow) -> T,
) {
    for flow in &flows() {
        for curve in CURVES {
            let error = |halvings: u32| {
                let path = along(curve, uneven(steps << halvings));
                let end = path.levels()[path.levels().len() - 1];
                (run(&path, flow) - flow.state(end)).abs()
            };
            let errors: Vec<T> = (0..5).map(error).collect();
            falls_by(order, &errors).unwrap_or_else(|said| panic!("a run, {curve:?}: {said}"));
        }
    }
}

/// The path through these noise scales, the largest first.
fn along<T: Field>(curve: Curve, edm_sigmas: impl Iterator<Item = T>) -> Path<T> {
    let levels = edm_sigmas.map(|edm_sigma| curve.level(edm_sigma).unwrap());
    Path::new(curve, levels.collect()).unwrap()
}

/// Noise scales from 10 to 0.1 in `n` steps of λ, an even number, each second one twice as long.
fn uneven<T: Real>(n: i64) -> impl Iterator<Item = T> {
    let rate = (T::int(100).ln()) / T::int(3 * n / 2);
    (0..=n).map(move |i| T::int(10) * (-(rate * T::int(i + i / 2))).exp())
}

/// The classical Runge–Kutta step of the flow in σ̂, of fourth order.
#[cfg(test)]
fn four_stages<T: Fine>(stretch: &Stretch<T>) -> T {
    let (t, s) = (stretch.level(0), stretch.to());
    let level = |edm_sigma: T| NoiseLevel::unscaled(edm_sigma).unwrap();
    let slope = |x: T, edm_sigma: T| (x - stretch.flow().answer(x, level(edm_sigma))) / edm_sigma;
    let (from, to) = (t.edm_sigma(), s.edm_sigma());
    let (x, h) = (stretch.state(0) / t.alpha(), to - from);
    let half = h / T::int(2);
    let first = slope(x, from);
    let second = slope(x + half * first, from + half);
    let third = slope(x + half * second, from + half);
    let fourth = slope(x + h * third, to);
    let sum = first + T::int(2) * (second + third) + fourth;
    s.alpha() * (x + h * sum / T::int(6))
}

/// Fifth powers of short steps are lost in the rounding of f64, and not in 256 bits.
#[test]
fn rounding_hides_no_order() {
    assert!(local_order::<f64>(4, four_stages).is_err());
    assert_local_order::<Certified>(4, four_stages);
    assert!(local_order::<Certified>(3, four_stages).is_err());
    assert!(local_order::<Certified>(5, four_stages).is_err());
}

/// Errors `hᵖ (1 + h)` at h = 2⁻², 2⁻³, …
#[cfg(test)]
fn errors(order: f64) -> Vec<f64> {
    (2..8)
        .map(|k| 0.5f64.powi(k))
        .map(|h| h.powf(order) * (1.0 + h))
        .collect()
}

/// An order is told from its neighbours and from what lies between them.
#[test]
fn an_order_is_that_order_and_no_other() {
    for order in 1..=5 {
        assert_eq!(falls_by(order, &errors(order as f64)), Ok(()));
        for off in [-1.0, -0.5, -0.125, 0.125, 0.5, 1.0] {
            assert!(
                falls_by(order, &errors(order as f64 + off)).is_err(),
                "{order} {off}"
            );
        }
    }
}

/// Scatter, a floor of rounding, errors that vanish and errors that are no numbers widen nothing.
#[test]
fn errors_that_do_not_fit_are_refused() {
    let errors = errors(2.0);
    let scattered = |i: usize, by: f64| {
        let mut errors = errors.clone();
        errors[i] *= by;
        errors
    };
    let with_a_floor: Vec<f64> = errors.iter().map(|error| error + 1e-5).collect();
    assert!(falls_by(2, &with_a_floor).is_err());
    for i in 1..errors.len() {
        for by in [0.0, 0.5, 0.75, 1.5, 2.0, f64::NAN, f64::INFINITY] {
            assert!(falls_by(2, &scattered(i, by)).is_err(), "{i} {by}");
        }
    }
}
