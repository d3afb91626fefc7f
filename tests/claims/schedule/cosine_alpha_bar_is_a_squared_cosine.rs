use super::*;

/// ᾱ_t = f(t)/f(0) with f in the paper's letters, wherever β is not capped.
#[test]
fn by_certified_enclosure() {
    let steps = 60;
    let s = Certified::ratio(8, 1000);
    let f = |t: i64| {
        let angle = (Certified::ratio(t, steps) + s) / (Certified::one() + s);
        (angle * Certified::pi() / Certified::int(2))
            .cos()
            .squared()
    };
    let betas = cosine::<Certified>(60).unwrap();
    let schedule = Discrete::from_betas(&betas).unwrap();
    for t in 1..steps {
        let got = schedule.squares()[usize::try_from(t).unwrap()].alpha_bar();
        let defect = got - f(t) / f(0);
        assert!(
            defect.contains(0.0) && defect.width() < 1e-60,
            "{t}: {defect:?}"
        );
    }
    assert!(betas[59].distance(0.999) < 1e-16); // capped
}

/// The published middle of the curve, `ᾱ_500 = 0.494` at T = 1000: the square is there.
#[test]
fn by_reference_values() {
    let betas = cosine::<f64>(1000).unwrap();
    let schedule = Discrete::from_betas(&betas).unwrap();
    assert_within(schedule.squares()[500].alpha_bar(), 0.4938, 5e-5);
    assert_eq!(betas[999], 0.999);
    assert!(betas[..999].iter().all(|&beta| beta < 0.999));
}

/// β₁ keeps its digits: four roundings of the angle and of each function of it.
#[test]
fn by_scaling() {
    let truth = cosine::<Certified>(1000).unwrap();
    let got = cosine::<f64>(1000).unwrap();
    for t in 0..500 {
        assert!(
            truth[t].distance(got[t]) < 30.0 * U * got[t],
            "beta_{}",
            t + 1
        );
    }
}
