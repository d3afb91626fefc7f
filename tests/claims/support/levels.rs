//! Levels at which identities can be checked with zero tolerance.

use tweedie::level::{LevelPair, NoiseLevel};
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
