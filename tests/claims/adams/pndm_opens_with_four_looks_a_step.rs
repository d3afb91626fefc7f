use super::*;

/// A chain of twelve noisy levels.
fn table() -> Vec<NoiseLevel<Exact>> {
    let noisy = (1..=12).map(|p| pythagorean(p, 13));
    [NoiseLevel::clean()].into_iter().chain(noisy).collect()
}

/// PNDM as programs write it: the steps by way of a half-step, with a sum that is carried along, then the list of the noise told first at
/// each level.
fn program(table: &[NoiseLevel<Exact>], timesteps: &[usize], start: Exact) -> Exact {
    let whole = |n| Exact::int(n);
    let after = |i: usize| timesteps.get(i + 1).copied().unwrap_or(0);
    let mut told: Vec<Exact> = Vec::new();
    let mut x = start;
    for (i, &t) in timesteps.iter().enumerate() {
        let s = after(i);
        let slope = if i < 3 {
            let middle = t - (t - s) / 2;
            let kept = x;
            let mut sum = Exact::zero();
            for (at, to, share) in [(t, middle, 1), (middle, middle, 2), (middle, s, 2)] {
                let now = crooked_eps(x, table[at]);
                if share == 1 {
                    told.push(now);
                }
                sum = sum + Exact::ratio(share, 6) * now;
                x = moved(kept, now, table[t], table[to]);
            }
            sum = sum + crooked_eps(x, table[s]) / whole(6);
            x = kept;
            sum
        } else {
            told.push(crooked_eps(x, table[t]));
            let back = |n: usize| told[told.len() - n];
            let newer = whole(55) * back(1) - whole(59) * back(2);
            (newer + whole(37) * back(3) - whole(9) * back(4)) / whole(24)
        };
        x = moved(x, slope, table[t], table[s]);
    }
    x
}

/// On a denoiser that takes every state and level otherwise, with 4 to 6 steps.
#[test]
fn by_iterating_the_chain() {
    let (table, start) = (table(), Exact::ratio(9, 7));
    let denoiser = Coordinatewise { dim: 1, f: crooked };
    for timesteps in [
        &[12, 10, 7, 3][..],
        &[11, 9, 6, 4, 1],
        &[12, 10, 8, 6, 4, 2],
    ] {
        let path = Path::of_chain(Curve::VariancePreserving, &table, timesteps).unwrap();
        let plan = Method::Pndm.plan(&path).unwrap();
        let end = walk(&plan, &denoiser, start, &[]);
        assert_eq!(end, program(&table, timesteps, start), "{timesteps:?}");
        assert_eq!(plan.calls(), timesteps.len() + 9);
        assert_eq!((plan.reach().states, plan.reach().answers), (4, 13));
    }
}

/// Both marginal equations hold at every stage.
#[test]
fn by_exact_arithmetic() {
    let path = Path::of_chain(Curve::Flow, &table(), &[12, 10, 8, 6, 4, 2]).unwrap();
    let plan = Method::Pndm.plan(&path).unwrap();
    let nothing = vec![Exact::zero(); plan.rows().len()];
    assert_eq!(signal_defects(&plan), nothing);
    assert_eq!(noise_defects(&plan).unwrap(), nothing);
}

#[test]
fn by_bad_input() {
    let said = |path: &Path<Exact>| Method::Pndm.plan(path).unwrap_err().to_string();
    let chain = |timesteps: &[usize]| {
        Path::of_chain(Curve::VariancePreserving, &table(), timesteps).unwrap()
    };
    assert_eq!(
        said(&chain(&[12, 8, 4])),
        "number of steps is 3: the start takes three, none of them to clean data: give 4 or more, or take PLMS"
    );
    assert_eq!(
        said(&path(&uneven::<Exact>())),
        "path is VariancePreserving: the method reckons in the time of a chain: give a path of one"
    );
    // no timestep lies between 10 and 9
    let message = said(&chain(&[12, 10, 9, 6, 3]));
    assert!(message.starts_with("pair of levels (s, t)"), "{message}");
}
