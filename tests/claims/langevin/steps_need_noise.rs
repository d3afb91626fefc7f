use super::*;

#[test]
fn by_bad_input() {
    let level = |alpha: f64, sigma: f64| NoiseLevel::new(alpha, sigma).unwrap();
    let (noise, middle, clean) = (level(0.0, 1.0), level(0.6, 0.8), NoiseLevel::clean());
    for (bad, shown) in [(-0.1, "-0.1"), (f64::NAN, "NaN"), (f64::INFINITY, "inf")] {
        let message = format!("tau is {shown}: give a finite number ≥ 0");
        assert_eq!(step(middle, bad).unwrap_err().to_string(), message);
    }
    let no_score = "sigma is 0.0: clean data have no score: end at a level with noise";
    assert_eq!(step(clean, 0.1).unwrap_err().to_string(), no_score);
    for (bad, shown) in [(-0.1, "-0.1"), (f64::NAN, "NaN"), (1.5, "1.5")] {
        let message = format!("delta is {shown}: it is a share, between 0 and 1");
        assert_eq!(exchange(middle, bad).unwrap_err().to_string(), message);
    }
    let said = |repeats, levels: &[NoiseLevel<f64>]| {
        let method = Method::Langevin {
            share: 0.1,
            repeats,
        };
        method.plan(&path(levels)).unwrap_err().to_string()
    };
    assert_eq!(
        said(0, &[middle, level(0.8, 0.6)]),
        "steps at a level is 0: give 1 or more"
    );
    assert_eq!(said(1, &[middle, clean]), no_score);
    assert_eq!(
        said(1, &[noise, middle]),
        "alpha is 0.0: pure noise has no unscaled state to hand on: start from a level with signal"
    );
    // a single step needs no signal, and is finite there
    assert!(step(noise, 0.1).is_ok() && exchange(noise, 0.1).is_ok());
    // within the domain of δ, a plan may end in clean data
    let corrected = Method::Corrected { delta: 0.25 };
    assert!(corrected.plan(&path(&[noise, middle, clean])).is_ok());
}
