use super::*;

/// iPNDM is LMS on steps that are equal in σ̂, however the levels are scaled, the step to clean data included.
#[test]
fn by_exact_arithmetic() {
    for order in 1..=4 {
        let path = path(&equal::<Exact>());
        let fixed = Method::Ipndm { order }.plan(&path).unwrap();
        let fitted = Method::Lms { order }.plan(&path).unwrap();
        assert_eq!(fixed, fitted, "order {order}");
    }
}

/// On others it is not, but at its first step.
#[test]
fn by_counterexample() {
    let path = path(&uneven::<Exact>());
    let fixed = Method::Ipndm { order: 2 }.plan(&path).unwrap();
    let fitted = Method::Lms { order: 2 }.plan(&path).unwrap();
    let differ = fixed.rows().iter().zip(fitted.rows()).map(|(a, b)| a != b);
    assert_eq!(differ.collect::<Vec<_>>(), [false, true, true, true, true]);
}
