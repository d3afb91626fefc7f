use super::*;

/// At every level, over the whole line.
#[test]
fn by_quadrature() {
    for scales in LEVELS.into_iter().chain([(1.0, 0.0), (0.0, 1.0)]) {
        let law = line().at(level::<Running>(scales)).unwrap();
        let mass = integrate_running(|x| law.log_density(&[x]).unwrap().exp(), -40, 40);
        mass.assert_is(1.0, 0.0);
    }
}
