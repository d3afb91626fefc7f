use super::*;

/// At clean data x_s is x₀; at pure noise x_t says nothing and the prior of x_s is left.
#[test]
fn by_limit() {
    let clean = NoiseLevel::<Exact>::clean();
    let noise = NoiseLevel::new(Exact::zero(), Exact::one()).unwrap();
    let middle: NoiseLevel<Exact> = pythagorean(2, 7);
    let (zero, one) = (Exact::zero(), Exact::one());

    let at_clean = posterior(LevelPair::new(clean, middle).unwrap()).unwrap();
    assert_eq!(
        at_clean,
        Posterior {
            on_x0: one,
            on_x_t: zero,
            var: zero
        }
    );

    let at_noise = posterior(LevelPair::new(middle, noise).unwrap()).unwrap();
    let var = middle.sigma().squared();
    assert_eq!(
        at_noise,
        Posterior {
            on_x0: middle.alpha(),
            on_x_t: zero,
            var
        }
    );
}
