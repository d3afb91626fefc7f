//! The variational bound: −ln p(x₀) is at most a sum of KL divergences between Gaussians.

use crate::error::{DomainError, Result};
use crate::gaussian::Gaussian;
use crate::level::{LevelPair, NoiseLevel};
use crate::merging;
use crate::posterior::posterior;
use crate::scalar::{Field, Real};
use crate::score::Prediction;

/// `L_T = KL(q(x_T | x₀) ‖ N(0, 1))`, one coordinate, in nats.
///
/// Source: DDPM eq. 5, first term.
/// # Errors
/// If `σ_T = 0`.
pub fn prior_term<T: Real>(end: NoiseLevel<T>, x0: T) -> Result<T> {
    Ok(merging::marginal(end)?.at(x0)?.kl(Gaussian::standard()))
}

/// `L_s = KL(q(x_s | x_t, x₀) ‖ p(x_s | x_t))`, one coordinate, in nats.
///
/// The model's reverse step is the posterior with `x0_hat` for x₀ and the variance `var`.
///
/// Source: DDPM eq. 5, middle terms.
/// # Errors
/// If `σ_s = 0` (that term is the decoder's) or `var ≤ 0`.
pub fn step_term<T: Real>(pair: LevelPair<T>, var: T, x0: T, x0_hat: T, x_t: T) -> Result<T> {
    let truth = posterior(pair)?;
    let q = Gaussian::new(truth.mean(x0, x_t), truth.var)?;
    let p = Gaussian::new(truth.mean(x0_hat, x_t), var)?;
    Ok(q.kl(p))
}

/// The bound along one path, one coordinate, in nats: the telescoped form of `ln q(x_{1:T} | x₀)/p(x_{0:T})`.
///
/// ```text
/// ln q(x_T|x₀)/p(x_T) + Σ_{s≥1} ln q(x_s|x_t,x₀)/p(x_s|x_t) − ln p(x₀|x₁)
/// ```
///
/// `levels` and `path` run from the first noisy level to the last; `reverse(i, x)` is the model's law of the state
/// before `path[i]`, given `path[i] = x`.
///
/// Source: DDPM appendix A, eq. 17–22.
/// # Errors
/// If `levels` and `path` differ in length or are empty, or neighbours do not grow noisier.
pub fn along_path<T: Real>(
    levels: &[NoiseLevel<T>],
    x0: T,
    path: &[T],
    reverse: impl Fn(usize, T) -> Gaussian<T>,
) -> Result<T> {
    let (Some(&end), Some(&x_end)) = (levels.last(), path.last()) else {
        return Err(DomainError::new("path", "empty", "give one state or more"));
    };
    if levels.len() != path.len() {
        return Err(DomainError::new(
            "lengths of levels and path",
            (levels.len(), path.len()),
            "give one state for each level",
        ));
    }
    let q_end = merging::marginal(end)?.at(x0)?;
    let mut bound = q_end.log_density(x_end) - Gaussian::standard().log_density(x_end);
    for i in (1..levels.len()).rev() {
        let truth = posterior(LevelPair::new(levels[i - 1], levels[i])?)?;
        let q = Gaussian::new(truth.mean(x0, path[i]), truth.var)?;
        bound = bound + q.log_density(path[i - 1]) - reverse(i, path[i]).log_density(path[i - 1]);
    }
    Ok(bound - reverse(0, path[0]).log_density(x0))
}

/// What multiplies `‖x₀ − x̂₀‖²` in `L_s`, for a reverse variance `var`.
///
/// ```text
/// (α_s σ²_ts/σ²_t)² / (2 var)
/// ```
///
/// Source: DDPM eq. 8 with eq. 7.
/// # Errors
/// If `var ≤ 0`, or the levels are too close for the number format.
pub fn x0_weight<T: Field>(pair: LevelPair<T>, var: T) -> Result<T> {
    let on_x0 = posterior(pair)?.on_x0;
    Ok(on_x0.squared() / (T::int(2) * positive_var(var)?))
}

