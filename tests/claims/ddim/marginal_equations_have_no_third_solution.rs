use super::*;

/// `m² σ²_t + std² − σ²_s = σ²_t (m − m₊)(m − m₋)` at three m, hence at all: a quadratic has two roots.
#[test]
fn by_exact_arithmetic() {
    for pair in pairs::<Exact>() {
        let (s, t) = (pair.s(), pair.t());
        for std in shares().map(|share| share * s.sigma()) {
            let [plus, minus] =
                BRANCHES.map(|branch| step_with_std(pair, std, branch).unwrap().on_x_t);
            for m in [-3, 0, 5].map(|m| Exact::ratio(m, 4)) {
                assert_eq!(
                    m.squared() * t.sigma().squared() + std.squared() - s.sigma().squared(),
                    t.sigma().squared() * (m - plus) * (m - minus)
                );
            }
        }
    }
}
