//! candle-transformers' schedulers, as a backend for `tweedie check`.
//!
//! Its timesteps count from 0, the oracle's from 1. Tables are private there: they are read off what `add_noise` does to
//! a one. DDPM, Euler ancestral and DDIM with η > 0 draw their noise themselves and take none, so they cannot be judged.

mod protocol;

use candle_core::{DType, Device, Tensor};
use candle_transformers::models::stable_diffusion::ddim::DDIMSchedulerConfig;
use candle_transformers::models::stable_diffusion::schedulers::{
    BetaSchedule, PredictionType, Scheduler, SchedulerConfig, TimestepSpacing,
};
use candle_transformers::models::z_image::sampling::{CfgConfig, apply_cfg};
use candle_transformers::models::z_image::{self, FlowMatchEulerDiscreteScheduler};
use protocol::{Call, Outcome, Result, serve};
use serde_json::json;

use Outcome::{Output, Skipped};

/// The sampler that was begun last.
enum Sampler {
    None,
    Ddim(Box<dyn Scheduler>),
    Flow(FlowMatchEulerDiscreteScheduler),
}

fn main() -> Result<()> {
    let hello = json!({
        "protocol": "tweedie/1",
        "implementation": "candle-transformers",
        "version": "0.9.2",
        "formats": ["f64", "f32", "f16", "bf16"],
        "operations": ["schedule.betas", "schedule.timesteps", "cfg", "sampler.begin", "sampler.step"],
    });
    let mut sampler = Sampler::None;
    serve(&hello, |call| match call.operation {
        "schedule.betas" => betas(call),
        "schedule.timesteps" => timesteps(call),
        "cfg" => cfg(call),
        "sampler.begin" => begin(&mut sampler, call),
        "sampler.step" => step(&mut sampler, call),
        _ => Ok(Skipped("the adapter does not have it")),
    })
}

/// β_t = 1 − ᾱ_t/ᾱ_{t−1}, of a table that is `f64`: far better than `f32` can tell.
fn betas(call: &Call<'_>) -> Result<Outcome> {
    if call.dtype == DType::F64 {
        return Ok(Skipped(
            "the table is private, and f64 would see it is read off",
        ));
    }
    let steps = call.count("steps")?;
    let Some(beta_schedule) = beta_schedule(call.word("schedule")?) else {
        return Ok(Skipped("there is no such schedule"));
    };
    let mut config = DDIMSchedulerConfig {
        beta_schedule,
        train_timesteps: steps,
        ..Default::default()
    };
    if !matches!(beta_schedule, BetaSchedule::SquaredcosCapV2) {
        config.beta_start = call.number("first")?;
        config.beta_end = call.number("last")?;
    }
    let scheduler = config.build(1)?;
    let mut before = 1.0;
    let mut betas = Vec::new();
    for t in 0..steps {
        let (alpha, _) = level(scheduler.as_ref(), t)?;
        betas.push(1.0 - alpha * alpha / before);
        before = alpha * alpha;
    }
    Ok(Output(
        Tensor::from_vec(betas, steps, &Device::Cpu)?.to_dtype(call.dtype)?,
    ))
}

fn timesteps(call: &Call<'_>) -> Result<Outcome> {
    let config = DDIMSchedulerConfig {
        train_timesteps: call.count("steps")?,
        timestep_spacing: spacing(call.word("spacing")?)?,
        steps_offset: call.count("offset").unwrap_or(0),
        ..Default::default()
    };
    let scheduler = config.build(call.count("n")?)?;
    let timesteps: Vec<i64> = (scheduler.timesteps().iter())
        .map(|&t| Ok(i64::try_from(t)? + 1))
        .collect::<Result<_>>()?;
    Ok(Output(Tensor::new(timesteps, &Device::Cpu)?))
}

fn cfg(call: &Call<'_>) -> Result<Outcome> {
    let config = CfgConfig {
        guidance_scale: call.number("w")?,
        ..Default::default()
    };
    let (cond, uncond) = (call.input("cond")?, call.input("uncond")?);
    Ok(Output(apply_cfg(cond, uncond, &config, 0.0)?))
}

