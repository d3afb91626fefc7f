//! The tables of a port, as ports make them: ᾱ indexed from 0, a list of timesteps, σ with a 0 at its end.

use super::Mistake;
use tweedie::scalar::{Float, Format};
use tweedie_catalogue::mistake;

/// The tables.
#[derive(Debug, Clone)]
pub(super) struct Tables<W> {
    pub(super) betas: Vec<W>,
    pub(super) alphas_cumprod: Vec<W>,
    pub(super) timesteps: Vec<usize>,
    /// σ of the steps and a 0, for the methods on unscaled data and for the flow.
    pub(super) sigmas: Vec<W>,
}

/// What is asked for.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) method: String,
    pub(super) schedule: String,
    pub(super) train: usize,
    pub(super) n: usize,
    pub(super) spacing: String,
    pub(super) offset: usize,
    pub(super) eta: f64,
    pub(super) prediction: String,
}

impl Asked {
    pub(super) fn is_unscaled(&self) -> bool {
        matches!(
            self.method.as_str(),
            "euler" | "euler_ancestral" | "heun" | "edm_euler"
        )
    }
}

pub(super) fn tables<W: Float>(
    asked: &Asked,
    mistake: Mistake,
    format: Format,
) -> Result<Tables<W>, String> {
    let betas = betas::<W>(asked);
    let mut product = W::one();
    let mut alphas_cumprod: Vec<W> = betas
        .iter()
        .map(|&beta| {
            product = product * (W::one() - beta);
            product
        })
        .collect();
    if asked.schedule == "zero_snr" {
        rescale(&mut alphas_cumprod);
    }
    if mistake == Some(mistake::HALF_TABLES) {
        for value in &mut alphas_cumprod {
            *value = W::from_f64(format.round(value.to_f64()));
        }
    }
    let timesteps = timesteps(asked, mistake)?;
    let sigmas = match asked.schedule.as_str() {
        "karras" => karras(asked.n, mistake),
        "flow" => flow(asked),
        _ if asked.is_unscaled() => {
            let sigma = |&t: &usize| {
                // past the table's end: its last entry, until a step looks
                let alpha_bar = alphas_cumprod[t.min(asked.train - 1)];
                ((W::one() - alpha_bar) / alpha_bar).sqrt()
            };
            timesteps.iter().map(sigma).chain([W::zero()]).collect()
        }
        _ => Vec::new(),
    };
    Ok(Tables {
        betas,
        alphas_cumprod,
        timesteps,
        sigmas,
    })
}

fn between<W: Float>(first: f64, last: f64, i: usize, n: usize) -> W {
    let (first, last) = (W::from_f64(first), W::from_f64(last));
    first + (last - first) * W::count(i) / W::count((n - 1).max(1))
}

fn betas<W: Float>(asked: &Asked) -> Vec<W> {
    let n = asked.train;
    match asked.schedule.as_str() {
        "scaled_linear" => (0..n)
            .map(|i| {
                let root = |x: f64| W::from_f64(x).sqrt().to_f64();
                let value: W = between(root(0.000_85), root(0.012), i, n);
                value * value
            })
            .collect(),
        "cosine" => {
            let f = |t: usize| {
                let share = W::count(t) / W::count(n) + W::from_f64(0.008);
                let value = (share / W::from_f64(1.008) * W::pi() / W::int(2)).cos();
                value * value
            };
            (0..n)
                .map(|t| (W::one() - f(t + 1) / f(t)).min(W::from_f64(0.999)))
                .collect()
        }
        _ => (0..n).map(|i| between(1e-4, 0.02, i, n)).collect(),
    }
}

/// √ᾱ shifted to 0 at its end, its start kept.
fn rescale<W: Float>(alphas_cumprod: &mut [W]) {
    let first = alphas_cumprod[0].sqrt();
    let last = alphas_cumprod[alphas_cumprod.len() - 1].sqrt();
    for value in alphas_cumprod {
        let root = (value.sqrt() - last) * first / (first - last);
        *value = root * root;
    }
}

/// Late to early, indexed from 0.
fn timesteps(asked: &Asked, mistake: Mistake) -> Result<Vec<usize>, String> {
    let (train, n) = (asked.train, asked.n);
    if matches!(asked.schedule.as_str(), "karras" | "flow") {
        return Ok(Vec::new());
    }
    if n == 0 || n > train {
        return Err(format!("{n} steps of {train}"));
    }
    let mut list: Vec<usize> = match asked.spacing.as_str() {
        "leading" => (0..n).map(|i| i * (train / n) + asked.offset).collect(),
        "trailing" => (1..=n).map(|i| half_even(i * train, n) - 1).collect(),
        _ if n == 1 => vec![0],
        _ => (0..n).map(|i| half_even(i * (train - 1), n - 1)).collect(),
    };
    if mistake == Some(mistake::COUNT) && asked.spacing == "leading" {
        list = (0..train)
            .step_by(train / n)
            .map(|t| t + asked.offset)
            .collect();
    }
    if mistake != Some(mistake::OFFSET_OVERFLOW) && list.last().is_some_and(|&last| last >= train) {
        return Err(format!(
            "an offset of {} leads past the table's end",
            asked.offset
        ));
    }
    list.reverse();
    Ok(list)
}

fn half_even(numerator: usize, denominator: usize) -> usize {
    let (whole, rest) = (numerator / denominator, numerator % denominator);
    match (2 * rest).cmp(&denominator) {
        std::cmp::Ordering::Less => whole,
        std::cmp::Ordering::Greater => whole + 1,
        std::cmp::Ordering::Equal => whole + whole % 2,
    }
}

fn karras<W: Float>(n: usize, mistake: Mistake) -> Vec<W> {
    let root = |sigma: f64| W::from_f64(sigma).powf(W::ratio(1, 7)).to_f64();
    let points = if mistake == Some(mistake::KARRAS_COUNT) {
        n + 1
    } else {
        n
    };
    let mut sigmas: Vec<W> = (0..n)
        .map(|i| {
            let value: W = between(root(80.0), root(0.002), i, points);
            value.powf(W::int(7))
        })
        .collect();
    if mistake == Some(mistake::KARRAS_FLIPPED) {
        sigmas.reverse();
    }
    let last = sigmas[n - 1];
    let end = mistake == Some(mistake::DUPLICATE_SIGMA);
    sigmas.push(if end { last } else { W::zero() });
    sigmas
}

fn flow<W: Float>(asked: &Asked) -> Vec<W> {
    let n = asked.n;
    let time = |i: usize| -> W {
        if asked.spacing == "trailing" {
            W::count(n - i) / W::count(n)
        } else {
            let last = 1.0 / W::count(asked.train).to_f64();
            between(1.0, last, i, n)
        }
    };
    (0..n).map(time).chain([W::zero()]).collect()
}
