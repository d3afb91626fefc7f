use super::*;

/// The logit of the place between the ends rises in equal steps from −6 to 6.
#[test]
fn by_certified_enclosure() {
    let (first, last) = (Certified::ratio(1, 10_000), Certified::ratio(2, 100));
    let betas = sigmoid(first, last, 13).unwrap();
    for (i, &beta) in betas.iter().enumerate() {
        let place = (beta - first) / (last - first);
        let logit = (place / (Certified::one() - place)).ln();
        let defect = logit - Certified::int(i64::try_from(i).unwrap() - 6);
        assert!(
            defect.contains(0.0) && defect.width() < 1e-60,
            "{i}: {defect:?}"
        );
    }
}
