//! Errata: formulas of the source documents that are wrong as printed, and right as corrected.
//!
//! The sources: a Chinese translation of Weng, *What are Diffusion Models?* (called W here), and the papers it follows.

use tweedie::ddim;
use tweedie::level::LevelPair;
use tweedie::posterior::posterior;
use tweedie::scalar::{Certified, Exact, Field, Real};
use tweedie::schedule::{Discrete, cosine};
use tweedie::vlb;

use crate::support::{integrate, pythagorean, triple_pairs};

mod cosine_schedule_lacks_its_square {
    use super::*;

    /// f in W's "Parameterization of β_t": a cosine without the square.
    fn alpha_bar(t: i64, power: i64) -> Certified {
        let s = Certified::ratio(8, 1000);
        let f = |t: i64| {
            let angle = (Certified::ratio(t, 1000) + s) / (Certified::one() + s);
            let cosine = (angle * Certified::pi() / Certified::int(2)).cos();
            if power == 2 { cosine.squared() } else { cosine }
        };
        f(t) / f(0)
    }

    /// It gives ᾱ_500 = 0.703, where the schedule has 0.494.
    #[test]
    fn by_failing_as_printed() {
        let schedule = Discrete::from_betas(&cosine::<Certified>(1000).unwrap()).unwrap();
        let defect = alpha_bar(500, 1) - schedule.squares()[500].alpha_bar();
        assert!(defect > Certified::ratio(208, 1000) && defect < Certified::ratio(210, 1000));
    }

    #[test]
    fn by_holding_as_corrected() {
        let schedule = Discrete::from_betas(&cosine::<Certified>(1000).unwrap()).unwrap();
        for t in [1, 250, 500, 999] {
            let at = usize::try_from(t).unwrap();
            assert!((alpha_bar(t, 2) - schedule.squares()[at].alpha_bar()).contains(0.0));
        }
    }
}

mod eta_scales_the_deviation_not_the_variance {
    use super::*;

    /// W, "Speed up": σ_t² = η·β̃_t. At η = ½ the paper's step (DDIM eq. 16) adds half as much variance as that.
    #[test]
    fn by_failing_as_printed() {
        let eta = Exact::ratio(1, 2);
        for pair in triple_pairs::<Exact>() {
            let printed = eta * posterior(pair).unwrap().var;
            let step = ddim::step(pair, eta).unwrap();
            assert_eq!(step.on_noise.squared(), printed / Exact::int(2));
        }
    }

    #[test]
    fn by_holding_as_corrected() {
        let eta = Exact::ratio(1, 2);
        for pair in triple_pairs::<Exact>() {
            let corrected = eta.squared() * posterior(pair).unwrap().var;
            assert_eq!(ddim::step(pair, eta).unwrap().on_noise.squared(), corrected);
        }
    }
}

mod loss_divides_by_the_variance_not_by_its_square {
    use super::*;

    /// W, "Parameterization of L_t": 1/(2‖Σ_θ‖²₂). The norm of Σ = σ²I is σ², so its square is σ⁴.
    fn excess() -> (Exact, Exact, Exact) {
        let pair = LevelPair::new(pythagorean::<Exact>(1, 3), pythagorean(1, 2)).unwrap();
        let var = Exact::ratio(1, 5);
        let weight = vlb::x0_weight(pair, var).unwrap();
        let mean_error = posterior(pair).unwrap().on_x0; // for x₀ − x̂₀ = 1
        (weight, mean_error.squared() / Exact::int(2), var)
    }

    #[test]
    fn by_failing_as_printed() {
        let (weight, half_square, var) = excess();
        assert_eq!(weight / (half_square / var.squared()), var);
        assert_ne!(var, Exact::one());
    }

    #[test]
    fn by_holding_as_corrected() {
        let (weight, half_square, var) = excess();
        assert_eq!(weight, half_square / var);
    }
}

mod score_is_an_average_over_the_posterior_of_log_gradients {
    use super::*;

    /// Two points of data, at ±1, and the noisy density between them.
    const SIGMA: f64 = 0.8;

    fn density(x: f64, x0: f64) -> f64 {
        Real::exp(-(x - x0).powi(2) / (2.0 * SIGMA * SIGMA)) / (SIGMA * (2.0 * f64::pi()).sqrt())
    }

    fn score(x: f64) -> f64 {
        let p = |x: f64| f64::midpoint(density(x, -1.0), density(x, 1.0));
        let slope = [-1.0, 1.0].map(|x0| -(x - x0) / SIGMA.powi(2) * density(x, x0) / 2.0);
        slope.iter().sum::<f64>() / p(x)
    }

    /// W, "Connection with NCSN": ∇ ln q(x_t) = E_{q(x₀)}[∇ q(x_t|x₀)]. The gradient of a density, averaged over the
    /// prior, is the gradient of the marginal: at x = 0.5 it is 0.0595, and the score is 0.2397.
    #[test]
    fn by_failing_as_printed() {
        let x = 0.5;
        let printed: f64 = [-1.0, 1.0]
            .map(|x0| -(x - x0) / SIGMA.powi(2) * density(x, x0) / 2.0)
            .iter()
            .sum();
        let off = printed / score(x);
        assert!((off - f64::midpoint(density(x, -1.0), density(x, 1.0))).abs() < 1e-15);
        assert!(off < 0.5);
    }

    /// ∇ ln q(x_t) = E_{q(x₀|x_t)}[∇ ln q(x_t|x₀)]; both sides have the same integral against the density.
    #[test]
    fn by_holding_as_corrected() {
        use tweedie::data::Mixture;
        use tweedie::level::NoiseLevel;
        let data = Mixture::points(ndarray::array![[-1.0], [1.0]]).unwrap();
        let law = data.at(NoiseLevel::unscaled(SIGMA).unwrap()).unwrap();
        for x in [-1.3, 0.1, 0.5] {
            let posterior = law.responsibilities(&[x]).unwrap();
            let average: f64 = [-1.0, 1.0]
                .iter()
                .zip(&posterior)
                .map(|(x0, weight)| weight * -(x - x0) / SIGMA.powi(2))
                .sum();
            assert!((average - score(x)).abs() < 20.0 * f64::EPSILON);
        }
        // the score of any density has mean zero
        let mean = integrate(
            |x| score(x) * (density(x, -1.0) + density(x, 1.0)) / 2.0,
            -12.0,
            12.0,
        );
        mean.assert_is(0.0, 20.0 * f64::EPSILON);
    }
}
