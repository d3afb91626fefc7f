use super::*;

/// bound − NLL = KL(q(x_{0:T}) ‖ p(x_{0:T})) − KL(q(x₀) ‖ p(x₀)), the joint laws as matrices.
#[test]
fn by_exact_law() {
    for (data_var, skill) in [(0.25, 1.0), (0.25, 0.8), (2.0, 1.1), (1.0, 0.5)] {
        let chain = Chain::new(
            [(1, 9), (2, 7), (3, 7), (5, 8)]
                .map(|(p, q)| pythagorean(p, q))
                .into(),
            data_var,
            skill,
        );
        let (q, p) = (chain.forward_covariance(), chain.model_covariance());
        let n = q.nrows() as f64;
        let cholesky = p.clone().cholesky().unwrap();
        let log_det = |m: &DMatrix<f64>| {
            let factor = m.clone().cholesky().unwrap();
            2.0 * factor.l().diagonal().iter().map(|d| d.ln()).sum::<f64>()
        };
        let paths = 0.5 * (cholesky.solve(&q).trace() - n + log_det(&p) - log_det(&q));
        let data = Gaussian::new(0.0, data_var).unwrap();
        let gap = chain.bound() - chain.negative_log_likelihood();
        // Cholesky: n^{3/2} u times the condition number, for each of the two matrices
        let condition = |m: &DMatrix<f64>| {
            let values = m.clone().symmetric_eigenvalues();
            values.max() / values.min()
        };
        let bound = 4.0 * n.powf(1.5) * U * (condition(&p) + condition(&q));
        assert_within(gap, paths - data.kl(chain.model()), bound);
        assert!(gap > 1e-3, "the gap of {gap} is no test");
    }
}
