use super::*;

/// `f = x` where the path ends, whatever the answer is: at the cleanest timestep, and at `σ_min`.
#[test]
fn by_limit() {
    let identity = Boundary {
        c_skip: Exact::one(),
        c_out: Exact::zero(),
    };
    let width = Exact::ratio(1, 2);
    assert_eq!(Boundary::in_time(Exact::zero(), width), identity);
    // 5/12² + 1² is a square, so the root is rational
    let least = Exact::ratio(5, 24);
    assert_eq!(Boundary::in_noise(least, least, width), identity);
}

/// `(3, 4, 5)` by hand.
#[test]
fn by_reference_values() {
    let whole = Exact::int;
    let told = Boundary {
        c_skip: Exact::ratio(9, 25),
        c_out: Exact::ratio(4, 5),
    };
    assert_eq!(Boundary::in_time(whole(4), whole(3)), told);
    let told = Boundary {
        c_skip: Exact::ratio(9, 18),
        c_out: Exact::ratio(9, 5),
    };
    assert_eq!(Boundary::in_noise(whole(4), whole(1), whole(3)), told);
}
