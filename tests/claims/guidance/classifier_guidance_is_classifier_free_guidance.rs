use super::*;

/// The exact classifier's gradient, by dual numbers, moves ε just as the exact conditional score does.
fn assert_same(
    all: &Mixture,
    class: &Mixture,
    members: impl Fn(usize) -> bool,
    scales: (f64, f64),
    x: &[f64],
) {
    let t = level::<Running>(scales);
    let w = Running::exact(2.5);
    let classifier = all.at(level::<Dual<Running>>(scales)).unwrap();
    let x = numbers::<Running>(x);
    let slope = gradient(
        |y| {
            let shares = classifier.responsibilities(y).unwrap();
            let of_class = shares.into_iter().enumerate().filter(|(k, _)| members(*k));
            of_class
                .fold(Dual::zero(), |sum, (_, share)| sum + share)
                .ln()
        },
        &x,
    );
    let eps = |data: &Mixture| -> Vec<Running> {
        let score = data.at(t).unwrap().score(&x).unwrap();
        score.into_iter().map(|score| -t.sigma() * score).collect()
    };
    let (cond, uncond) = (eps(class), eps(all));
    for j in 0..x.len() {
        let by_classifier = uncond[j] + classifier_on_gradient(t, w) * slope[j];
        let free = Weights::scale(w).apply(cond[j], uncond[j]);
        assert_within(
            by_classifier.value,
            free.value,
            by_classifier.tolerance(Format::F64) + free.tolerance(Format::F64),
        );
    }
}

/// Two Gaussian classes of unequal share and variance.
#[test]
fn by_derivative() {
    let means = array![[1.0, 0.0], [-1.0, 0.5]];
    let all = Mixture::new(array![1.0, 3.0], means.clone(), array![0.25, 1.0]).unwrap();
    for (label, var) in [(0, 0.25), (1, 1.0)] {
        let class = Mixture::gaussian(means.row(label).to_owned(), var).unwrap();
        for scales in LEVELS {
            for x in [[0.0, 0.0], [0.75, -1.25]] {
                assert_same(&all, &class, |k| k == label, scales, &x);
            }
        }
    }
}

/// The classes of the roll, where it is not sure of them.
#[test]
fn on_the_swiss_roll() {
    let (roll, mut rng) = (labelled_roll(), rng(300));
    for label in 0..3 {
        let class = roll.class(label).unwrap();
        for scales in [(0.6, 0.8), (1.0, 0.5), (0.125, 3.0)] {
            let x = random_state(2, level(scales), &mut rng);
            let members = |k| roll.labels[k] == label;
            assert_same(&roll.all().unwrap(), &class, members, scales, &x);
        }
    }
}
