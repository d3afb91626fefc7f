//! The functions of displays, on numbers and on rows of them.

use tweedie::scalar::{Certified, Real};

/// A number system that displays are read in.
pub trait Number: Real {
    /// The double nearest to it.
    fn near(self) -> f64;
}

impl Number for f64 {
    fn near(self) -> f64 {
        self
    }
}

impl Number for Certified {
    fn near(self) -> f64 {
        self.to_f64()
    }
}

/// How many places a row has: a single number stands in all of them.
pub fn lanes<T>(values: &[Vec<T>]) -> usize {
    values.iter().map(Vec::len).max().unwrap_or(0)
}

/// What stands in a place.
pub fn lane<T: Copy>(value: &[T], place: usize) -> T {
    value[if value.len() == 1 { 0 } else { place }]
}

/// A function of two, place by place.
pub fn each<T: Copy>(a: &[T], b: &[T], function: impl Fn(T, T) -> T) -> Vec<T> {
    let places = 0..a.len().max(b.len());
    places
        .map(|place| function(lane(a, place), lane(b, place)))
        .collect()
}

/// The value of a function.
pub fn call<T: Number>(name: &str, arguments: &[Vec<T>]) -> Result<Vec<T>, String> {
    let map = |row: &[T], function: &dyn Fn(T) -> T| Ok(row.iter().map(|&x| function(x)).collect());
    match (name, arguments) {
        ("square", [x]) => map(x, &T::squared),
        ("sqrt", [x]) => map(x, &T::sqrt),
        ("exp", [x]) => map(x, &T::exp),
        ("expm1", [x]) => map(x, &T::exp_m1),
        ("ln", [x]) => map(x, &T::ln),
        ("cos", [x]) => map(x, &T::cos),
        ("abs", [x]) => map(x, &T::abs),
        ("Φ", [x]) => map(x, &T::normal_cdf),
        ("floor", [x]) => map(x, &|x| T::from_f64(x.near().floor())),
        ("round", [x]) => map(x, &|x| T::from_f64(x.near().round_ties_even())),
        ("min", [a, b]) => Ok(each(a, b, T::min)),
        ("max", [a, b]) => Ok(each(a, b, T::max)),
        ("clip", [x, low, high]) => Ok(each(&each(x, low, T::max), high, T::min)),
        ("min", [row]) => Ok(row.iter().copied().reduce(T::min).into_iter().collect()),
        ("max", [row]) => Ok(row.iter().copied().reduce(T::max).into_iter().collect()),
        ("squares", [row]) => Ok(vec![sum(row.iter().map(|x| x.squared()))]),
        ("std", [row]) => Ok(vec![deviation(row)]),
        ("quantile", [row, share]) => Ok(vec![quantile(row, share[0])]),
        _ => Err(format!(
            "no function {name} of {} arguments",
            arguments.len()
        )),
    }
}

fn sum<T: Number>(terms: impl Iterator<Item = T>) -> T {
    terms.fold(T::zero(), |sum, term| sum + term)
}

/// The root of the mean square distance from the mean.
fn deviation<T: Number>(row: &[T]) -> T {
    let n = T::count(row.len());
    let mean = sum(row.iter().copied()) / n;
    (sum(row.iter().map(|&x| (x - mean).squared())) / n).sqrt()
}

/// Between the order statistics, as the crow flies.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a place in a row
fn quantile<T: Number>(row: &[T], share: T) -> T {
    let mut sorted = row.to_vec();
    sorted.sort_by(|a, b| a.near().total_cmp(&b.near()));
    let place = share * T::count(row.len() - 1);
    let below = place.near().floor() as usize;
    let above = (below + 1).min(row.len() - 1);
    sorted[below] + (place - T::count(below)) * (sorted[above] - sorted[below])
}
