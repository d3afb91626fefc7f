//! Levels at which identities can be checked with zero tolerance.

use proptest::prelude::*;
use tweedie::level::{LevelPair, NoiseLevel};
use tweedie::path::{Curve, Path};
use tweedie::scalar::Field;

/// The variance-preserving level `((1 − r²)/(1 + r²), 2r/(1 + r²))` with `r = p/q`: both scales are rational.
pub fn pythagorean<T: Field>(p: i64, q: i64) -> NoiseLevel<T> {
    let (square, rest) = (q * q + p * p, q * q - p * p);
    NoiseLevel::new(T::ratio(rest, square), T::ratio(2 * p * q, square)).unwrap()
}

/// Pairs of levels, near and far, variance-preserving and not, from the interior of the range and from its ends.
pub fn pairs<T: Field>() -> Vec<LevelPair<T>> {
    let level = |alpha: (i64, i64), sigma: (i64, i64)| {
        NoiseLevel::new(T::ratio(alpha.0, alpha.1), T::ratio(sigma.0, sigma.1)).unwrap()
    };
    let ascending = [
        NoiseLevel::clean(),
        pythagorean(1, 20),
        pythagorean(1, 9),
        pythagorean(2, 7),
        pythagorean(3, 7),
        pythagorean(5, 8),
        pythagorean(8, 9),
        NoiseLevel::new(T::zero(), T::one()).unwrap(),
    ];
    let unscaled = [
        level((1, 1), (1, 50)),
        level((3, 2), (3, 7)),
        level((1, 3), (5, 2)),
    ];
    [&ascending[..], &unscaled[..]]
        .into_iter()
        .flat_map(|levels| {
            (0..levels.len()).flat_map(move |i| {
                (i + 1..levels.len()).map(move |j| LevelPair::new(levels[i], levels[j]).unwrap())
            })
        })
        .collect()
}

/// Pairs whose step has a rational standard deviation: `σ_t : α_ts σ_s : σ_ts = c : a : b` with `a² + b² = c²`.
pub fn triple_pairs<T: Field>() -> Vec<LevelPair<T>> {
    let triples = [(3, 4, 5), (5, 12, 13), (8, 15, 17), (20, 21, 29), (4, 3, 5)];
    let scales = [(1, 1, 1, 1), (9, 10, 2, 3), (3, 5, 7, 4)]; // α_s and α_t
    triples
        .iter()
        .flat_map(|&(a, _, c)| {
            scales.iter().map(move |&(p, q, r, w)| {
                let (alpha_s, alpha_t) = (T::ratio(p, q), T::ratio(r, w));
                let sigma_s = T::ratio(a, 11) * alpha_s / alpha_t;
                let s = NoiseLevel::new(alpha_s, sigma_s).unwrap();
                let t = NoiseLevel::new(alpha_t, T::ratio(c, 11)).unwrap();
                LevelPair::new(s, t).unwrap()
            })
        })
        .collect()
}

/// Interior pairs: those in which x_s is not yet determined by x₀.
pub fn noisy_pairs<T: Field>() -> impl Iterator<Item = LevelPair<T>> {
    pairs::<T>()
        .into_iter()
        .filter(|pair| pair.s().sigma() > T::zero())
}

/// Whether `α² + σ² = 1` at both levels.
pub fn preserves_variance<T: Field>(pair: LevelPair<T>) -> bool {
    let unit = |level: NoiseLevel<T>| level.alpha().squared() + level.sigma().squared() == T::one();
    unit(pair.s()) && unit(pair.t())
}

/// Levels from noisy to almost clean, at various scales, whose neighbours have `σ̂_s/σ̂_t = 3/5`: their steps have
/// rational standard deviations.
pub fn triple_descent<T: Field>() -> Vec<NoiseLevel<T>> {
    let scales = [(1, 3), (3, 2), (3, 4), (1, 1), (7, 6)];
    let mut edm_sigma = T::int(2);
    scales
        .map(|(p, q)| {
            let alpha = T::ratio(p, q);
            let level = NoiseLevel::new(alpha, alpha * edm_sigma).unwrap();
            edm_sigma = edm_sigma * T::ratio(3, 5);
            level
        })
        .into()
}

/// `n` steps of equal ratio between two noise scales of unscaled data.
pub fn geometric(from: f64, to: f64, n: u32) -> Vec<NoiseLevel<f64>> {
    (0..=n)
        .map(|i| from * (to / from).powf(f64::from(i) / f64::from(n)))
        .map(|sigma| NoiseLevel::unscaled(sigma).unwrap())
        .collect()
}

/// Random pairs of levels at any scale, near and far: `σ̂_t/σ̂_s` from 1.001 to 10¹².
pub fn any_pair() -> impl Strategy<Value = LevelPair<f64>> {
    (-2.0..1.0f64, -2.0..1.0f64, -6.0..2.0f64, -3.0..12.0f64).prop_map(|(a, b, c, d)| {
        let (alpha_s, alpha_t) = (10f64.powf(a), 10f64.powf(b));
        let edm_sigma = 10f64.powf(c);
        let s = NoiseLevel::new(alpha_s, alpha_s * edm_sigma).unwrap();
        let grown = edm_sigma * (1.0 + 10f64.powf(d));
        let t = NoiseLevel::new(alpha_t, alpha_t * grown).unwrap();
        LevelPair::new(s, t).unwrap()
    })
}

/// A pair of levels, as they are, in another number system.
pub fn lifted<T: Field>(pair: LevelPair<f64>) -> LevelPair<T> {
    let level = |l: NoiseLevel<f64>| {
        NoiseLevel::new(T::from_f64(l.alpha()), T::from_f64(l.sigma())).unwrap()
    };
    LevelPair::new(level(pair.s()), level(pair.t())).unwrap()
}

/// The path through levels, for methods that need none between them: the curve plays no part.
pub fn path<T: Field>(levels: &[NoiseLevel<T>]) -> Path<T> {
    Path::new(Curve::VariancePreserving, levels.to_vec()).unwrap()
}
