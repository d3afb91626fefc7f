use super::*;

#[test]
fn by_exact_arithmetic() {
    let path = with_ends(&uneven_path(Curve::Flow, -2.0, 0.75));
    for eta in [0.0, 0.5, 1.0] {
        for order in 1..=3 {
            for asks_again in [false, true] {
                let predicted = sa_solver((order, 0), asks_again, eta).plan(&path);
                let ending = Ending::Kept;
                let adams = exponential::plan(&path, Lookback { order, eta, ending });
                assert_eq!(predicted.unwrap(), adams.unwrap());
            }
        }
    }
}
