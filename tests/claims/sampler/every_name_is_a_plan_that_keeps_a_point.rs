use super::*;

/// A path of so many steps on the curve of a sampler: a chain's, or one of even σ̂ ratios, that ends clean.
fn at_home(sampler: Sampler, steps: usize) -> Path<Running> {
    let table =
        Discrete::from_betas(&linear(Running::ratio(1, 1000), Running::ratio(1, 5), 50).unwrap());
    let table = table.unwrap();
    let timesteps = Spacing::Trailing.timesteps(50, steps).unwrap();
    match sampler.curve() {
        Curve::Flow => {
            let level = |i: usize| {
                let t = Running::count(i) / Running::count(steps + 1);
                NoiseLevel::new(Running::one() - t, t).unwrap()
            };
            let levels = (1..=steps).rev().map(level).chain([NoiseLevel::clean()]);
            Path::new(Curve::Flow, levels.collect()).unwrap()
        }
        curve => Path::of_chain(curve, table.levels(), &timesteps).unwrap(),
    }
}

/// The table is in the order of the enumeration, a name leads back to its sampler, and no two share one.
#[test]
fn by_iterating_the_chain() {
    for facts in SAMPLERS {
        assert_eq!(facts.sampler.facts(), &facts);
        assert_eq!(Sampler::named(facts.name), Ok(facts.sampler));
        assert!(facts.order >= 1 && !facts.title.is_empty() && !facts.source.is_empty());
        for steps in [1, 2, 7, 20] {
            let path = at_home(facts.sampler, steps);
            let plan = facts
                .sampler
                .method(Running::ratio(1, 2))
                .plan(&path)
                .unwrap();
            assert!(plan.calls() >= steps, "{}", facts.name);
            let draws = plan.is_stochastic();
            let may =
                facts.eta != Eta::None || matches!(facts.sampler, Sampler::Edm | Sampler::Tcd);
            assert!(!draws || may, "{}", facts.name);
        }
    }
}

/// Signal and noise of every state are those of its level, in 1 to 20 steps.
#[test]
fn by_exact_law() {
    for sampler in Sampler::all() {
        for steps in [1, 2, 7, 20] {
            let path = at_home(sampler, steps);
            let plan = sampler.method(Running::ratio(1, 2)).plan(&path).unwrap();
            signal_defects(&plan).into_iter().for_each(assert_vanishes);
            noise_defects(&plan)
                .unwrap()
                .into_iter()
                .for_each(assert_vanishes);
        }
    }
}

/// Whatever noise a point is given and whatever is drawn, the last state is the point: the path ends clean. Inversion ends
/// where the path begins.
#[test]
fn by_limit() {
    let c = Running::exact(-1.75);
    let point = Coordinatewise {
        dim: 1,
        f: |_, _| c,
    };
    let towards_data = Sampler::all().filter(|&sampler| sampler != Sampler::DdimInverse);
    for sampler in towards_data {
        for steps in [1, 2, 7, 20] {
            let path = at_home(sampler, steps);
            let plan = sampler.method(Running::ratio(1, 2)).plan(&path).unwrap();
            let draws = plan.rows().iter().filter(|row| row.draws()).count();
            let pattern = [-1.0, -0.5, 0.0, 0.5, 1.0].map(Running::exact);
            let noise: Vec<Running> = pattern.into_iter().cycle().take(draws).collect();
            let start = plan.start().alpha() * c + plan.start().sigma() * Running::exact(0.625);
            assert_vanishes(walk(&plan, &point, start, &noise) - c);
        }
    }
}

#[test]
fn by_bad_input() {
    let refused = Sampler::named("ddjm").unwrap_err().to_string();
    assert!(
        refused.starts_with("method is \"ddjm\": give one of ddpm, ddim, "),
        "{refused}"
    );
}
