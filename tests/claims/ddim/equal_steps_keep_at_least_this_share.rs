use super::*;

/// Levels at equal angles of `(cα, σ)`, the lengths of which do not matter, walked with the denoiser of data N(⅓, c²).
#[test]
fn by_iterating_the_chain() {
    let c = Running::ratio(1, 2);
    let (first, last) = (Running::ratio(3, 2), Running::ratio(1, 4));
    let whole = first - last;
    for n in [1, 2, 4, 8, 16, 32] {
        let angle = |i: i64| first - whole * Running::ratio(i, n);
        let levels: Vec<NoiseLevel<Running>> = (0..=n)
            .map(|i| {
                let length = Running::int(1 + i % 3);
                let alpha = length * angle(i).cos() / c;
                NoiseLevel::new(alpha, length * angle(i).sin()).unwrap()
            })
            .collect();
        let spread = |l: NoiseLevel<Running>| (l.alpha() * c).squared() + l.sigma().squared();
        let plan = (Method::Ddim {
            eta: Running::zero(),
        })
        .plan(&path(&levels))
        .unwrap();
        let mean = Running::ratio(1, 3);
        let start = levels[0].alpha() * mean;
        let denoiser = gaussian_denoiser(mean, c.squared());
        let got = law(&plan, &denoiser, start, spread(levels[0]));
        let kept = got.var / spread(*levels.last().unwrap());

        let step = whole / Running::int(n);
        let share = (0..2 * n).fold(Running::one(), |share, _| share * step.cos());
        assert_vanishes(kept - share);
        assert!(kept > Running::one() - whole.squared() / Running::int(n));
        assert!(kept < Running::one());
    }
}
