use super::*;

#[test]
fn by_bad_input() {
    let said = |distilled: Distilled<f64>, path: &Path<f64>| {
        let method = Method::Consistency(distilled);
        method.plan(path).unwrap_err().to_string()
    };
    let in_time = |scaling, sigma_data| Distilled::InTime {
        scaling,
        sigma_data,
    };
    let in_noise = |sigma_min, sigma_data| Distilled::InNoise {
        sigma_min,
        sigma_data,
    };
    for (bad, shown) in [(0.0, "0.0"), (-1.0, "-1.0"), (f64::NAN, "NaN")] {
        for (distilled, name) in [
            (in_time(bad, 0.5), "scaling"),
            (in_time(10.0, bad), "sigma_data"),
            (in_noise(bad, 0.5), "sigma_min"),
            (in_noise(0.002, bad), "sigma_data"),
        ] {
            assert_eq!(
                said(distilled, &chain()),
                format!("{name} is {shown}: give a finite number > 0")
            );
        }
    }
    let levels: Vec<NoiseLevel<f64>> = vec![
        NoiseLevel::new(0.0, 1.0).unwrap(),
        NoiseLevel::new(0.6, 0.8).unwrap(),
    ];
    assert_eq!(
        said(in_noise(0.002, 0.5), &path(&levels)),
        "alpha_t is 0.0: give a finite number > 0"
    );
    assert_eq!(
        said(in_time(10.0, 0.5), &path(&levels)),
        "path is VariancePreserving: the method reckons in the time of a chain: give a path of one"
    );
}
