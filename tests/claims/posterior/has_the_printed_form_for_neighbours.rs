use super::*;

/// DDPM eq. 7 in its own letters, on variance-preserving levels.
#[test]
fn by_exact_arithmetic() {
    let one = Exact::one();
    for pair in pairs::<Exact>()
        .into_iter()
        .filter(|&pair| preserves_variance(pair))
    {
        let (bar_s, bar_t) = (pair.s().alpha().squared(), pair.t().alpha().squared());
        let beta = one - bar_t / bar_s;
        let law = posterior(pair).unwrap();
        assert_eq!(law.on_x0, pair.s().alpha() * beta / (one - bar_t));
        assert_eq!(
            law.on_x_t,
            (pair.t().alpha() / pair.s().alpha()) * (one - bar_s) / (one - bar_t)
        );
        assert_eq!(law.var, (one - bar_s) / (one - bar_t) * beta);
    }
}
