use super::*;

/// B(h) cancels where three answers or more are weighed; where it is two, the kinds differ.
#[test]
fn by_exact_arithmetic() {
    let path = uneven_path(Curve::Flow, -2.0, 0.75);
    let [first, second] = SCALES.map(|scale| unipc(3, scale, true).plan(&path).unwrap());
    for (one, other) in first.rows().iter().zip(second.rows()) {
        let answers = one.sum().iter();
        let answers = answers.filter(|(_, past)| matches!(past, Past::X0(_)));
        assert_eq!(one == other, answers.count() != 2);
    }
}