fn begin(sampler: &mut Sampler, call: &Call<'_>) -> Result<Outcome> {
    *sampler = Sampler::None;
    let (n, train_steps) = (call.count("n")?, call.count("train_steps")?);
    let mut levels = Vec::new();
    match call.word("method")? {
        "ddim" => {
            let Some(beta_schedule) = beta_schedule(call.word("schedule")?) else {
                return Ok(Skipped("there is no such schedule"));
            };
            if call.number("eta")? > 0.0 {
                return Ok(Skipped("it draws its own noise, and takes none"));
            }
            let (beta_start, beta_end) = match beta_schedule {
                BetaSchedule::ScaledLinear => (0.00085, 0.012),
                _ => (1e-4, 0.02),
            };
            let config = DDIMSchedulerConfig {
                beta_start,
                beta_end,
                beta_schedule,
                eta: 0.0,
                steps_offset: call.count("offset")?,
                prediction_type: prediction(call.word("prediction")?)?,
                train_timesteps: train_steps,
                timestep_spacing: spacing(call.word("spacing")?)?,
            };
            let scheduler = config.build(n)?;
            for &t in scheduler.timesteps() {
                let (alpha, sigma) = level(scheduler.as_ref(), t)?;
                levels.extend([alpha, sigma]);
            }
            *sampler = Sampler::Ddim(scheduler);
        }
        "flow_euler" => {
            if (call.word("prediction")?, call.word("spacing")?) != ("v", "trailing") {
                return Ok(Skipped("it knows the velocity and one spacing alone"));
            }
            let mut scheduler = FlowMatchEulerDiscreteScheduler::new(z_image::SchedulerConfig {
                num_train_timesteps: train_steps,
                shift: 1.0,
                use_dynamic_shifting: false,
            });
            scheduler.set_timesteps(n, None);
            levels.extend(scheduler.sigmas[..n].iter().flat_map(|t| [1.0 - t, *t]));
            *sampler = Sampler::Flow(scheduler);
        }
        "ddpm" | "euler_ancestral" => {
            return Ok(Skipped("it draws its own noise, and takes none"));
        }
        "unipc" => return Ok(Skipped("it works on grids of sigma, not on a chain")),
        _ => return Ok(Skipped("there is no such method")),
    }
    let rows = levels.len() / 2;
    Ok(Output(Tensor::from_vec(levels, (rows, 2), &Device::Cpu)?))
}

fn step(sampler: &mut Sampler, call: &Call<'_>) -> Result<Outcome> {
    let (x, output) = (call.input("x")?, call.input("model_output")?);
    Ok(Output(match sampler {
        Sampler::None => return Err("sampler.step before sampler.begin".into()),
        Sampler::Ddim(scheduler) => {
            let t = scheduler.timesteps().get(call.count("i")?).copied();
            scheduler.step(output, t.ok_or("there is no such step")?, x)?
        }
        Sampler::Flow(scheduler) => scheduler.step(output, x)?,
    }))
}

/// What becomes of a one of data, and of a one of noise.
fn level(scheduler: &dyn Scheduler, t: usize) -> Result<(f64, f64)> {
    let one = Tensor::new(1.0_f64, &Device::Cpu)?;
    let zero = Tensor::new(0.0_f64, &Device::Cpu)?;
    let alpha = scheduler.add_noise(&one, zero.clone(), t)?;
    let sigma = scheduler.add_noise(&zero, one, t)?;
    Ok((alpha.to_scalar()?, sigma.to_scalar()?))
}

fn beta_schedule(word: &str) -> Option<BetaSchedule> {
    match word {
        "linear" => Some(BetaSchedule::Linear),
        "scaled_linear" => Some(BetaSchedule::ScaledLinear),
        "cosine" => Some(BetaSchedule::SquaredcosCapV2),
        _ => None,
    }
}

fn spacing(word: &str) -> Result<TimestepSpacing> {
    Ok(match word {
        "leading" => TimestepSpacing::Leading,
        "trailing" => TimestepSpacing::Trailing,
        "linspace" => TimestepSpacing::Linspace,
        _ => return Err(format!("unknown spacing {word}").into()),
    })
}

fn prediction(word: &str) -> Result<PredictionType> {
    Ok(match word {
        "eps" => PredictionType::Epsilon,
        "x0" => PredictionType::Sample,
        "v" => PredictionType::VPrediction,
        _ => return Err(format!("unknown prediction {word}").into()),
    })
}
