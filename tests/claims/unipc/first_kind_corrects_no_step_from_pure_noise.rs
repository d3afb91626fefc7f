use super::*;

#[test]
fn by_bad_input() {
    let path = with_ends(&uneven_path(Curve::Flow, -1.0, 0.5));
    assert_eq!(
        unipc(2, Scale::Bh1, true)
            .plan(&path)
            .unwrap_err()
            .to_string(),
        "alpha_t of a corrected step is 0.0: bh1 weighs answers by the rise of ln(α/σ), infinite there; take bh2, or start where there is signal"
    );
    assert!(unipc(2, Scale::Bh1, false).plan(&path).is_ok());
}

/// bh2 weighs the two answers of that step alike, as it does near pure noise.
#[test]
fn by_limit() {
    let from = |alpha: Certified| {
        let noise = NoiseLevel::new(alpha, Certified::one()).unwrap();
        let inner = uneven_path(Curve::Flow, Certified::int(-2), Certified::ratio(1, 2));
        let levels = [&[noise], inner.levels()].concat();
        let path = Path::new(Curve::Flow, levels).unwrap();
        unipc(2, Scale::Bh2, true).plan(&path).unwrap()
    };
    let limit = from(Certified::zero());
    let near = from((-Certified::int(300)).exp());
    let corrected = &limit.rows()[1];
    assert_same_row(corrected, &near.rows()[1]);
    let [new, old] = [0, 1].map(|back| corrected.weight(Past::X0(back)));
    assert!((new - old).contains(0.0));
}
