use super::*;

/// Pushing a Gaussian through one kernel and then the other is pushing it through the merged one.
#[test]
fn by_exact_arithmetic() {
    let start = Gaussian::new(Exact::ratio(2, 7), Exact::ratio(9, 5)).unwrap();
    for first in kernels() {
        for second in kernels() {
            let Ok(middle) = first.push(start) else {
                continue; // a point mass has no density to push on
            };
            assert_eq!(second.push(middle), first.then(second).push(start));
        }
    }
}

/// The density of the merged kernel is the integral over the state in between.
#[test]
fn by_quadrature() {
    let first = Kernel::new(0.8, 0.3, 0.5).unwrap();
    let second = Kernel::new(-1.2, 0.1, 0.25).unwrap();
    let merged = first.then(second);
    for (x, w) in [(0.0, 0.0), (1.5, -2.0), (-2.0, 3.0)] {
        let between = |y: f64| {
            (first.at(x).unwrap().log_density(y) + second.at(y).unwrap().log_density(w)).exp()
        };
        let density = merged.at(x).unwrap().log_density(w).exp();
        // exponents below 50 in size, two of them
        integrate(between, -12.0, 12.0).assert_is(density, 200.0 * U * density);
    }
}
