use super::*;

/// At τ = 0 a corrector with one answer more is UniPC's, wherever three answers or more are weighed: there UniPC is exact.
#[test]
fn by_exact_arithmetic() {
    let path = with_ends(&uneven_path(Curve::Flow, -2.0, 0.75));
    let sa = sa_solver((3, 4), false, 0.0).plan(&path).unwrap();
    let unipc = Method::UniPc(UniPc {
        order: 3,
        scale: Scale::Bh2,
        corrector: true,
        ending: Ending::Kept,
    });
    let unipc = unipc.plan(&path).unwrap();
    assert_eq!(sa.rows().len(), unipc.rows().len());
    let mut same = 0;
    for (one, other) in sa.rows().iter().zip(unipc.rows()) {
        let answers = one.sum().iter();
        let answers = answers.filter(|(_, past)| matches!(past, Past::X0(_)));
        if answers.count() > 2 {
            assert_eq!(one, other);
            same += 1;
        }
    }
    assert_eq!(same, 7);
}
