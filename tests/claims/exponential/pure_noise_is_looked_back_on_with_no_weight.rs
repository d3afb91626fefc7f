use super::*;

/// The weights of a path from α = e^{−L} tend to those from α = 0, by 1/L: h_last → ∞.
#[test]
fn by_limit() {
    for order in 2..=3 {
        let from = |alpha: Certified| {
            let noise = NoiseLevel::new(alpha, Certified::one()).unwrap();
            let inner = uneven_path(Curve::Flow, Certified::int(-2), Certified::ratio(1, 2));
            let levels = [&[noise], inner.levels()].concat();
            let path = Path::new(Curve::Flow, levels).unwrap();
            adams(order, Certified::ratio(1, 2)).plan(&path).unwrap()
        };
        let limit = from(Certified::zero());
        let off = |length: i64| {
            let near = from((-Certified::int(length)).exp());
            let rows = near.rows().iter().zip(limit.rows());
            let defects = rows.flat_map(|(near, limit)| {
                let terms = near.sum().iter().chain(limit.sum());
                terms.map(|&(_, past)| (near.weight(past) - limit.weight(past)).distance(0.0))
            });
            defects.fold(0.0, f64::max)
        };
        let (far, farther) = (off(10_000), off(1_000_000));
        assert!(farther < 1e-5, "{farther:e}");
        assert!(farther < far / 90.0, "{far:e} {farther:e}");
    }
}
