use super::*;

/// The corrector draws nothing: it adds the draw of the row before, as that did; both set out from the same state.
#[test]
fn by_exact_arithmetic() {
    let path = with_ends(&uneven_path(Curve::Flow, -2.0, 0.75));
    for asks_again in [false, true] {
        let plan = sa_solver((3, 3), asks_again, 1.0).plan(&path).unwrap();
        // PEC looks once at each level, PECE again wherever it has corrected
        let looks = if asks_again { 7 + 6 } else { 7 };
        assert_eq!(plan.calls(), looks);
        let pairs: Vec<_> = plan.rows().chunks_exact(2).collect();
        assert_eq!(pairs.len(), 6);
        for rows in pairs {
            let (predictor, corrector) = (&rows[0], &rows[1]);
            assert!(!corrector.draws());
            let kept = |past| predictor.weight(past);
            assert_eq!(corrector.weight(Past::Drawn(0)), kept(Past::Fresh));
            assert_eq!(corrector.weight(Past::State(1)), kept(Past::State(0)));
            assert!(kept(Past::Fresh) > 0.0);
        }
    }
}
