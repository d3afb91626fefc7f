use super::*;

/// `c_in² (σ² + σ_d²) = 1` and `Var[(x₀ − c_skip (x₀ + n))/c_out] = 1`.
#[test]
fn by_exact_arithmetic() {
    for [sigma, sigma_data] in scales() {
        let c = Preconditioning::edm(sigma, sigma_data).unwrap();
        assert_eq!(
            c.c_in.squared() * (sigma.squared() + sigma_data.squared()),
            Exact::one()
        );
        assert_eq!(
            rest(c.c_skip, sigma, sigma_data) / c.c_out.squared(),
            Exact::one()
        );
        assert!(c.c_in > Exact::zero() && c.c_out > Exact::zero());
    }
}

/// On points of the roll, whose mean coordinate variance is σ_d² = 1: input and target by their own definition.
#[test]
fn on_the_swiss_roll() {
    let roll = roll();
    let sigma_data = (roll.covariance().diag().sum() / 2.0).sqrt();
    let mut rng = rng(40);
    for sigma in [0.1, 0.7, 5.0] {
        let c = Preconditioning::edm(sigma, sigma_data).unwrap();
        let draws: Vec<[f64; 2]> = (0..50_000)
            .map(|_| {
                let point = rng.random_range(0..roll.components());
                let x0 = roll.means()[[point, rng.random_range(0..2)]];
                let z: f64 = StandardNormal.sample(&mut rng);
                let x = x0 + sigma * z;
                [c.c_in * x, (x0 - c.c_skip * x) / c.c_out]
            })
            .collect();
        for place in 0..2 {
            let column = |power| {
                draws
                    .iter()
                    .map(|d| d[place].powi(power))
                    .collect::<Vec<_>>()
            };
            assert_five_standard_errors(&column(1), 0.0);
            assert_five_standard_errors(&column(2), 1.0);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    /// At any scales, within the running error.
    #[test]
    fn by_property(log_sigma in -4.0..4.0f64, log_sigma_data in -3.0..3.0f64) {
        let sigma = Running::exact(10f64.powf(log_sigma));
        let sigma_data = Running::exact(10f64.powf(log_sigma_data));
        let c = Preconditioning::edm(sigma, sigma_data).unwrap();
        let total = sigma.squared() + sigma_data.squared();
        assert_vanishes(c.c_in.squared() * total - Running::one());
        let target = rest(c.c_skip, sigma, sigma_data) / c.c_out.squared();
        assert_vanishes(target - Running::one());
    }
}
