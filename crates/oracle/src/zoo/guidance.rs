//! Mistakes in guidance.

use super::{Due, Fault, Plant, numbers, planted};
use tweedie::error::Result;
use tweedie::scalar::Format;
use tweedie_catalogue::mistake;
use tweedie_catalogue::operation::{Arguments, System, columns, generic};

/// The mistakes.
pub(super) const FAULTS: &[Fault] = &[
    planted(
        mistake::CFG_CHANNELS,
        "cfg",
        generic!(three_of_four),
        mistake::THREE_CHANNELS,
    ),
    planted(
        mistake::CFG_CONVENTION,
        "cfg",
        generic!(one_plus_w),
        mistake::W_FROM_0,
    ),
    planted(
        mistake::CLASSIFIER_POINT,
        "classifier_guidance.mean",
        generic!(gradient_at_x_t),
        mistake::GRADIENT_AT_X_T,
    ),
    planted(
        mistake::RESCALE_ON_EPS,
        "cfg_rescale",
        generic!(rescale_on_eps),
        mistake::RESCALED_EPS,
    ),
    Fault {
        flag: mistake::RESCALE_ZERO,
        due: Some(Due::Output("FINITE", "output")),
        formats: &Format::ALL,
        plant: Plant::Operation("cfg_rescale", generic!(rescale_unguarded)),
    },
];

/// `eps, rest = out[:, :3], out[:, 3:]`: the fourth channel stays the conditional model's.
fn three_of_four<T: System>(arguments: &Arguments) -> Result<Vec<T>> {
    let w = arguments.get::<T>("w")?;
    let channels = arguments.shape("cond")?.last().copied().unwrap_or(1).max(1);
    let (cond, uncond) = (
        arguments.array::<T>("cond")?,
        arguments.array::<T>("uncond")?,
    );
    let mut out = cond.clone();
    for i in (0..out.len()).filter(|i| i % channels < 3) {
        out[i] = uncond[i] + w * (cond[i] - uncond[i]);
    }
    Ok(out)
}

fn one_plus_w<T: System>(arguments: &Arguments) -> Result<Vec<T>> {
    let w = arguments.get::<T>("w")?;
    columns(arguments, ["cond", "uncond"], |[cond, uncond]| {
        (T::one() + w) * cond - w * uncond
    })
}

fn gradient_at_x_t<T: System>(arguments: &Arguments) -> Result<Vec<T>> {
    let [w, var]: [T; 2] = numbers(arguments, ["w", "var"])?;
    columns(arguments, ["mean", "at_x_t"], |[mean, gradient]| {
        mean + var * gradient * w
    })
}

/// `φ x std(x_cond)/std(x) + (1 − φ) x`, row by row, with nothing between it and 0/0.
fn rescaled<T: System>(guided: &mut [T], cond: &[T], phi: T) {
    let deviation = |values: &[T]| {
        let n = T::count(values.len());
        let mean = values.iter().fold(T::zero(), |sum, &x| sum + x) / n;
        let squares = values
            .iter()
            .fold(T::zero(), |sum, &x| sum + (x - mean) * (x - mean));
        (squares / n).sqrt()
    };
    let factor = deviation(cond) / deviation(guided);
    for x in guided {
        *x = phi * (*x * factor) + (T::one() - phi) * *x;
    }
}

fn rescale_unguarded<T: System>(arguments: &Arguments) -> Result<Vec<T>> {
    let phi = arguments.get::<T>("phi")?;
    let conds = arguments.rows::<T>("x_cond")?;
    let mut output = Vec::new();
    for (mut guided, cond) in arguments.rows::<T>("x_cfg")?.into_iter().zip(conds) {
        rescaled(&mut guided, &cond, phi);
        output.extend(guided);
    }
    Ok(output)
}

fn rescale_on_eps<T: System>(arguments: &Arguments) -> Result<Vec<T>> {
    let [alpha, sigma, phi]: [T; 3] = numbers(arguments, ["alpha_t", "sigma_t", "phi"])?;
    let (conds, states) = (arguments.rows::<T>("x_cond")?, arguments.rows::<T>("x_t")?);
    let mut output = Vec::new();
    for ((guided, cond), x_t) in arguments.rows::<T>("x_cfg")?.iter().zip(conds).zip(states) {
        let eps = |x0: &[T]| -> Vec<T> {
            x0.iter()
                .zip(&x_t)
                .map(|(&x0, &x)| (x - alpha * x0) / sigma)
                .collect()
        };
        let (mut guided, cond) = (eps(guided), eps(&cond));
        rescaled(&mut guided, &cond, phi);
        output.extend(
            guided
                .iter()
                .zip(&x_t)
                .map(|(&eps, &x)| (x - sigma * eps) / alpha),
        );
    }
    Ok(output)
}
