use super::*;

/// σ^{1/ρ} falls in equal steps between the ends, and the clean level follows.
#[test]
fn by_certified_enclosure() {
    let (low, high, rho) = (
        Certified::ratio(2, 1000),
        Certified::int(80),
        Certified::int(7),
    );
    let levels = karras(5, low, high, rho).unwrap();
    assert_eq!(levels.len(), 6);
    let root = |i: usize| (levels[i].sigma().ln() / rho).exp();
    for i in 1..4 {
        let bend = root(i - 1) - root(i) - (root(i) - root(i + 1));
        assert!(bend.contains(0.0) && bend.width() < 1e-60);
        assert!(root(i) < root(i - 1));
    }
    assert!((levels[0].sigma() - high).contains(0.0) && (levels[4].sigma() - low).contains(0.0));
    assert_eq!(levels[5].sigma(), Certified::zero());
    assert!(levels.iter().all(|level| level.alpha() == Certified::one()));
}

/// Five levels end at σ_min = 0.0292. Ports that count the clean level as a point of the ramp end at 0.170.
#[test]
fn by_reference_values() {
    let levels = karras(5, 0.0292, 14.6146, 7.0).unwrap();
    assert_within(levels[0].sigma(), 14.6146, 100.0 * U * 14.6);
    assert_within(levels[4].sigma(), 0.0292, 200.0 * U);
    assert_eq!(karras(1, 0.1, 2.0, 7.0).unwrap().len(), 2);
    assert_within(karras(1, 0.1, 2.0, 7.0).unwrap()[0].sigma(), 2.0, 100.0 * U);
    // ρ = 1 is even in σ itself
    let even: Vec<f64> = karras(3, 1.0, 2.0, 1.0)
        .unwrap()
        .iter()
        .map(|l| l.sigma())
        .collect();
    assert_eq!(even, [2.0, 1.5, 1.0, 0.0]);
}

#[test]
fn by_bad_input() {
    let error = |n, low, high, rho| karras(n, low, high, rho).unwrap_err().to_string();
    assert_eq!(
        error(0, 0.1, 1.0, 7.0),
        "number of levels n is 0: give 1 or more"
    );
    let ends = "give positive numbers, the smaller first";
    for (low, high) in [
        (1.0, 0.1),
        (0.0, 1.0),
        (1.0, 1.0),
        (0.1, f64::INFINITY),
        (f64::NAN, 1.0),
    ] {
        assert_eq!(
            error(5, low, high, 7.0),
            format!("(sigma_min, sigma_max) is ({low:?}, {high:?}): {ends}")
        );
    }
    for rho in [0.0, -7.0, f64::NAN, f64::INFINITY] {
        assert_eq!(
            error(5, 0.1, 1.0, rho),
            format!("rho is {rho:?}: give a finite number > 0")
        );
    }
}
