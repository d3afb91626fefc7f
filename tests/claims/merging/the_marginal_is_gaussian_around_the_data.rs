use super::*;

/// Walking a roll point through the chain: mean αx₀, variance σ², and the shape of a normal law.
#[test]
fn on_the_swiss_roll() {
    let schedule = Discrete::from_betas(&linear(1e-4, 0.02, 200).unwrap()).unwrap();
    let betas = linear(1e-4, 0.02, 200).unwrap();
    let mut rng = rng(3);
    let data = roll();
    let end = schedule.level(200).unwrap();
    let n = 20_000;
    let mut residuals = [Vec::new(), Vec::new()];
    let mut states = [Vec::new(), Vec::new()];
    for _ in 0..n {
        let point = rng.random_range(0..data.components());
        for j in 0..2 {
            let x0 = data.means()[[point, j]];
            let mut x = x0;
            for &beta in &betas {
                let z: f64 = StandardNormal.sample(&mut rng);
                x = (1.0 - beta).sqrt() * x + beta.sqrt() * z;
            }
            residuals[j].push((x - end.alpha() * x0) / end.sigma());
            states[j].push(x);
        }
    }
    for residual in &residuals {
        assert_five_standard_errors(residual, 0.0);
        let squares: Vec<f64> = residual.iter().map(|r| r * r).collect();
        assert_five_standard_errors(&squares, 1.0);
        assert_normal(residual);
    }
    // moments of x_t itself: α² Cov[x₀] + σ² I
    let cov = data.covariance();
    for (i, j) in [(0, 0), (0, 1), (1, 1)] {
        let noise = if i == j { end.sigma().powi(2) } else { 0.0 };
        let (mean_i, mean_j) = (end.alpha() * data.mean()[i], end.alpha() * data.mean()[j]);
        let products: Vec<f64> = states[i]
            .iter()
            .zip(&states[j])
            .map(|(x, y)| (x - mean_i) * (y - mean_j))
            .collect();
        assert_five_standard_errors(&products, end.alpha().powi(2) * cov[[i, j]] + noise);
    }
}
