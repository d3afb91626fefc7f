use super::*;

#[test]
fn by_bad_input() {
    let path = uneven_path(Curve::Flow, -1.0, 0.5);
    let refused = |order, eta| adams(order, eta).plan(&path).unwrap_err().to_string();
    assert_eq!(
        refused(0, 0.0),
        "order is 0: give 1 or more: how many answers a step weighs"
    );
    for eta in [-0.5, f64::NAN, f64::INFINITY] {
        assert_eq!(
            refused(2, eta),
            format!(
                "eta is {eta:?}: give a finite number ≥ 0: 0 is the flow, 1 the reverse of the forward process"
            )
        );
    }
}
