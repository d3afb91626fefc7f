//! The samplers: what is known of each, and its rows along a short path.

use std::fmt::Write;

use crate::operation::{Configuration, Grid, Quantity, spacing_name};
use tweedie::error::Result;
use tweedie::level::NoiseLevel;
use tweedie::path::Curve;
use tweedie::plan::{Past, Plan, Row};
use tweedie::sampler::{Eta, Facts, SAMPLERS};
use tweedie::schedule::Spacing;

const INTRODUCTION: &str = "\
## Samplers

A sampler is its rows: each asks the denoiser at most once, about the newest state, and then sums what is remembered. The rows below are
those of a path of 4 steps; `sampler.begin` and `sampler.step` (docs/ADAPTERS.md) go through them one by one.

| in a sum | is |
|---|---|
| `x`, `x[1]`, `x[2]` | the newest state, the one before it, … |
| `x0`, `x0[1]` | the newest answer (that of the row's own look, where it has one), the one before it, … |
| `eps`, `eps[1]` | the same answer, spelt as noise: `(x − α x0)/σ`, x the state that was shown |
| `noise` | standard normal noise, drawn for this row |
| `noise[1]` | the noise of the last row that drew some, again |

- The answer is an estimate of the clean data. What a model predicts else is told in these words first: `x0 = (x − σ eps)/α`,
  `x0 = α x − σ v` where α² + σ² = 1.
- On unscaled data (α = 1) v is that of the variance-preserving level with the same σ/α: `v = (eps − σ x0)/√(1 + σ²)`. On a rectified
  flow the word `v` means the velocity `eps − x0`.
- A method that looks back weighs in its first steps those answers that there are; whether its order falls towards the end, its last rows
  show. One that reckons in ln(α/σ) steps from pure noise and to clean data at first order: the logarithm has no value there.
- Heun's last step, to clean data, has one row; its others have two. Inversion starts at clean data, and looks at the level that it leaves.

";

/// All of them.
pub(super) fn chapter() -> Result<String> {
    let mut out = INTRODUCTION.to_owned();
    for facts in &SAMPLERS {
        out += &section(facts)?;
    }
    Ok(out)
}

/// The short path of a curve.
fn configuration(facts: &Facts) -> Configuration {
    Configuration {
        sampler: facts.sampler,
        grid: match facts.curve {
            Curve::VariancePreserving => Grid::Linear,
            Curve::Unscaled => Grid::Karras,
            Curve::Flow => Grid::Flow,
        },
        train_steps: 1000,
        n: 4,
        spacing: Spacing::Trailing,
        eta: 0.0,
        prediction: Quantity::Eps,
    }
}

fn section(facts: &Facts) -> Result<String> {
    let configuration = configuration(facts);
    let plan: Plan<f64> = configuration.plan()?;
    let mut levels = vec![plan.start()];
    for row in plan.rows() {
        if !levels.contains(&row.to()) {
            levels.push(row.to());
        }
    }
    let mut out = format!(
        "### {}: `{}`\n\nSource: {}. {}; of order {}; {}. Asked {} times here.\n\n",
        facts.title,
        facts.name,
        facts.source,
        curve(facts.curve),
        facts.order,
        eta(facts.eta),
        plan.calls()
    );
    let _ = writeln!(
        out,
        "Schedule `{}`, {} steps, spacing `{}`:\n",
        configuration.grid.name(),
        configuration.n,
        spacing_name(configuration.spacing)
    );
    out += "| level | α | σ |\n|---:|---:|---:|\n";
    for (place, level) in levels.iter().enumerate() {
        let _ = writeln!(
            out,
            "| {place} | {} | {} |",
            short(level.alpha()),
            short(level.sigma())
        );
    }
    out += "\n| row | looks at | leads to | with |\n|---:|---:|---:|---|\n";
    let place = |level: NoiseLevel<f64>| match levels.iter().position(|known| *known == level) {
        Some(place) => place.to_string(),
        None => format!("({}, {})", short(level.alpha()), short(level.sigma())),
    };
    for (number, row) in plan.rows().iter().enumerate() {
        let look = row.look().map_or_else(|| "–".to_owned(), place);
        let _ = writeln!(
            out,
            "| {number} | {look} | {} | {} |",
            place(row.to()),
            sum(row)
        );
    }
    Ok(out + "\n")
}

fn curve(curve: Curve) -> &'static str {
    match curve {
        Curve::VariancePreserving => "Variance-preserving",
        Curve::Unscaled => "On unscaled data",
        Curve::Flow => "On a rectified flow",
    }
}

fn eta(eta: Eta) -> &'static str {
    match eta {
        Eta::None => "it has no η",
        Eta::One => "its η is 1",
        Eta::Given => "its η is given (0 here)",
    }
}

fn sum(row: &Row<f64>) -> String {
    let mut out = String::new();
    for &(weight, past) in row.sum() {
        let sign = match (out.is_empty(), weight < 0.0) {
            (true, true) => "−",
            (true, false) => "",
            (false, true) => " − ",
            (false, false) => " + ",
        };
        let _ = write!(out, "{sign}{} {}", short(weight.abs()), named(past));
    }
    out
}

fn named(past: Past) -> String {
    let back = |what: &str, back: usize| match back {
        0 => what.to_owned(),
        back => format!("{what}[{back}]"),
    };
    match past {
        Past::State(n) => back("x", n),
        Past::X0(n) => back("x0", n),
        Past::Eps(n) => back("eps", n),
        Past::Fresh => "noise".to_owned(),
        Past::Drawn(n) => format!("noise[{}]", n + 1),
    }
}

/// Five places; very small numbers by their power of ten.
fn short(x: f64) -> String {
    if x == 0.0 || x.abs() >= 0.001 {
        format!("{x:.5}")
    } else {
        format!("{x:.3e}")
    }
}
