use super::*;

/// prior × likelihood = evidence × posterior, exponents and normalisers, at every point.
#[test]
fn by_exact_arithmetic() {
    let prior = Gaussian::new(Exact::ratio(-1, 2), Exact::ratio(5, 3)).unwrap();
    for kernel in kernels().into_iter().filter(|k| k.var() > Exact::zero()) {
        let evidence = kernel.push(prior).unwrap();
        let posterior = kernel.invert(prior).unwrap();
        for (x, y) in [(0, 1), (3, -2), (-4, 5)] {
            let (x, y) = (Exact::ratio(x, 2), Exact::ratio(y, 3));
            let (likelihood, posterior) = (kernel.at(x).unwrap(), posterior.at(y).unwrap());
            assert_eq!(
                prior.squared_distance(x) + likelihood.squared_distance(y),
                evidence.squared_distance(y) + posterior.squared_distance(x)
            );
            assert_eq!(
                prior.var() * likelihood.var(),
                evidence.var() * posterior.var()
            );
        }
    }
}
