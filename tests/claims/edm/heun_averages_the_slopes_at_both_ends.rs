use super::*;

/// Algorithm 1 by hand, from what the denoiser says at both ends.
fn by_hand<T: Field>(pair: LevelPair<T>, x_t: T, x0: T, x0_next: T) -> T {
    let (s, t) = (pair.s(), pair.t());
    let (t_hat, s_hat) = (t.edm_sigma(), s.edm_sigma());
    let said = |_, sigma| if sigma == t_hat { x0 } else { x0_next };
    s.alpha() * algorithm_1(x_t / t.alpha(), t_hat, s_hat, &said)
}

fn by_coefficients<T: Field>(pair: LevelPair<T>, x_t: T, x0: T, x0_next: T) -> T {
    let step = heun(pair.t(), pair.s()).unwrap();
    step.on_x_t * x_t + step.on_x0 * x0 + step.on_x0_next * x0_next
}

#[test]
fn by_exact_arithmetic() {
    let [x_t, x0, x0_next] = [(7, 3), (-1, 2), (4, 5)].map(|(p, q)| Exact::ratio(p, q));
    for pair in interior_pairs() {
        assert_eq!(
            by_coefficients(pair, x_t, x0, x0_next),
            by_hand(pair, x_t, x0, x0_next)
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    /// At any levels, within the running error.
    #[test]
    fn by_property(pair in any_pair(), x in -9.0..9.0f64, a in -9.0..9.0f64, b in -9.0..9.0f64) {
        let pair = lifted::<Running>(pair);
        let x_t = pair.t().sigma() * Running::exact(x);
        let [a, b] = [a, b].map(Running::exact);
        assert_vanishes(by_coefficients(pair, x_t, a, b) - by_hand(pair, x_t, a, b));
    }
}
