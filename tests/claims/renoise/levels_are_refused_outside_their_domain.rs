use super::*;

#[test]
fn by_bad_input() {
    let flows = flows::<f64>();
    let said = |method: Method<f64>, path: &Path<f64>| method.plan(path).unwrap_err().to_string();
    for (eta, shown) in [(-0.5, "-0.5"), (f64::NAN, "NaN"), (9.5, "9.5")] {
        assert_eq!(
            said(Method::FlowAncestral { eta }, &flows),
            format!(
                "eta is {shown}: it lies between 0 and σ_t/(σ_t − σ_s): 0 is deterministic, at the other end all noise is fresh"
            )
        );
    }
    assert_eq!(
        said(Method::FlowAncestral { eta: 0.5 }, &chain()),
        "path is VariancePreserving: the method reckons in levels with α + σ = 1: give a path of flows, or take DDIM"
    );
    for (gamma, shown) in [(-0.5, "-0.5"), (f64::NAN, "NaN"), (1.5, "1.5")] {
        assert_eq!(
            said(Method::Trajectory { gamma }, &chain()),
            format!(
                "gamma is {shown}: it lies between 0, deterministic, and 1, where all noise is fresh"
            )
        );
    }
    assert_eq!(
        said(Method::Trajectory { gamma: 0.5 }, &flows),
        "path is Flow: the method reckons in the time of a chain: give a path of one"
    );
    // no way leads by a level that is noisier than the end
    let pair = LevelPair::new(flow(1, 4), flow(3, 4)).unwrap();
    let message = step(pair, flow::<f64>(1, 2)).unwrap_err().to_string();
    assert!(message.starts_with("pair of levels (s, t)"), "{message}");
}
