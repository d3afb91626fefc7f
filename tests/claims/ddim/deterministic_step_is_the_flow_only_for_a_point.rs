use super::*;

/// The flow scales the distance from the mean as `√V`, a step by its own response: on Gaussians of shrinking width the two
/// come together and stay apart, and a point's they share.
#[test]
fn by_exact_law() {
    for pair in pairs::<Certified>() {
        let (s, t) = (pair.s(), pair.t());
        let plan = (Method::Ddim {
            eta: Certified::zero(),
        })
        .plan(&path(&[t, s]))
        .unwrap();
        let spread = |l: NoiseLevel<Certified>, var: Certified| {
            (l.alpha().squared() * var + l.sigma().squared()).sqrt()
        };
        for var in [(4, 1), (4, 9), (1, 100), (1, 10_000)] {
            let var = Certified::ratio(var.0, var.1);
            let denoiser = gaussian_denoiser(Certified::zero(), var);
            let stepped = walk(&plan, &denoiser, spread(t, var), &[]);
            assert!(stepped < spread(s, var), "{stepped:?}");
        }
        let point = Coordinatewise {
            dim: 1,
            f: |_, _| Certified::zero(),
        };
        let stepped = walk(&plan, &point, t.sigma(), &[]);
        assert!((stepped - s.sigma()).contains(0.0));
    }
}
