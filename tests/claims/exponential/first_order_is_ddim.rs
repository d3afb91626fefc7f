use super::*;

/// At η = 0 the deterministic step, at η = 1 the posterior; from pure noise and to clean data too.
#[test]
fn by_certified_enclosure() {
    for curve in [Curve::VariancePreserving, Curve::Flow] {
        let inner = uneven_path(curve, Certified::int(-2), Certified::ratio(2, 3));
        for path in [with_ends(&inner), inner] {
            for eta in [Certified::zero(), Certified::one()] {
                let ddim = ddim::plan(&path, eta).unwrap();
                assert_same_plan(&adams(1, eta).plan(&path).unwrap(), &ddim);
            }
        }
    }
}

/// Between the two, η is not DDIM's: that scales the deviation of fresh noise, this the rate at which it is added.
#[test]
fn by_counterexample() {
    let path = uneven_path(Curve::Flow, -2.0, 0.5);
    let noise = |method: Method<f64>| method.plan(&path).unwrap().rows()[0].weight(Past::Fresh);
    let (rate, deviation) = (noise(adams(1, 0.5)), noise(Method::Ddim { eta: 0.5 }));
    assert!(rate > 1.2 * deviation, "{rate} {deviation}");
}

/// In one step, whatever the order: all of the answer and nothing else.
#[test]
fn by_limit() {
    let noise = NoiseLevel::new(0.0, 1.0).unwrap();
    let path = Path::new(Curve::Flow, vec![noise, NoiseLevel::clean()]).unwrap();
    for eta in [0.0, 0.5, 1.0] {
        for order in 1..=4 {
            let plan = adams(order, eta).plan(&path).unwrap();
            assert_eq!(plan.rows()[0].sum(), [(1.0, Past::X0(0))]);
        }
    }
}
