use super::*;

/// With x₀ held, N(α x₀, σ²) goes to N(α x₀, σ²) at every level, whatever each step's std and branch.
#[test]
fn by_iterating_the_chain() {
    let x0 = Exact::ratio(7, 4);
    let levels: Vec<NoiseLevel<Exact>> = [(8, 9), (5, 8), (3, 7), (2, 7), (1, 9), (1, 20)]
        .map(|(p, q)| pythagorean(p, q))
        .into();
    for first in 0..6 {
        let mut walked = marginal(levels[0], x0);
        for (i, neighbours) in levels.windows(2).enumerate() {
            let pair = pair_of(neighbours);
            let std = shares()[(first + i) % 6] * pair.s().sigma();
            let step = step_with_std(pair, std, BRANCHES[i % 2]).unwrap();
            walked = walked.then(kernel(&Row::of_step(pair, step), x0));
            assert_eq!(walked, marginal(pair.s(), x0));
        }
    }
}

/// The same by η, in the interior and up to the bound 5/4, down to the clean data.
#[test]
fn by_exact_arithmetic() {
    let x0 = Exact::ratio(-3, 4);
    let mut levels = triple_descent::<Exact>();
    levels.push(NoiseLevel::clean());
    for eta in [(0, 1), (25, 52), (3, 4), (1, 1), (15, 13), (5, 4)] {
        let eta = Exact::ratio(eta.0, eta.1);
        let mut walked = marginal(levels[0], x0);
        for row in (Method::Ddim { eta }).plan(&path(&levels)).unwrap().rows() {
            walked = walked.then(kernel(row, x0));
            assert_eq!(walked, marginal(row.to(), x0));
        }
    }
}

/// Points of the roll, noised to one level and stepped at η = ½ to another, have that level's noise.
#[test]
fn on_the_swiss_roll() {
    let roll = roll();
    let schedule = linear_schedule::<f64>();
    let pair = LevelPair::new(schedule.level(150).unwrap(), schedule.level(400).unwrap()).unwrap();
    let (s, t) = (pair.s(), pair.t());
    let step = step(pair, 0.5).unwrap();
    let mut rng = rng(30);
    let draws: Vec<[f64; 2]> = (0..50_000)
        .map(|_| {
            let point = rng.random_range(0..roll.components());
            let x0 = roll.means()[[point, rng.random_range(0..2)]];
            let mut z = || -> f64 { StandardNormal.sample(&mut rng) };
            let x_t = t.alpha() * x0 + t.sigma() * z();
            [(step.apply(x_t, x0, z()) - s.alpha() * x0) / s.sigma(), x0]
        })
        .collect();
    let column = |f: &dyn Fn(&[f64; 2]) -> f64| draws.iter().map(f).collect::<Vec<f64>>();
    assert_five_standard_errors(&column(&|d| d[0]), 0.0);
    assert_five_standard_errors(&column(&|d| d[0] * d[0]), 1.0);
    assert_five_standard_errors(&column(&|d| d[0].powi(4)), 3.0);
    assert_five_standard_errors(&column(&|d| d[0] * d[1]), 0.0);
}

/// DDPM's schedule in 7 to 300 steps, most of which do not divide 1000: every visited level has its own variance,
/// within the running error.
#[test]
fn by_exact_law() {
    let x0 = Running::exact(1.25);
    let schedule = linear_schedule::<Running>();
    for spacing in SPACINGS {
        for n in COUNTS {
            let levels = schedule
                .descent(&spacing.timesteps(1000, n).unwrap())
                .unwrap();
            for eta in [(0, 1), (1, 2), (1, 1)] {
                let eta = Running::ratio(eta.0, eta.1);
                let mut walked = marginal(levels[0], x0);
                for row in (Method::Ddim { eta }).plan(&path(&levels)).unwrap().rows() {
                    walked = walked.then(kernel(row, x0));
                    let truth = marginal(row.to(), x0);
                    assert_vanishes(walked.shift() - truth.shift());
                    assert_vanishes(walked.var() - truth.var());
                }
            }
        }
    }
}
