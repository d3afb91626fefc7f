use super::*;

#[test]
fn by_exact_arithmetic() {
    let fixed = (1..=4).map(|order| Method::<Exact>::Ipndm { order });
    let fitted = (1..=6).map(|order| Method::Lms { order });
    for method in fixed.chain(fitted).chain([Method::Plms]) {
        for levels in [equal(), uneven()] {
            let plan = method.plan(&path(&levels)).unwrap();
            let nothing = vec![Exact::zero(); plan.rows().len()];
            assert_eq!(signal_defects(&plan), nothing, "{method:?}");
            assert_eq!(noise_defects(&plan).unwrap(), nothing, "{method:?}");
            // the same plan spelt in x̂₀
            let plan = plan.in_x0().unwrap();
            assert_eq!(signal_defects(&plan), nothing, "{method:?}");
            assert_eq!(noise_defects(&plan).unwrap(), nothing, "{method:?}");
        }
    }
}

/// DEIS has logarithms.
#[test]
fn by_certified_enclosure() {
    for order in 1..=4 {
        for levels in [equal::<Certified>(), uneven()] {
            let plan = deis(order).plan(&path(&levels)).unwrap();
            let plan = plan.in_x0().unwrap();
            for defect in [signal_defects(&plan), noise_defects(&plan).unwrap()].concat() {
                assert!(defect.contains(0.0) && defect.width() < 1e-60, "{defect:?}");
            }
        }
    }
}
