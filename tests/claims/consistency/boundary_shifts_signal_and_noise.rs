use super::*;

fn assert_zero(defect: Certified) {
    assert!(defect.contains(0.0) && defect.width() < 1e-60, "{defect:?}");
}

/// The signal of the state that is made is `α_s (c_skip α_t + c_out)` where the answers are the truth and the state before has its own;
/// its noise `α_s c_skip` times that of the state before, and the fresh.
fn assert_shifted(plan: &Plan<Certified>, told: &[Boundary<Certified>], fresh: &[Certified]) {
    let (signal, noise) = (signal_defects(plan), noise_defects(plan).unwrap());
    let mut before = plan.start();
    let mut var = before.sigma().squared();
    for (i, row) in plan.rows().iter().enumerate() {
        let (s, Boundary { c_skip, c_out }) = (row.to(), told[i]);
        let end = c_skip * before.alpha() + c_out;
        assert_zero(signal[i] - s.alpha() * (end - Certified::one()));
        var = (s.alpha() * c_skip).squared() * var + fresh[i];
        assert_zero(noise[i] + s.sigma().squared() - var);
        // neither invariant holds
        assert!(signal[i].abs() > Certified::zero());
        before = s;
    }
}

/// Latent consistency models: the fresh noise is that of the level. At the cleanest timestep the answer has no weight.
#[test]
fn by_certified_enclosure() {
    let (scaling, sigma_data) = (Certified::int(10), Certified::ratio(1, 2));
    let method = Method::Consistency(Distilled::InTime {
        scaling,
        sigma_data,
    });
    let plan = method.plan(&chain()).unwrap();
    let told = [5, 3, 0].map(|time| Boundary::in_time(scaling * Certified::int(time), sigma_data));
    let fresh: Vec<_> = plan
        .rows()
        .iter()
        .map(|row| row.to().sigma().squared())
        .collect();
    assert_shifted(&plan, &told, &fresh);
    assert_eq!(plan.rows()[2].weight(Past::X0(0)), Certified::zero());
}

/// Consistency models: the fresh noise is `σ̂² − σ²_min`, and none below `σ_min`.
#[test]
fn by_iterating_the_chain() {
    let (sigma_min, sigma_data) = (Certified::ratio(1, 500), Certified::ratio(1, 2));
    let sigmas = [(80, 1), (5, 1), (1, 3), (0, 1)].map(|(p, q)| Certified::ratio(p, q));
    let levels = sigmas.map(|sigma| NoiseLevel::unscaled(sigma).unwrap());
    let method = Method::Consistency(Distilled::InNoise {
        sigma_min,
        sigma_data,
    });
    let plan = method.plan(&path(&levels)).unwrap();
    let told = [0, 1, 2].map(|i| Boundary::in_noise(sigmas[i], sigma_min, sigma_data));
    let least = sigma_min.squared();
    let fresh = [
        sigmas[1].squared() - least,
        sigmas[2].squared() - least,
        Certified::zero(),
    ];
    assert_shifted(&plan, &told, &fresh);
}

/// Levels that are scaled are looked at unscaled.
#[test]
fn by_scaling() {
    let in_noise = Distilled::InNoise {
        sigma_min: Certified::ratio(1, 500),
        sigma_data: Certified::ratio(1, 2),
    };
    let plans = [(1, 1), (2, 3)].map(|(p, q)| {
        let scale = Certified::ratio(p, q);
        let level = |sigma| NoiseLevel::new(scale, scale * Certified::int(sigma)).unwrap();
        Method::Consistency(in_noise)
            .plan(&path(&[level(7), level(3)]))
            .unwrap()
    });
    let [plain, scaled] = plans.map(|plan| plan.rows()[0].clone());
    let scale = Certified::ratio(2, 3);
    for (past, factor) in [
        (Past::State(0), Certified::one()),
        (Past::X0(0), scale),
        (Past::Fresh, scale),
    ] {
        assert_zero(scaled.weight(past) - factor * plain.weight(past));
    }
}
