//! Mistakes in tables, grids and timesteps.

use super::{Due, Fault, Plant, planted, right};
use tweedie::error::Result;
use tweedie::scalar::Format;
use tweedie_catalogue::mistake;
use tweedie_catalogue::operation::{Arguments, System, generic};

/// The mistakes.
pub(super) const FAULTS: &[Fault] = &[
    planted(
        mistake::COSINE_LINSPACE,
        "schedule.betas",
        generic!(cosine_linspace),
        mistake::COSINE_ENDS_LATE,
    ),
    planted(
        mistake::COSINE_SQUARE,
        "schedule.betas",
        generic!(cosine_square),
        mistake::COSINE_UNSQUARED,
    ),
    planted(
        mistake::COUNT,
        "schedule.timesteps",
        generic!(integer_ratio),
        mistake::EVERY_NTH,
    ),
    planted(
        mistake::DUPLICATE_SIGMA,
        "schedule.sigmas",
        generic!(last_sigma_twice),
        mistake::LAST_SIGMA_TWICE,
    ),
    Fault {
        flag: mistake::HALF_TABLES,
        due: Some(Due::Output("FORMAT", "computed or stored in f16")),
        formats: &Format::ALL,
        plant: Plant::Operation("schedule.alpha_bars", generic!(table_in_half)),
    },
    planted(
        mistake::HALF_TABLES,
        "schedule.timesteps",
        generic!(timesteps_in_bf16),
        mistake::TIMESTEPS_IN_BF16,
    ),
    planted(
        mistake::KARRAS_COUNT,
        "schedule.sigmas",
        generic!(ramp_of_one_more),
        mistake::RAMP_OF_ONE_MORE,
    ),
    planted(
        mistake::KARRAS_FLIPPED,
        "schedule.sigmas",
        generic!(ends_exchanged),
        mistake::SIGMAS_ASCENDING,
    ),
    planted(
        mistake::ROUNDED_T,
        "schedule.sigmas_on_chain",
        generic!(found_by_rounded_t),
        mistake::LEVEL_OF_THE_NEAREST_TIMESTEP,
    ),
];

/// `1 − g(angle of t)/g(angle of t − 1)` for the cosine; the other schedules are right.
fn cosine<T: System>(
    arguments: &Arguments,
    stretch: impl Fn(T, T) -> T,
    g: impl Fn(T) -> T,
) -> Result<Vec<T>> {
    if arguments.choice("schedule")? != "cosine" {
        return right("schedule.betas", arguments);
    }
    let steps = arguments.count("steps")?;
    let (s, half_pi) = (T::from_f64(0.008), T::pi() / T::int(2));
    let alpha_bar = |i: usize| {
        let x = stretch(T::count(i), T::count(steps));
        g(((x + s) / (T::one() + s) * half_pi).cos())
    };
    Ok((0..steps)
        .map(|i| (T::one() - alpha_bar(i + 1) / alpha_bar(i)).min(T::from_f64(0.999)))
        .collect())
}

/// `x = linspace(0, T + 1, T + 1)`, divided by T.
fn cosine_linspace<T: System>(arguments: &Arguments) -> Result<Vec<T>> {
    let stretch = |i, steps: T| i * (steps + T::one()) / steps / steps;
    cosine(arguments, stretch, |cos| cos * cos)
}

fn cosine_square<T: System>(arguments: &Arguments) -> Result<Vec<T>> {
    cosine(arguments, |i, steps| i / steps, |cos| cos)
}

/// `range(0, T, T // n)`, whatever its length.
fn integer_ratio<T: System>(arguments: &Arguments) -> Result<Vec<T>> {
    if arguments.choice("spacing")? != "leading" {
        return right("schedule.timesteps", arguments);
    }
    let (steps, n) = (arguments.count("steps")?, arguments.count("n")?);
    let mut timesteps: Vec<T> = (0..steps)
        .step_by(steps / n)
        .map(|t| T::count(t + 1))
        .collect();
    timesteps.reverse();
    Ok(timesteps)
}

fn timesteps_in_bf16<T: System>(arguments: &Arguments) -> Result<Vec<T>> {
    let exact: Vec<f64> = right("schedule.timesteps", arguments)?;
    Ok(stored(exact, Format::Bf16))
}

fn table_in_half<T: System>(arguments: &Arguments) -> Result<Vec<T>> {
    let exact: Vec<f64> = right("schedule.alpha_bars", arguments)?;
    Ok(stored(exact, Format::F16))
}

fn stored<T: System>(values: Vec<f64>, format: Format) -> Vec<T> {
    values
        .into_iter()
        .map(|value| T::from_f64(format.round(value)))
        .collect()
}

/// `points` of the grid from `from` to `to`, the clean level not among them.
fn ramp<T: System>(arguments: &Arguments, points: usize, from: &str, to: &str) -> Result<Vec<T>> {
    let rho = arguments.get::<T>("rho")?;
    let root = |name| Ok(arguments.get::<T>(name)?.powf(T::one() / rho));
    let (first, last) = (root(from)?, root(to)?);
    let gaps = T::count((points - 1).max(1));
    Ok((0..points)
        .map(|i| (first + T::count(i) / gaps * (last - first)).powf(rho))
        .collect())
}

fn last_sigma_twice<T: System>(arguments: &Arguments) -> Result<Vec<T>> {
    let mut sigmas = ramp(arguments, arguments.count("n")?, "sigma_max", "sigma_min")?;
    sigmas.extend(sigmas.last().copied());
    Ok(sigmas)
}

fn ramp_of_one_more<T: System>(arguments: &Arguments) -> Result<Vec<T>> {
    let n = arguments.count("n")?;
    let mut sigmas = ramp(arguments, n + 1, "sigma_max", "sigma_min")?;
    sigmas[n] = T::zero();
    Ok(sigmas)
}

fn ends_exchanged<T: System>(arguments: &Arguments) -> Result<Vec<T>> {
    let mut sigmas = ramp(arguments, arguments.count("n")?, "sigma_min", "sigma_max")?;
    sigmas.push(T::zero());
    Ok(sigmas)
}

/// Every σ becomes the index of the nearest timestep, and that timestep's σ again.
fn found_by_rounded_t<T: System>(arguments: &Arguments) -> Result<Vec<T>> {
    let mut alpha_bar = T::one();
    let mut table = Vec::new();
    for beta in arguments.array::<T>("betas")? {
        alpha_bar = alpha_bar * (T::one() - beta);
        table.push(((T::one() - alpha_bar) / alpha_bar).sqrt());
    }
    let n = arguments.count("n")?;
    let mut sigmas: Vec<T> = right("schedule.sigmas_on_chain", arguments)?;
    for sigma in &mut sigmas[..n] {
        let above = table.iter().position(|known| *known >= *sigma);
        let t = above.unwrap_or(table.len() - 1);
        let below = t.saturating_sub(1);
        let lower_is_nearer = *sigma - table[below] < table[t] - *sigma;
        *sigma = table[if lower_is_nearer { below } else { t }];
    }
    Ok(sigmas)
}
