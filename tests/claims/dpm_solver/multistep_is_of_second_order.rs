use super::*;

fn taken(r: NoiseLevel<f64>, past: &Stretch<f64>) -> f64 {
    multistep(r, past.level(0), past.to()).unwrap().apply(
        past.state(0),
        past.answer(0),
        past.answer(1),
    )
}

/// One step after an exact past errs by O(h³), whatever the length of the step before.
#[test]
fn by_local_order() {
    assert_local_order::<f64>(2, |past| taken(past.level(1), past));
}

/// A run, whose first step is DDIM's, errs by O(1/n²).
#[test]
fn by_convergence_order() {
    assert_global_order::<f64>(2, |path, flow| {
        let levels = path.levels();
        let start = flow.state(levels[0]);
        let mut last = flow.answer(start, levels[0]);
        let first = ddim::step(LevelPair::new(levels[1], levels[0]).unwrap(), 0.0).unwrap();
        let mut x = first.apply(start, last, 0.0);
        for three in levels.windows(3) {
            let now = flow.answer(x, three[1]);
            x = multistep(three[0], three[1], three[2])
                .unwrap()
                .apply(x, now, last);
            last = now;
        }
        x
    });
}

/// With `h` and `h_last` exchanged it is of first order only: on even steps nobody sees it.
#[test]
fn by_counterexample() {
    let exchanged = |past: &Stretch<f64>| {
        let [s, t, r] = [past.to(), past.level(0), past.level(1)].map(NoiseLevel::log_snr);
        // the step before that stands to this one as this one stands to it
        let h_last = (s - t) * (s - t) / (t - r);
        let alpha = past.level(0).alpha();
        let edm_sigma = past.level(0).edm_sigma() * (h_last / 2.0).exp();
        taken(NoiseLevel::new(alpha, alpha * edm_sigma).unwrap(), past)
    };
    assert!(local_order(2, exchanged).is_err());
    assert_local_order(1, exchanged);
}
