use super::*;

#[test]
fn by_bad_input() {
    let level = |alpha: f64, sigma: f64| NoiseLevel::new(alpha, sigma).unwrap();
    let (noise, middle, clean) = (level(0.0, 1.0), level(0.6, 0.8), NoiseLevel::clean());
    let said = |method: Method<f64>, levels: &[NoiseLevel<f64>]| {
        method.plan(&path(levels)).unwrap_err().to_string()
    };
    let methods = |order| [Method::Lms { order }, Method::Ipndm { order }, deis(order)];
    for method in methods(3).into_iter().chain([Method::Plms]) {
        assert_eq!(
            said(method, &[noise, middle, clean]),
            "alpha_t is 0.0: pure noise has no place on the flow of unscaled data: start from a level with signal, or take \
             that step by DDIM"
        );
        assert!(method.plan(&path(&[middle, clean])).is_ok());
    }
    let [lms, ipndm, deis] = methods(0).map(|method| said(method, &[middle, clean]));
    assert_eq!(
        [&lms, &deis],
        ["order is 0: a step looks once at least: give 1 or more"; 2]
    );
    for (order, message) in [
        (0, ipndm),
        (5, said(Method::Ipndm { order: 5 }, &[middle, clean])),
    ] {
        assert_eq!(
            message,
            format!(
                "order is {order}: the numbers of Adams and Bashforth are given for the orders 1 to 4"
            )
        );
    }
}
