//! Live checks: two roads to one number, and the bound that the running error of both gives.

use ndarray::Array2;

use super::check::{Check, Look, U};
use crate::Failure;
use tweedie::data::{Mixture, NoisyMixture};
use tweedie::ddim;
use tweedie::edm;
use tweedie::level::{LevelPair, NoiseLevel};
use tweedie::merging;
use tweedie::posterior::posterior;
use tweedie::preset::{Chain, generator, roll};
use tweedie::sampler::standard_normal;
use tweedie::scalar::{Certified, Dual, Field, Running};
use tweedie::schedule::Discrete;
use tweedie::step::Step;
use tweedie::tweedie::mean as posterior_mean;

/// All claims, in the order of the page.
pub(super) const ALL: [(Check, Look); 7] = [
    (
        Check::new(
            "merging::one_minus_alpha_bar_keeps_its_digits",
            "1 − ᾱ keeps its digits",
            "1 − ᾱ_t = β_t + (1 − β_t)(1 − ᾱ_{t−1}),  to 4tu of itself",
            "all steps of the chains, against 256-bit enclosures; u = 2⁻⁵³",
        ),
        accumulated_noise,
    ),
    (
        Check::new(
            "ddim::eta_one_is_the_posterior",
            "DDIM at η = 1 is the DDPM posterior",
            "√(σ²_s − var)/σ_t = α_ts σ²_s/σ²_t",
            "the three coefficients at every pair of neighbours",
        ),
        ddim_is_the_posterior,
    ),
    (
        Check::new(
            "ddim::marginals_do_not_depend_on_eta",
            "DDIM keeps every marginal",
            "k + m α_t = α_s,  m² σ²_t + std² = σ²_s",
            "η = ¼, ½ and ¾ at every pair of neighbours",
        ),
        ddim_keeps_the_marginals,
    ),
    (
        Check::new(
            "ddim::eta_scales_the_standard_deviation",
            "η scales a standard deviation",
            "std(η)² (1/σ²_s + α²_ts/σ²_ts) = η²",
            "η = ¼, ½ and ¾ at every pair of noisy neighbours, against the precision that Bayes gives",
        ),
        eta_scales_a_standard_deviation,
    ),
    (
        Check::new(
            "ddim::deterministic_step_is_eulers_in_edm_sigma",
            "Euler on the probability-flow ODE is DDIM at η = 0",
            "dx̂ = ε dσ̂  ⇒  x_s = α_s x₀ + σ_s ε",
            "the three coefficients at every pair of neighbours",
        ),
        euler_is_ddim,
    ),
    (
        Check::new(
            "score::is_the_gradient_of_the_log_density",
            "The score is the gradient of the log-density",
            "score = −Σ r_k (x − α m_k)/V_k = ∇ ln p(x)",
            "the closed form against dual numbers, on the roll",
        ),
        score_is_a_gradient,
    ),
    (
        Check::new(
            "tweedie::mean_is_the_posterior_mean",
            "The score is the denoiser (Tweedie)",
            "E[x₀ | x_t] = (x_t + σ² ∇ ln p(x_t))/α",
            "the formula against the mean over the data, on the roll",
        ),
        score_is_the_denoiser,
    ),
];

/// A sum of positive terms adds at most three roundings a step to the relative error, whatever came before; with those of
/// higher order 4tu is proved. The bound is this one and no running error, which would forgive a formula that loses digits.
#[allow(clippy::cast_precision_loss)] // a time
fn accumulated_noise(check: &mut Check) -> Result<(), Failure> {
    for chain in Chain::ALL {
        let ours = chain.discrete()?;
        let truth = Discrete::from_betas(&exact::<Certified>(&chain.betas()?))?;
        for (t, (ours, truth)) in ours.squares().iter().zip(truth.squares()).enumerate() {
            let (ours, truth) = (ours.one_minus_alpha_bar(), truth.one_minus_alpha_bar());
            check.see(truth.distance(ours), 4.0 * t as f64 * U * ours);
        }
    }
    Ok(())
}

fn ddim_is_the_posterior(check: &mut Check) -> Result<(), Failure> {
    for pair in pairs()? {
        let posterior = posterior(pair)?;
        same_step(
            check,
            ddim::step(pair, Running::one())?,
            posterior.step(posterior.var),
        );
    }
    Ok(())
}

