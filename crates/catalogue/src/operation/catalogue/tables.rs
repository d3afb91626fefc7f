//! Tables of β and ᾱ.

use super::super::generic;
use super::super::{Arguments, Kind, Operation, Shape, Stage};
use super::{reads, unknown};
use crate::mistake;
use tweedie::error::Result;
use tweedie::level::VariancePreserving;
use tweedie::scalar::{Field, Real};
use tweedie::schedule::{Discrete, cosine, linear, scaled_linear, sigmoid};

/// β of every forward step.
pub static BETAS: Operation = Operation {
    name: "schedule.betas",
    stage: Stage::Schedule,
    says: "beta_t, t = 1 … steps: linear and scaled_linear from first to last, sigmoid between them, cosine from cos²",
    source: "DDPM §4; Latent Diffusion (code); GeoDiff (code); Improved DDPM eq. 17",
    params: &[
        ("schedule", "linear, scaled_linear, sigmoid or cosine"),
        ("first", "the first variance; cosine has none"),
        ("last", "the last variance; cosine has none"),
        ("steps", "T, the number of forward steps"),
    ],
    inputs: &[],
    shape: Shape::List,
    kind: Kind::Numbers,
    forms: &[generic!(betas), generic!(betas_by_ratios)],
    scale: None,
    readings: &[
        reads(
            mistake::TIMES_AS_WHOLE_NUMBERS,
            generic!(cosine_of_whole_numbers),
        ),
        reads(
            mistake::COSINE_ENDS_EARLY,
            generic!(cosine_short_of_the_end),
        ),
        reads(mistake::COSINE_ENDS_LATE, generic!(cosine_past_the_end)),
        reads(mistake::COSINE_UNSQUARED, generic!(cosine_without_square)),
        reads(
            mistake::BETA_FOR_ITS_ROOT,
            generic!(linear_and_scaled_exchanged),
        ),
    ],
    stands_on: &[],
};

fn betas<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    named(arguments, arguments.choice("schedule")?)
}

fn named<T: Real>(arguments: &Arguments, schedule: &str) -> Result<Vec<T>> {
    let steps = arguments.count("steps")?;
    let ends = || Ok((arguments.get("first")?, arguments.get("last")?));
    match schedule {
        "linear" => ends().and_then(|(first, last)| linear(first, last, steps)),
        "scaled_linear" => ends().and_then(|(first, last)| scaled_linear(first, last, steps)),
        "sigmoid" => ends().and_then(|(first, last)| sigmoid(first, last, steps)),
        "cosine" => cosine(steps),
        other => Err(unknown(
            "schedule",
            other,
            "linear, scaled_linear, sigmoid or cosine",
        )),
    }
}

/// The cosine's β as the display has it, `1 − f(t)/f(t − 1)`; of the others, points between the ends as weighted means.
fn betas_by_ratios<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let steps = arguments.count("steps")?;
    let mixed = |first: T, last: T| {
        let gaps = T::count(steps.saturating_sub(1).max(1));
        (0..steps).map(move |i| {
            let share = T::count(i) / gaps;
            (T::one() - share) * first + share * last
        })
    };
    match arguments.choice("schedule")? {
        "cosine" => Ok(cosine_ratios(steps, out_of(steps), T::squared)),
        "linear" => Ok(mixed(arguments.get("first")?, arguments.get("last")?).collect()),
        "scaled_linear" => {
            let root = |name| Ok(arguments.get::<T>(name)?.sqrt());
            Ok(mixed(root("first")?, root("last")?)
                .map(T::squared)
                .collect())
        }
        "sigmoid" => {
            let (first, last) = (arguments.get::<T>("first")?, arguments.get::<T>("last")?);
            Ok(mixed(T::int(-6), T::int(6))
                .map(|x| T::one() / (T::one() + (-x).exp()) * (last - first) + first)
                .collect())
        }
        _ => betas(arguments),
    }
}

/// `min(1 − g(cos a_t)/g(cos a_{t−1}), 0.999)`, the time `t/T` by `share`.
fn cosine_ratios<T: Real>(steps: usize, share: impl Fn(usize) -> T, g: fn(T) -> T) -> Vec<T> {
    let offset = T::ratio(8, 1000);
    let f = |t: usize| {
        let angle = (share(t) + offset) / (T::one() + offset) * (T::pi() / T::int(2));
        g(angle.cos())
    };
    (1..=steps)
        .map(|t| {
            let beta = T::one() - f(t) / f(t - 1);
            beta.min(T::ratio(999, 1000))
        })
        .collect()
}

/// `t/end`.
fn out_of<T: Real>(end: usize) -> impl Fn(usize) -> T {
    move |t| T::count(t) / T::count(end)
}

fn cosine_without_square<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    of_cosine(arguments)?;
    let steps = arguments.count("steps")?;
    Ok(cosine_ratios(steps, out_of(steps), |cosine| cosine))
}

