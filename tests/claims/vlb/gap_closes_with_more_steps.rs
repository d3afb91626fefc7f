use super::*;

/// With the ideal denoiser the gap of n steps falls with 1/n.
#[test]
fn by_convergence_order() {
    let gaps: Vec<f64> = (5..=10)
        .map(|k| {
            let chain = Chain::new(quarter_circle(0.2, 2_u32.pow(k)), 0.25, 1.0);
            chain.bound() - chain.negative_log_likelihood()
        })
        .collect();
    assert!(gaps.iter().all(|&gap| gap > 0.0));
    assert_order(1, &gaps);
}
