//! The page `docs/OPERATIONS.md`: every operation and every sampler, from what the catalogue knows of them.

mod domains;
mod operations;
mod samplers;

pub use domains::{DOMAINS, Domain};

use tweedie::error::Result;

/// The page, in Markdown.
///
/// # Errors
/// If a sampler has no plan on its short path.
pub fn operations_page() -> Result<String> {
    let operations = operations::chapter();
    let domains = domains::chapter();
    let samplers = samplers::chapter()?;
    Ok(format!("{INTRODUCTION}{domains}\n{operations}\n{samplers}"))
}

const INTRODUCTION: &str = "\
# Operations and samplers

What a backend can be asked for, and what is right. Made by `tweedie operations --out docs/OPERATIONS.md`; every formula below but the loop's
is read and computed by `crates/catalogue/tests/says`, on the committed vectors and on arguments at random.

## How to read a formula

The answer stands first, and below it what it is made of. Names are those of parameters and inputs; a formula is meant place by place.
Factors that stand side by side are multiplied.

| written | means |
|---|---|
| `a if p = q, b otherwise` | the first whose condition holds; a parameter's word stands for itself |
| `alpha_bar_t` where t counts | the t-th; `beta_t` is the t-th of `betas`, `mean_k` the k-th of `means`: from 1, 0 is clean |
| `timesteps[i]` | entry i of a list, from 0 |
| `λ_s` where only `λ_t` is defined | the same of the level s |
| `operation with x0 = …` | another operation, its arguments those given here, and else the same |
| `T`, `K`, `n`, `d` | how many `betas`, components, `timesteps`; how many columns `means` has |
| `Σ_k`, `max_k` | over the components, to the end of the product |
| `‖x‖²`, `std(x)`, `max(x)` | of a row; the deviation is the root of the mean square distance from the mean |
| `quantile(x, q)` | of a row, between its order statistics in proportion |
| `Φ` | the standard normal distribution function |

";
