use super::*;

/// Of order 1 it is DDIM at η = 0, of order 2 by bh2 it is 2M by the middle, of order 3 exponential Adams from its third row on.
#[test]
fn by_certified_enclosure() {
    let eta = Certified::zero();
    let ending = Ending::Kept;
    for curve in [Curve::VariancePreserving, Curve::Flow] {
        let inner = uneven_path(curve, Certified::int(-2), Certified::ratio(2, 3));
        for path in [with_ends(&inner), inner] {
            let predicted = |order, scale| unipc(order, scale, false).plan(&path).unwrap();
            let slope = Slope::Midpoint;
            let multistep = Method::DpmSolver(DpmSolver::SecondMultistep { slope, eta, ending });
            let order = 3;
            let adams = exponential::plan(&path, Lookback { order, eta, ending }).unwrap();
            assert_same_plan(&predicted(2, Scale::Bh2), &multistep.plan(&path).unwrap());
            for scale in SCALES {
                assert_same_plan(&predicted(1, scale), &ddim::plan(&path, eta).unwrap());
                let third = predicted(3, scale);
                let rows = third.rows().iter().zip(adams.rows()).skip(3);
                rows.for_each(|(one, other)| assert_same_row(one, other));
            }
        }
    }
}
