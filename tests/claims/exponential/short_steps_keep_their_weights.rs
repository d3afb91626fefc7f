use super::*;

/// Levels as they are in `f64`, a step 1 to 1e-8 long: a weight is off by so many roundings of 1 and no more, that of noise
/// by 8/√h of them.
#[test]
fn by_certified_enclosure() {
    for exponent in 0..=8 {
        let h = 0.1f64.powi(exponent);
        let path = uneven_path(Curve::VariancePreserving, 0.25, h);
        for (eta, order) in [(0.0, 2), (0.0, 3), (1.0, 3)] {
            let running = adams(order, Running::exact(eta)).plan(&in_numbers(&path));
            let truth = adams(order, Certified::from_f64(eta)).plan(&in_numbers(&path));
            let (running, truth) = (running.unwrap(), truth.unwrap());
            for (row, truth) in running.rows().iter().zip(truth.rows()) {
                for &(weight, past) in row.sum() {
                    let off = truth.weight(past).distance(weight.value);
                    assert!(off <= weight.tolerance(Format::F64), "{h:e} {past:?}");
                    let most = match past {
                        Past::Fresh => 8.0 / h.sqrt(),
                        _ => 256.0,
                    };
                    assert!(weight.error <= most, "{h:e} {past:?}: {weight:?}");
                }
            }
        }
    }
}
