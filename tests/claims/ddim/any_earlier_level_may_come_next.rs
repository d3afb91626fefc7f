use super::*;

/// With x₀ held, t → s → r is t → r, neighbours or not.
#[test]
fn by_iterating_the_chain() {
    let levels: Vec<NoiseLevel<Exact>> = [(8, 9), (5, 8), (3, 7), (2, 7), (1, 9), (1, 20)]
        .map(|(p, q)| pythagorean(p, q))
        .into_iter()
        .chain([NoiseLevel::clean()])
        .collect();
    let x0 = Exact::ratio(5, 3);
    let leap = |t: usize, s: usize| {
        let pair = LevelPair::new(levels[s], levels[t]).unwrap();
        kernel(&Row::of_step(pair, step(pair, Exact::zero()).unwrap()), x0)
    };
    for t in 0..levels.len() {
        for s in t + 1..levels.len() {
            for r in s + 1..levels.len() {
                assert_eq!(leap(t, s).then(leap(s, r)), leap(t, r));
            }
        }
    }
}