/// `linspace(0, T, T + 1)` over T + 1. Programs that write `linspace(0, T + 1, T + 1)` over T + 1 are right: the two cancel,
/// and mending one line alone breaks them.
fn cosine_short_of_the_end<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    of_cosine(arguments)?;
    let steps = arguments.count("steps")?;
    Ok(cosine_ratios(steps, out_of(steps + 1), T::squared))
}

/// `linspace(0, T + 1, T + 1)` over T: the points are (T + 1)/T apart.
fn cosine_past_the_end<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    of_cosine(arguments)?;
    let steps = arguments.count("steps")?;
    let end = T::count(steps).squared() / T::count(steps + 1);
    Ok(cosine_ratios(steps, |t| T::count(t) / end, T::squared))
}

/// `⌊t/T⌋`: all β are 0 but the last.
fn cosine_of_whole_numbers<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    of_cosine(arguments)?;
    let steps = arguments.count("steps")?;
    Ok(cosine_ratios(steps, |t| T::count(t / steps), T::squared))
}

fn of_cosine(arguments: &Arguments) -> Result<()> {
    match arguments.choice("schedule")? {
        "cosine" => Ok(()),
        other => Err(unknown(
            "schedule",
            other,
            "cosine: this reading is of no other",
        )),
    }
}

fn linear_and_scaled_exchanged<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    match arguments.choice("schedule")? {
        "linear" => named(arguments, "scaled_linear"),
        "scaled_linear" => named(arguments, "linear"),
        other => Err(unknown(
            "schedule",
            other,
            "linear or scaled_linear: this reading is of no other",
        )),
    }
}

/// ᾱ of every level.
pub static ALPHA_BARS: Operation = Operation {
    name: "schedule.alpha_bars",
    stage: Stage::Schedule,
    says: "alpha_bar_t = (1 − beta_t) alpha_bar_{t−1}, alpha_bar_0 = 1, t = 1 … T",
    source: "DDPM eq. 4",
    params: &[],
    inputs: &[("betas", "the variances of the forward steps, T of them")],
    shape: Shape::Like("betas"),
    kind: Kind::Numbers,
    forms: &[generic!(alpha_bars)],
    scale: None,
    readings: &[
        reads(mistake::ONE_MINUS_BETA_ALONE, generic!(one_minus_betas)),
        reads(mistake::LEVEL_BEFORE, generic!(alpha_bars_late)),
    ],
    stands_on: &[],
};

fn alpha_bars<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    Ok(squares(arguments)?
        .iter()
        .skip(1)
        .map(|level| level.alpha_bar())
        .collect())
}

fn squares<T: Field>(arguments: &Arguments) -> Result<Vec<VariancePreserving<T>>> {
    let chain = Discrete::from_betas(&arguments.array("betas")?)?;
    Ok(chain.squares().to_vec())
}

fn one_minus_betas<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let betas = arguments.array::<T>("betas")?;
    Ok(betas.into_iter().map(|beta| T::one() - beta).collect())
}

fn alpha_bars_late<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let mut all: Vec<T> = squares(arguments)?
        .iter()
        .map(|level| level.alpha_bar())
        .collect();
    all.pop();
    Ok(all)
}

/// 1 − ᾱ of every level.
pub static ONE_MINUS_ALPHA_BARS: Operation = Operation {
    name: "schedule.one_minus_alpha_bars",
    stage: Stage::Schedule,
    says: "1 − alpha_bar_t, t = 1 … T",
    source: "DDPM eq. 4",
    params: &[],
    inputs: &[("betas", "the variances of the forward steps, T of them")],
    shape: Shape::Like("betas"),
    kind: Kind::Numbers,
    forms: &[generic!(one_minus_alpha_bars), generic!(by_subtraction)],
    scale: None,
    readings: &[
        reads(mistake::ONE_MINUS_BETA_ALONE, generic!(betas_themselves)),
        reads(mistake::DEVIATION_AS_VARIANCE, generic!(sigmas)),
    ],
    stands_on: &["schedule.alpha_bars"],
};

fn one_minus_alpha_bars<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    let squares = squares(arguments)?;
    Ok(squares
        .iter()
        .skip(1)
        .map(|level| level.one_minus_alpha_bar())
        .collect())
}

fn by_subtraction<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    Ok(alpha_bars::<T>(arguments)?
        .into_iter()
        .map(|alpha_bar| T::one() - alpha_bar)
        .collect())
}

fn betas_themselves<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    arguments.array("betas")
}

fn sigmas<T: Real>(arguments: &Arguments) -> Result<Vec<T>> {
    Ok(one_minus_alpha_bars::<T>(arguments)?
        .into_iter()
        .map(T::sqrt)
        .collect())
}