fn ddim_keeps_the_marginals(check: &mut Check) -> Result<(), Failure> {
    for pair in pairs()? {
        let (s, t) = (pair.s(), pair.t());
        for quarters in 1..4 {
            let step = ddim::step(pair, Running::ratio(quarters, 4))?;
            check.equal(step.on_x0 + step.on_x_t * t.alpha(), s.alpha());
            let var = step.on_x_t.squared() * t.sigma().squared() + step.on_noise.squared();
            check.equal(var, s.sigma().squared());
        }
    }
    Ok(())
}

fn eta_scales_a_standard_deviation(check: &mut Check) -> Result<(), Failure> {
    for pair in pairs()? {
        let prior = pair.s().sigma().squared();
        if prior == Running::zero() {
            continue;
        }
        let kernel = merging::between(pair)?;
        let precision = Running::one() / prior + kernel.scale().squared() / kernel.var();
        for quarters in 1..4 {
            let std = ddim::std(pair, Running::ratio(quarters, 4))?;
            check.equal(
                std.squared() * precision,
                Running::ratio(quarters * quarters, 16),
            );
        }
    }
    Ok(())
}

fn euler_is_ddim(check: &mut Check) -> Result<(), Failure> {
    for pair in pairs()? {
        let euler = edm::euler(pair.t(), pair.s())?;
        same_step(check, euler, ddim::step(pair, Running::zero())?);
    }
    Ok(())
}

fn score_is_a_gradient(check: &mut Check) -> Result<(), Failure> {
    on_the_roll(|data, x, level| {
        let score = data.at(level)?.score(&x)?;
        for (j, &closed) in score.iter().enumerate() {
            let seeded: Vec<_> = (0..x.len())
                .map(|i| Dual {
                    value: x[i],
                    slope: if i == j {
                        Running::one()
                    } else {
                        Running::zero()
                    },
                })
                .collect();
            let level =
                NoiseLevel::new(Dual::constant(level.alpha()), Dual::constant(level.sigma()))?;
            let law: NoisyMixture<Dual<Running>> = data.at(level)?;
            check.equal(closed, law.log_density(&seeded)?.slope);
        }
        Ok(())
    })
}

fn score_is_the_denoiser(check: &mut Check) -> Result<(), Failure> {
    on_the_roll(|data, x, level| {
        let law = data.at(level)?;
        let mean = posterior_mean(level)?;
        let (score, direct) = (law.score(&x)?, law.posterior_mean(&x)?);
        for j in 0..x.len() {
            check.equal(mean.on_x_t * x[j] + mean.on_score * score[j], direct[j]);
        }
        Ok(())
    })
}

/// Visits noisy points of the roll, at levels from little noise to much.
fn on_the_roll(
    mut visit: impl FnMut(&Mixture, Vec<Running>, NoiseLevel<Running>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let roll = roll()?;
    let mut rng = generator(0);
    let chain = Chain::Linear.discrete()?;
    for t in [1, 10, 50, 200, 500, 1000] {
        let level = chain.level(t)?;
        let clean = roll.draw(4, &mut rng)?.points;
        let noise: Array2<f64> = standard_normal(&mut rng)(clean.dim());
        let noisy = clean * level.alpha() + noise * level.sigma();
        for x in noisy.rows() {
            visit(&roll.data, exact(&x.to_vec()), held(level)?)?;
        }
    }
    Ok(())
}

/// All neighbours on the linear schedule, as f64 holds them: errors begin after that.
fn pairs() -> Result<Vec<LevelPair<Running>>, Failure> {
    let chain = Chain::Linear.discrete()?;
    chain
        .levels()
        .windows(2)
        .map(|pair| Ok(LevelPair::new(held(pair[0])?, held(pair[1])?)?))
        .collect()
}

fn held(level: NoiseLevel<f64>) -> Result<NoiseLevel<Running>, Failure> {
    Ok(NoiseLevel::new(
        Running::exact(level.alpha()),
        Running::exact(level.sigma()),
    )?)
}

fn exact<T: Field>(numbers: &[f64]) -> Vec<T> {
    numbers.iter().map(|&x| T::from_f64(x)).collect()
}

fn same_step(check: &mut Check, a: Step<Running>, b: Step<Running>) {
    check.equal(a.on_x_t, b.on_x_t);
    check.equal(a.on_x0, b.on_x0);
    check.equal(a.on_noise, b.on_noise);
}
