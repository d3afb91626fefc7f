use super::*;

/// f in W's "Parameterization of β_t": a cosine without the square.
fn alpha_bar(t: i64, power: i64) -> Certified {
    let s = Certified::ratio(8, 1000);
    let f = |t: i64| {
        let angle = (Certified::ratio(t, 1000) + s) / (Certified::one() + s);
        let cosine = (angle * Certified::pi() / Certified::int(2)).cos();
        if power == 2 { cosine.squared() } else { cosine }
    };
    f(t) / f(0)
}

/// It gives ᾱ_500 = 0.703, where the schedule has 0.494.
#[test]
fn by_failing_as_printed() {
    let schedule = Discrete::from_betas(&cosine::<Certified>(1000).unwrap()).unwrap();
    let defect = alpha_bar(500, 1) - schedule.squares()[500].alpha_bar();
    assert!(defect > Certified::ratio(208, 1000) && defect < Certified::ratio(210, 1000));
}

#[test]
fn by_holding_as_corrected() {
    let schedule = Discrete::from_betas(&cosine::<Certified>(1000).unwrap()).unwrap();
    for t in [1, 250, 500, 999] {
        let at = usize::try_from(t).unwrap();
        assert!((alpha_bar(t, 2) - schedule.squares()[at].alpha_bar()).contains(0.0));
    }
}
