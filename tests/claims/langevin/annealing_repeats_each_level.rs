use super::*;

/// NCSN's Algorithm 1 as printed: at each noise scale some steps of `x + (α_i/2) s + √α_i z`, with `α_i = ε σ²_i/σ²_L`; the state is
/// handed on as it is.
#[test]
fn by_iterating_the_chain() {
    let sigmas = [(5, 1), (2, 1), (1, 3)].map(|(p, q)| Exact::ratio(p, q));
    let last = sigmas[2].squared();
    let crooked = |x: Exact, t: NoiseLevel<Exact>| x / (Exact::int(2) + t.sigma()) + t.sigma();
    let noise: Vec<Exact> = (1..=9).map(|i| Exact::ratio(i - 5, 2)).collect();
    // ε/σ²_L is a square, and so are all α_i
    let epsilon = last * Exact::ratio(4, 9);
    let start = Exact::ratio(9, 7);

    let mut x = start;
    for (i, &z) in noise.iter().enumerate() {
        let sigma = sigmas[i / 3];
        let level = NoiseLevel::unscaled(sigma).unwrap();
        let score = (crooked(x, level) - x) / sigma.squared();
        let size = epsilon * sigma.squared() / last;
        x = x + size / Exact::int(2) * score + size.sqrt() * z;
    }

    let levels = sigmas.map(|sigma| NoiseLevel::unscaled(sigma).unwrap());
    let share = Exact::ratio(2, 9);
    let plan = Method::Langevin { share, repeats: 3 }
        .plan(&path(&levels))
        .unwrap();
    let denoiser = Coordinatewise { dim: 1, f: crooked };
    assert_eq!(walk(&plan, &denoiser, start, &noise), x);
    // a level is told again for each of its steps
    let asked: Vec<_> = plan.asked().collect();
    let repeated: Vec<_> = levels.iter().flat_map(|&level| [level; 3]).collect();
    assert_eq!(asked, repeated);
}

/// On levels of any scale the unscaled state is handed on: signal is kept. Noise is not: there is that of the level before.
#[test]
fn by_exact_arithmetic() {
    let levels = triple_descent::<Exact>();
    let share = Exact::ratio(1, 8);
    let plan = Method::Langevin { share, repeats: 2 }
        .plan(&path(&levels))
        .unwrap();
    assert_eq!(signal_defects(&plan), vec![Exact::zero(); 10]);
    let states = point_law(&plan).unwrap();
    let mut unscaled = levels[0].edm_sigma().squared();
    for (i, (state, row)) in states.iter().zip(plan.rows()).enumerate() {
        let (kept, sigma) = (Exact::one() - share, levels[i / 2].edm_sigma());
        unscaled = kept.squared() * unscaled + Exact::int(2) * share * sigma.squared();
        assert_eq!(state.var(), row.to().alpha().squared() * unscaled);
    }
}
