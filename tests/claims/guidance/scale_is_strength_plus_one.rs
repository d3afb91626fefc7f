use super::*;

/// `scale(1 + w) = strength(w)`, inside the range; taken for one another they differ by the whole of `cond − uncond`.
#[test]
fn by_exact_arithmetic() {
    let (cond, uncond) = (Exact::ratio(-7, 5), Exact::ratio(3, 11));
    for (numerator, denominator) in [(1, 3), (5, 2), (15, 2), (-1, 4)] {
        let w = Exact::ratio(numerator, denominator);
        assert_eq!(Weights::scale(Exact::one() + w), Weights::strength(w));
        let mistaken = Weights::strength(w).apply(cond, uncond);
        let meant = Weights::scale(w).apply(cond, uncond);
        assert_eq!(mistaken - meant, cond - uncond);
    }
}

/// One number each: `(1 − 3½)·1 + 3½·3` and `(1 + 3½)·3 − 3½·1`.
#[test]
fn by_reference_values() {
    assert_eq!(Weights::scale(3.5).apply(3.0, 1.0), 8.0);
    assert_eq!(Weights::strength(3.5).apply(3.0, 1.0), 10.0);
    assert_eq!(Weights::scale(1.0).apply(3.0, 1.0), 3.0);
    assert_eq!(Weights::strength(0.0).apply(3.0, 1.0), 3.0);
}
