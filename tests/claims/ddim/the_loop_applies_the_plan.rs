use super::*;

/// Coordinate by coordinate, from the definition of a step, with its own noise; and every state is shown.
#[test]
fn by_iterating_the_chain() {
    let levels = triple_descent::<Exact>()[..4].to_vec();
    let plan = (Method::Ddim {
        eta: Exact::ratio(3, 4),
    })
    .plan(&path(&levels))
    .unwrap();
    let number = |seed: usize| {
        let seed = i64::try_from(seed).unwrap();
        Exact::ratio((seed * 7) % 11 - 5, 4)
    };
    let start = Array2::from_shape_fn((2, 3), |(i, j)| number(3 * i + j));
    let fresh = |call: usize| {
        Array2::from_shape_fn((2, 3), move |(i, j)| number(10 + 6 * call + 3 * i + j))
    };

    let mut calls = 0;
    let mut noise = |shape| {
        assert_eq!(shape, (2, 3));
        calls += 1;
        fresh(calls - 1)
    };
    let mut shown = Vec::new();
    let denoiser = Coordinatewise { dim: 3, f: crooked };
    let end = run(&plan, &denoiser, start.clone(), &mut noise, |i, x| {
        shown.push((i, x.clone()));
    })
    .unwrap();

    let mut x = start;
    for (i, row) in plan.rows().iter().enumerate() {
        let z = fresh(i);
        x = Array2::from_shape_fn((2, 3), |at| {
            let x0 = crooked(x[at], levels[i]);
            let on = |past| row.weight(past);
            on(Past::State(0)) * x[at] + on(Past::X0(0)) * x0 + on(Past::Fresh) * z[at]
        });
        assert_eq!(shown[i], (i, x.clone()));
    }
    assert_eq!(end, x);
    assert_eq!(shown.len(), 3);
    assert_eq!(calls, 3);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    /// For any shape and seed every coordinate goes its own way, to the bit, whatever its neighbours do.
    #[test]
    fn by_property(n in 1..5usize, dim in 1..=64usize, eta in 0.0..=1.0f64, seed in 0..1000u64) {
        let levels = geometric(3.0, 0.1, 4);
        let plan = (Method::Ddim { eta }).plan(&path(&levels)).unwrap();
        let f = |x: f64, level: NoiseLevel<f64>| x / (1.0 + x * x + level.sigma());
        let mut rng = rng(seed);
        let mut normal = standard_normal(&mut rng);
        let start = normal((n, dim));
        let drawn = RefCell::new(Vec::new());
        let mut noise = |shape| {
            drawn.borrow_mut().push(normal(shape));
            drawn.borrow().last().unwrap().clone()
        };
        let end = run(&plan, &Coordinatewise { dim, f }, start.clone(), &mut noise, |_, _| ())
            .unwrap();
        let drawn = drawn.into_inner();
        for (at, &x) in start.indexed_iter() {
            let own: Vec<f64> = drawn.iter().map(|z| z[at]).collect();
            prop_assert_eq!(end[at], walk(&plan, &Coordinatewise { dim: 1, f }, x, &own));
        }
    }
}

/// What has the wrong number of coordinates is refused: the state, and the noise.
#[test]
fn by_bad_input() {
    let data = Mixture::points(array![[0.0, 1.0]]).unwrap();
    let levels = [3.0, 2.0, 1.0].map(|sigma| NoiseLevel::unscaled(sigma).unwrap());
    let plan = (Method::Ddim { eta: 0.5 }).plan(&path(&levels)).unwrap();
    let attempt = |start: (usize, usize), noise: (usize, usize)| {
        let mut fresh = |_| Array2::zeros(noise);
        let end = run(&plan, &data, Array2::zeros(start), &mut fresh, |_, _| ());
        end.map_err(|error| error.to_string())
    };
    assert_eq!(
        attempt((4, 3), (4, 3)).unwrap_err(),
        "number of coordinates of x is 3: the denoiser works in 2"
    );
    assert_eq!(
        attempt((4, 2), (4, 1)).unwrap_err(),
        "shape of a term is [4, 1]: the first term has [4, 2]"
    );
    assert!(attempt((4, 2), (4, 2)).is_ok());
}
