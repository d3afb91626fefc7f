use super::*;

/// PLMS as programs write it: a list of the noise told so far, a counter, and the state before the pair.
fn program(levels: &[NoiseLevel<Exact>], mut x: Exact) -> Exact {
    let whole = |n| Exact::int(n);
    let mut told: Vec<Exact> = Vec::new();
    // every level but the last is looked at once, the second twice
    let mut looks: Vec<usize> = (0..levels.len() - 1).collect();
    if looks.len() > 1 {
        looks.insert(1, 1);
    }
    let mut kept = x;
    for (counter, &at) in looks.iter().enumerate() {
        let now = crooked_eps(x, levels[at]);
        let (from, to) = if counter == 1 {
            (at - 1, at)
        } else {
            (at, at + 1)
        };
        if counter != 1 {
            told.push(now);
        }
        let back = |n: usize| told[told.len() - n];
        let slope = match (counter, told.len()) {
            (0, _) => {
                kept = x;
                now
            }
            (1, _) => {
                x = kept;
                (now + back(1)) / whole(2)
            }
            (_, 2) => (whole(3) * back(1) - back(2)) / whole(2),
            (_, 3) => (whole(23) * back(1) - whole(16) * back(2) + whole(5) * back(3)) / whole(12),
            _ => {
                let newer = whole(55) * back(1) - whole(59) * back(2);
                (newer + whole(37) * back(3) - whole(9) * back(4)) / whole(24)
            }
        };
        x = moved(x, slope, levels[from], levels[to]);
    }
    x
}

/// On a denoiser that takes every state and level otherwise, for 1 to 6 steps.
#[test]
fn by_iterating_the_chain() {
    let start = Exact::ratio(9, 7);
    for all in [equal(), uneven()] {
        for n in 1..all.len() {
            let levels = &all[..=n];
            let asked = RefCell::new(0);
            let denoiser = Coordinatewise {
                dim: 1,
                f: |x, t| {
                    *asked.borrow_mut() += 1;
                    crooked(x, t)
                },
            };
            let plan = Method::Plms.plan(&path(levels)).unwrap();
            let end = walk(&plan, &denoiser, start, &[]);
            assert_eq!(end, program(levels, start), "{n} steps");
            assert_eq!(asked.into_inner(), if n > 1 { n + 1 } else { 1 });
            assert!(plan.reach().states <= 2 && plan.reach().answers <= 5);
        }
    }
}

/// Its first state is Heun's, and from the third step on no row names the second look.
#[test]
fn by_exact_arithmetic() {
    let path = path(&uneven::<Exact>());
    let denoiser = Coordinatewise { dim: 1, f: crooked };
    let opened = |method: Method<Exact>| {
        let plan = method.plan(&path).unwrap();
        let opening = Plan::new(plan.start(), plan.rows()[..2].to_vec()).unwrap();
        walk(&opening, &denoiser, Exact::ratio(9, 7), &[])
    };
    assert_eq!(opened(Method::Plms), opened(Method::Heun));

    let plan = Method::Plms.plan(&path).unwrap();
    // how far back the second look lies for the rows after the pair
    for (behind, row) in plan.rows()[2..].iter().enumerate() {
        assert_eq!(row.weight(Past::Eps(behind + 1)), Exact::zero());
    }
}
