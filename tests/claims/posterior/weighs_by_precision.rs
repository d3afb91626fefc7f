use super::*;

/// Precisions add, and the mean is the average of the two estimates of x_s that they weigh.
#[test]
fn by_exact_arithmetic() {
    for pair in noisy_pairs::<Exact>() {
        let law = posterior(pair).unwrap();
        let forward = merging::between(pair).unwrap();
        let from_x0 = Exact::one() / pair.s().sigma().squared();
        let from_x_t = forward.scale().squared() / forward.var();
        assert_eq!(Exact::one() / law.var, from_x0 + from_x_t);
        assert_eq!(law.on_x0 / law.var, from_x0 * pair.s().alpha());
        assert_eq!(law.on_x_t / law.var, forward.scale() / forward.var());
    }
}
