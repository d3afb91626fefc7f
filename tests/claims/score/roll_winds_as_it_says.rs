use super::*;

/// Without noise the cloud is the spiral, moved and shrunk but not turned: in the complex plane,
/// `(p_i − p_0)/(c_i − c_0)` is one positive number.
#[test]
fn on_the_swiss_roll() {
    let (points, draws) = roll_and_draws(300, 0.0);
    let minus = |a: [Running; 2], b: [Running; 2]| [a[0] - b[0], a[1] - b[1]];
    let times =
        |a: [Running; 2], b: [Running; 2]| [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]];
    let curve: Vec<_> = draws.iter().map(|&u| spiral(u)).collect();
    // a point is the spiral's, less a shift and over a scale that all share: it carries the spiral's roundings over
    // the scale, which is above 5, and two more
    let place = |i: usize| {
        [0, 1].map(|j| Running {
            value: points[[i, j]],
            error: curve[i][j].error / 5.0 + 2.0 * points[[i, j]].abs(),
        })
    };
    let vanishes = |x: Running| assert_within(x.value, 0.0, x.tolerance(Format::F64));
    let far = (0..300)
        .max_by(|&i, &j| draws[i].total_cmp(&draws[j]))
        .unwrap();
    let (base_c, base_p) = (minus(curve[far], curve[0]), minus(place(far), place(0)));
    let [re, im] = times(base_p, [base_c[0], -base_c[1]]);
    vanishes(im);
    let square = base_c[0].squared() + base_c[1].squared();
    assert!(re.value > 0.0 && square.value / re.value > 5.0);
    for i in 1..300 {
        let left = times(minus(place(i), place(0)), base_c);
        let right = times(base_p, minus(curve[i], curve[0]));
        let [re, im] = minus(left, right);
        vanishes(re);
        vanishes(im);
    }
}

/// Arcs of equal share: a label is k where `k ≤ classes · u < k + 1`, so it rises along the roll. Noise moves the points
/// and not the labels.
#[test]
fn by_exact_arithmetic() {
    let fine = swiss_roll(500, ALL, 0.0, &mut rng(7)).unwrap().labels;
    for classes in [1, 2, 3, 7] {
        let coarse = swiss_roll(500, classes, 0.25, &mut rng(7)).unwrap().labels;
        for (&label, &draw) in coarse.iter().zip(&fine) {
            let scaled = draw as u128 * classes as u128;
            let range = (label as u128) << 53..(label as u128 + 1) << 53;
            assert!(range.contains(&scaled));
        }
    }
}

/// Each class gets its share, u is uniform, and what noise adds has the deviation it says.
#[test]
fn by_monte_carlo() {
    let labels = swiss_roll(20_000, 3, 0.0, &mut rng(8)).unwrap().labels;
    for class in 0..3 {
        let hits: Vec<f64> = labels
            .iter()
            .map(|&l| f64::from(u8::from(l == class)))
            .collect();
        assert_five_standard_errors(&hits, 1.0 / 3.0);
    }
    let noise = 0.5;
    let (points, draws) = roll_and_draws(5000, noise);
    assert_five_standard_errors(&draws, 0.5);
    assert_five_standard_errors(&draws.iter().map(|u| u * u).collect::<Vec<_>>(), 1.0 / 3.0);
    // regression of the points on the spiral: the slope is one over the scale, the rest is noise over the scale
    for j in 0..2 {
        let c: Vec<f64> = draws.iter().map(|&u| spiral(u)[j].value).collect();
        let p: Vec<f64> = points.column(j).to_vec();
        let mean = |v: &[f64]| v.iter().sum::<f64>() / v.len() as f64;
        let (mean_c, mean_p) = (mean(&c), mean(&p));
        let cov: f64 = c
            .iter()
            .zip(&p)
            .map(|(c, p)| (c - mean_c) * (p - mean_p))
            .sum();
        let slope = cov / c.iter().map(|c| (c - mean_c).powi(2)).sum::<f64>();
        let rest: Vec<f64> = c
            .iter()
            .zip(&p)
            .map(|(c, p)| ((p - mean_p) / slope - (c - mean_c)).powi(2))
            .collect();
        assert_five_standard_errors(&rest, noise * noise);
    }
}

/// Too few points, no class, bad noise.
#[test]
fn by_bad_input() {
    let refused = |n, classes, noise| {
        let roll = swiss_roll(n, classes, noise, &mut rng(1));
        roll.unwrap_err().to_string()
    };
    for n in [0, 1] {
        assert_eq!(
            refused(n, 3, 0.0),
            format!("number of points n is {n}: give 2 or more")
        );
    }
    assert_eq!(refused(9, 0, 0.0), "number of classes is 0: give 1 or more");
    for bad in [-0.1, f64::NAN, f64::INFINITY] {
        assert_eq!(
            refused(9, 3, bad),
            format!("noise is {bad:?}: give a finite number ≥ 0")
        );
    }
    assert!(swiss_roll(2, 1, 0.0, &mut rng(1)).is_ok());
}