/// What multiplies `‖ε − ε̂‖²` in `L_s`, for a reverse variance `var`.
///
/// ```text
/// (σ²_ts)² / (2 var α²_ts σ²_t)          for neighbours: β² / (2 var (1 − β) (1 − ᾱ))
/// ```
///
/// Source: DDPM eq. 12, for any two levels.
/// # Errors
/// If `var ≤ 0`, `α_t = 0`, or the levels are too close for the number format.
pub fn eps_weight<T: Field>(pair: LevelPair<T>, var: T) -> Result<T> {
    let t = pair.t();
    if t.alpha() == T::zero() {
        return Err(DomainError::new(
            "alpha_t",
            t.alpha(),
            "at zero signal the weight on ε is infinite; weigh x0 or v instead",
        ));
    }
    let kernel = merging::between(pair)?;
    let (alpha_ts, var_ts) = (kernel.scale(), kernel.var());
    Ok(var_ts.squared()
        / (T::int(2) * positive_var(var)? * alpha_ts.squared() * t.sigma().squared()))
}

/// What multiplies `‖x₀ − x̂₀‖²` when the reverse variance is the posterior's own.
///
/// ```text
/// ½ (snr_s − snr_t)
/// ```
///
/// Source: VDM §4.1, one step of the discrete-time bound.
/// # Domain
/// Infinite or undefined at `σ_s = 0`.
pub fn snr_weight<T: Field>(pair: LevelPair<T>) -> T {
    T::ratio(1, 2) * (pair.s().snr() - pair.t().snr())
}

/// The Min-SNR-γ weight on `‖x₀ − x̂₀‖²`: `min(snr, γ)`.
///
/// Source: Hang et al., *Efficient Diffusion Training via Min-SNR Weighting Strategy*, §3.4.
pub fn min_snr_weight<T: Field>(t: NoiseLevel<T>, gamma: T) -> T {
    t.snr().min(gamma)
}

/// A weight on `‖x₀ − x̂₀‖²` as the weight on the squared error of another prediction, the loss unchanged.
///
/// ```text
/// w_p = w_x0 (∂x₀/∂p)²
/// ```
///
/// # Errors
/// If the prediction does not determine x₀ at this level.
pub fn weight_of<T: Field>(
    prediction: Prediction<T>,
    level: NoiseLevel<T>,
    x0_weight: T,
) -> Result<T> {
    let slope = Prediction::x0().from(prediction, level)?.on_given;
    Ok(x0_weight * slope.squared())
}

/// `ln p(x₀ | x₁)` of the discretised decoder: the mass that `law` gives to the bin of value `k` of `values`.
///
/// ```text
/// x = −1 + 2k/(values − 1)     mass = Φ((x + δ − m)/std) − Φ((x − δ − m)/std),   δ = 1/(values − 1)
/// ```
///
/// The first and last bin reach to infinity, so the masses sum to one.
///
/// Source: DDPM eq. 13.
/// # Numerics
/// In the upper tail the difference is taken of complements, so that it keeps its digits. `−∞` where the mass
/// underflows, in `f64` at some 38 standard deviations.
/// # Errors
/// If `values < 2` or `k ≥ values`.
pub fn decoder_term<T: Real>(law: Gaussian<T>, k: u32, values: u32) -> Result<T> {
    if values < 2 {
        return Err(DomainError::new("values", values, "give 2 or more"));
    }
    if k >= values {
        return Err(DomainError::new(
            "value k",
            k,
            format!("it lies below {values}"),
        ));
    }
    let std = law.var().sqrt();
    let edge = |numerator: i64| {
        let edge = T::ratio(numerator, i64::from(values) - 1);
        (edge - law.mean()) / std
    };
    let middle = 2 * i64::from(k) - (i64::from(values) - 1);
    let below = (k > 0).then(|| edge(middle - 1));
    let above = (k < values - 1).then(|| edge(middle + 1));
    let mass = match (below, above) {
        (Some(below), Some(above)) if below > T::zero() => {
            (-below).normal_cdf() - (-above).normal_cdf()
        }
        (Some(below), Some(above)) => above.normal_cdf() - below.normal_cdf(),
        (None, Some(above)) => above.normal_cdf(),
        (Some(below), None) => (-below).normal_cdf(),
        (None, None) => T::one(),
    };
    Ok(mass.ln())
}

/// Nats of a whole sample of `dims` coordinates, as bits per dimension: `nats/(dims ln 2)`.
///
/// # Errors
/// If `dims = 0`.
pub fn bits_per_dim<T: Real>(nats: T, dims: u32) -> Result<T> {
    if dims == 0 {
        return Err(DomainError::new("dims", dims, "give 1 or more"));
    }
    Ok(nats / (T::int(i64::from(dims)) * T::int(2).ln()))
}

fn positive_var<T: Field>(var: T) -> Result<T> {
    if var.is_finite() && var > T::zero() {
        Ok(var)
    } else {
        Err(DomainError::new(
            "reverse variance",
            var,
            "give a finite number > 0",
        ))
    }
}
