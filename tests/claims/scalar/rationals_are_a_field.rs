use super::*;

#[test]
fn by_exact_arithmetic() {
    let (a, b) = (Exact::ratio(-3, 7), Exact::ratio(5, 2));
    assert_eq!(a * (b + b), a * b + a * b);
    assert_eq!(a / b * b, a);
    assert_eq!(a - a, Exact::zero());
    assert_eq!(a.abs(), -a);
    assert_eq!(a.max(b), b);
    assert_eq!(a.min(b), a);
    assert_eq!(Exact::ratio(49, 64).sqrt(), Exact::ratio(7, 8));
    assert_eq!(
        Exact::from_f64(0.1),
        Exact::ratio(3_602_879_701_896_397, 36_028_797_018_963_968)
    );
    assert_eq!(format!("{:?}", Exact::ratio(6, -4)), "-3/2");
}

/// What the rationals cannot hold is undefined, spreads, and compares with nothing.
#[test]
fn by_bad_input() {
    let undefined = [
        Exact::int(2).sqrt(),
        Exact::int(-1).sqrt(),
        Exact::one() / Exact::zero(),
        Exact::from_f64(f64::NAN),
        Exact::from_f64(f64::INFINITY),
    ];
    for value in undefined {
        assert!(!value.is_finite() && !(value + Exact::one()).is_finite());
        assert_eq!(
            (value.partial_cmp(&value), value.partial_cmp(&Exact::one())),
            (None, None)
        );
        assert_eq!(format!("{value:?}"), "undefined");
    }
}
