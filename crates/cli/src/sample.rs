//! `tweedie sample`.

mod overshoot;
mod place;

use std::io::{self, BufWriter, Write, stderr, stdout};
use std::path::PathBuf;

use clap::Args;
use ndarray::Array2;

use overshoot::Overshoot;
use place::Place;

use super::choice::one_of;
use super::source::{ROLL, Source};
use super::{Exit, Failure, progress};
use tweedie::path::{Curve, Path};
use tweedie::plan::Plan;
use tweedie::preset::{Chain, Schedule};
use tweedie::sampler::{Eta, Sampler};
use tweedie_files::disk;
use tweedie_files::points::{self, Format};

#[derive(Args)]
pub(super) struct Arguments {
    /// What to sample: `swiss-roll`, or a file of points ending in .npy, .csv or .safetensors.
    ///
    /// The exact denoiser of points knows nothing but them: every sample is one of the points, up to the error of
    /// the steps; see --std. Points are moved to mean 0 and mean coordinate variance 1 for the sampler, and back.
    #[arg(long, value_name = "FILE", default_value = ROLL)]
    data: PathBuf,
    /// Make each point of the file a Gaussian of this standard deviation, in units of the file
    #[arg(long, value_name = "STD", allow_negative_numbers = true)]
    std: Option<f64>,
    /// What --std was called
    #[arg(long, hide = true, allow_negative_numbers = true, value_parser = renamed)]
    width: Option<f64>,
    /// The sampler
    #[arg(long, value_parser = one_of(from_noise(), Sampler::name), default_value = "ddim")]
    sampler: Sampler,
    /// Steps from noise to data
    #[arg(long, default_value_t = 50, value_parser = count(100_000))]
    steps: u64,
    /// Fresh noise of DDIM: 0 is deterministic, 1 the posterior
    #[arg(long, allow_negative_numbers = true)]
    eta: Option<f64>,
    /// The noise levels; of a chain of 1000, steps are picked with trailing spacing [default: linear, and rectified-flow for the
    /// methods of flows]
    #[arg(long, value_parser = one_of(Schedule::ALL, Schedule::name))]
    schedule: Option<Schedule>,
    /// Number of samples
    #[arg(long, default_value_t = 2000, value_parser = count(10_000_000))]
    n: u64,
    /// The seed of all noise; the samples are the same for any number of threads, and on a GPU up to its rounding
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Where the arrays are worked on: cpu, in f64, or, in a build with the feature gpu, gpu-f32 (gpu for short), and gpu-f64 where
    /// the device has it
    #[arg(long, value_name = "NAME", default_value = "cpu", value_parser = place::named)]
    backend: Place,
    /// Where to write them, told by the ending: .npy, .csv or .safetensors [default: CSV to stdout]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

fn count(most: u64) -> clap::builder::RangedU64ValueParser {
    clap::value_parser!(u64).range(1..=most)
}

/// A width is that of a picture, in pixels.
fn renamed(_: &str) -> Result<f64, String> {
    Err("the standard deviation of a point is given by --std".to_owned())
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    if let Some(path) = &arguments.out {
        // before the work, not after it
        Format::of(path)?;
        disk::ready(path)?;
    }
    let steps = usize::try_from(arguments.steps)?;
    let schedule = arguments.schedule();
    let on = schedule.name();
    let path = schedule
        .path(steps)
        .map_err(|error| format!("--steps on --schedule {on}: {error}"))?;
    let plan = plan(arguments, &path)?;
    if let Some(overshoot) = Overshoot::worst(&plan, &path)? {
        let sampler = arguments.sampler.name();
        writeln!(
            stderr(),
            "note: --sampler {sampler} on --schedule {on}: {overshoot}"
        )?;
    }
    let source = Source::open(&arguments.data, arguments.std)?;
    let count = usize::try_from(arguments.n)?;
    let bar = progress::bar(plan.rows().len());
    let samples = arguments
        .backend
        .sample(&plan, &source.data, (count, arguments.seed), || bar.inc(1))?;
    bar.finish_and_clear();
    let samples = source.back(samples);
    match &arguments.out {
        Some(path) => points::write(path, &samples)?,
        None => to_stdout(&samples)?,
    }
    Ok(Exit::Good)
}

impl Arguments {
    /// The schedule that was asked for, or one that the sampler works on.
    fn schedule(&self) -> Schedule {
        self.schedule.unwrap_or(match self.sampler.curve() {
            Curve::Flow => Schedule::RectifiedFlow,
            Curve::VariancePreserving | Curve::Unscaled => Schedule::Chain(Chain::Linear),
        })
    }
}

/// The samplers that lead from noise to data.
fn from_noise() -> impl Iterator<Item = Sampler> {
    Sampler::all().filter(|&sampler| sampler != Sampler::DdimInverse)
}

fn plan(arguments: &Arguments, path: &Path<f64>) -> Result<Plan<f64>, Failure> {
    let sampler = arguments.sampler;
    if arguments.eta.is_some() && sampler.facts().eta != Eta::Given {
        return Err(format!(
            "--eta belongs to --sampler ddim; {} has no such option: leave it out",
            sampler.name()
        )
        .into());
    }
    let (method, on) = (sampler.name(), arguments.schedule().name());
    if path.start().alpha() == 0.0 && sampler.curve() == Curve::Unscaled {
        return Err(format!(
            "--sampler {method} starts at σ/α, which is infinite on --schedule {on}: take ddpm or ddim"
        )
        .into());
    }
    let plan = sampler.method(arguments.eta.unwrap_or(0.0)).plan(path);
    plan.map_err(|error| format!("--sampler {method} on --schedule {on}: {error}").into())
}

fn to_stdout(samples: &Array2<f64>) -> io::Result<()> {
    let mut out = BufWriter::new(stdout().lock());
    points::write_to(&mut out, Format::Csv, samples)?;
    out.flush()
}
