use super::*;

/// Going t → s → r with x₀ held is going t → r.
#[test]
fn by_iterating_the_chain() {
    let x0 = Exact::ratio(11, 7);
    let kernel = |law: Posterior<Exact>| Kernel::new(law.on_x_t, law.on_x0 * x0, law.var).unwrap();
    let levels: Vec<NoiseLevel<Exact>> = [(1, 20), (1, 9), (2, 7), (3, 7), (5, 8)]
        .map(|(p, q)| pythagorean(p, q))
        .into();
    let law =
        |s: usize, t: usize| posterior(LevelPair::new(levels[s], levels[t]).unwrap()).unwrap();
    let mut walked = kernel(law(3, 4));
    for s in (0..3).rev() {
        walked = walked.then(kernel(law(s, s + 1)));
        assert_eq!(walked, kernel(law(s, 4)));
    }
}
