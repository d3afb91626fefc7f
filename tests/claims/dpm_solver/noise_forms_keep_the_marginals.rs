use super::*;

#[test]
fn by_certified_enclosure() {
    for order in 1..=3 {
        assert_keeps_marginals(|path| noise_singlestep(order).plan(path), false);
        for slope in SLOPES {
            assert_keeps_marginals(|path| noise_multistep(order, slope).plan(path), false);
        }
    }
    // of order 1 both are DDIM, written in x̂₀
    let path = uneven_path(Curve::Flow, Certified::int(-2), Certified::ratio(2, 3));
    let ddim = ddim::plan(&path, Certified::zero()).unwrap();
    for method in [noise_singlestep(1), noise_multistep(1, Slope::Heun)] {
        assert_same_plan(&method.plan(&path).unwrap().in_x0().unwrap(), &ddim);
    }
}
