use super::*;

/// LMS integrates every power of σ̂ below its order exactly, and not the next: no other weights do.
#[test]
fn by_exact_arithmetic() {
    let levels = uneven::<Exact>();
    let power = |x: Exact, n: usize| (0..n).fold(Exact::one(), |power, _| power * x);
    for order in 1..=5 {
        let plan = Method::Lms { order }.plan(&path(&levels)).unwrap();
        for (i, row) in plan.rows().iter().enumerate() {
            let weights = weights(row);
            assert_eq!(weights.len(), order.min(i + 1));
            let (from, to) = (levels[i].edm_sigma(), levels[i + 1].edm_sigma());
            let misses = |degree: usize| {
                let looks = levels[..=i].iter().rev();
                let terms = weights.iter().zip(looks);
                let sum = terms.fold(Exact::zero(), |sum, (&weight, look)| {
                    sum + weight * power(look.edm_sigma(), degree)
                });
                let rise = power(to, degree + 1) - power(from, degree + 1);
                sum - rise / Exact::count(degree + 1)
            };
            for degree in 0..weights.len() {
                assert_eq!(misses(degree), Exact::zero());
            }
            assert_ne!(misses(weights.len()), Exact::zero());
            let (s, t) = (levels[i + 1], levels[i]);
            assert_eq!(row.weight(Past::State(0)), s.alpha() / t.alpha());
        }
    }
}

/// Adams' and Bashforth's numbers, from steps of 1.
#[test]
fn by_reference_values() {
    let numbers: [(&[i64], i64); 5] = [
        (&[1], 1),
        (&[3, -1], 2),
        (&[23, -16, 5], 12),
        (&[55, -59, 37, -9], 24),
        (&[1901, -2774, 2616, -1274, 251], 720),
    ];
    let path = path(&equal::<Exact>());
    for (order, (numerators, denominator)) in (1..).zip(numbers) {
        let plan = Method::Lms { order }.plan(&path).unwrap();
        let truth: Vec<_> = numerators
            .iter()
            .map(|&numerator| Exact::ratio(-numerator, denominator))
            .collect();
        assert_eq!(weights(&plan.rows()[5]), truth);
    }
}

/// DEIS: the trapezoidal rule on the polynomials as products.
#[test]
fn by_quadrature() {
    let running = uneven::<Running>();
    let places: Vec<f64> = uneven::<f64>().iter().map(|l| l.edm_sigma().ln()).collect();
    for order in 1..=4 {
        for end in 1..running.len() {
            let weights = weights(&last_row(deis(order), &running[..=end]));
            let looks: Vec<f64> = places[..end].iter().rev().copied().take(order).collect();
            for (j, weight) in weights.iter().enumerate() {
                let polynomial = |sigma: f64| {
                    let others = looks.iter().enumerate().filter(|&(i, _)| i != j);
                    others.fold(1.0, |product, (_, other)| {
                        product * (sigma.ln() - other) / (looks[j] - other)
                    })
                };
                // over u from 0 to 1, where σ̂ stands still at both ends
                let (from, to) = (looks[0].exp(), places[end].exp());
                let there = |u: f64| u * u * u * (10.0 - u * (15.0 - 6.0 * u));
                let speed = |u: f64| 30.0 * (u * (1.0 - u)).powi(2);
                let integrand =
                    |u: f64| polynomial(from + (to - from) * there(u)) * (to - from) * speed(u);
                integrate(integrand, 0.0, 1.0)
                    .assert_is(weight.value, weight.tolerance(Format::F64));
            }
        }
    }
}
