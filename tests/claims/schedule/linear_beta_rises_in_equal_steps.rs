use super::*;

#[test]
fn by_exact_arithmetic() {
    let betas = linear(Exact::ratio(1, 10_000), Exact::ratio(2, 100), 200).unwrap();
    assert_eq!(betas.len(), 200);
    assert_eq!(
        (betas[0], betas[199]),
        (Exact::ratio(1, 10_000), Exact::ratio(2, 100))
    );
    let stride = Exact::ratio(199, 10_000) / Exact::int(199);
    assert!(betas.windows(2).all(|pair| pair[1] - pair[0] == stride));
    assert_eq!(
        linear(Exact::ratio(1, 3), Exact::one(), 1).unwrap(),
        [Exact::ratio(1, 3)]
    );
}

/// ᾱ of DDPM at T: the value that every port should reach.
#[test]
fn by_certified_enclosure() {
    let betas = linear(Certified::ratio(1, 10_000), Certified::ratio(2, 100), 1000).unwrap();
    let end = Discrete::from_betas(&betas).unwrap().squares()[1000].alpha_bar();
    assert!(end.width() < 1e-70);
    // the product in logarithms is another road
    let log = betas.iter().fold(Certified::zero(), |sum, &b| {
        sum + (Certified::one() - b).ln()
    });
    assert!((log.exp() - end).contains(0.0));
    assert!(end.distance(ddpm().squares()[1000].alpha_bar()) < 2000.0 * U * end.to_f64());
    assert!(end > Certified::from_f64(4.0358e-5) && end < Certified::from_f64(4.0359e-5));
}

/// DDPM's ᾱ lies between the bounds that Coq proved, 22 digits of it.
#[test]
fn by_proved_bounds() {
    let betas = linear(Certified::ratio(1, 10_000), Certified::ratio(2, 100), 1000).unwrap();
    let end = Discrete::from_betas(&betas).unwrap().squares()[1000].alpha_bar();
    let [low, high] = proved_bounds::<Certified>("numbers.alpha_bar_1000");
    assert!(low < end && end < high, "{end:?}");
    assert!((high - low).to_f64() < 1e-21 * end.to_f64());
}

#[test]
fn by_bad_input() {
    for steps in [
        linear(1e-4, 0.02, 0).map(drop),
        scaled_linear(1e-4, 0.02, 0).map(drop),
        cosine::<f64>(0).map(drop),
        sigmoid(1e-4, 0.02, 0).map(drop),
    ] {
        assert_eq!(
            steps.unwrap_err().to_string(),
            "number of steps T is 0: give 1 or more"
        );
    }
    let none = Discrete::<f64>::from_betas(&[]).unwrap_err();
    assert_eq!(none.to_string(), "number of steps T is 0: give 1 or more");
    for beta in [0.0, 1.0, -0.5, f64::NAN] {
        let error = Discrete::from_betas(&[0.1, beta]).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("beta_2 is {beta:?}: the variance of a forward step lies in (0, 1)")
        );
    }
    let late = ddpm().descent(&[1001]).unwrap_err();
    assert_eq!(late.to_string(), "time t is 1001: it lies in 0 ..= 1000");
}
