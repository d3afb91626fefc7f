//! The device in one run: `cargo bench --no-default-features --features gpu --bench gpu`.
//!
//! Combinations in bytes a second beside a copy of the same bytes by the device itself, the exact denoiser in pairs
//! (sample, point) a second, and 100,000 points of the roll in 50 steps from noise to data.

use std::time::Instant;

use tweedie::gpu::{Array, Data, Gpu, Question, Result, sample};
use tweedie::level::NoiseLevel;
use tweedie::preset::{Sampler, roll};

/// Numbers of an array: 64 MiB, beyond the caches.
const LEN: usize = 1 << 24;

/// Times a piece of work is done before the clock is read, and readings of which the best counts.
const TIMES: (u32, u32) = (8, 5);

/// The best seconds of one piece of work, once it is warm.
fn seconds(gpu: &Gpu, mut work: impl FnMut() -> Result<()>) -> Result<f64> {
    work()?;
    gpu.finish()?;
    let mut best = f64::INFINITY;
    for _ in 0..TIMES.1 {
        let start = Instant::now();
        for _ in 0..TIMES.0 {
            work()?;
        }
        gpu.finish()?;
        best = best.min(start.elapsed().as_secs_f64() / f64::from(TIMES.0));
    }
    Ok(best)
}

#[allow(clippy::cast_precision_loss)] // a rate
fn rate(count: usize, seconds: f64) -> f64 {
    count as f64 / seconds / 1e9
}

fn combinations(gpu: &Gpu) -> Result<()> {
    let arrays = (0..7)
        .map(|draw| gpu.normals::<f32>(0, draw, LEN))
        .collect::<Result<Vec<Array>>>()?;
    let copy = seconds(gpu, || arrays[0].duplicate().map(drop))?;
    let copy = rate(2 * 4 * LEN, copy);
    println!("copy                 {copy:9.2} GB/s");
    for terms in [1, 2, 3, 5, 7] {
        let sum: Vec<_> = arrays[..terms].iter().map(|array| (0.5, array)).collect();
        let sum = seconds(gpu, || gpu.combine(&sum).map(drop))?;
        let sum = rate((terms + 1) * 4 * LEN, sum);
        println!(
            "combination of {terms}     {sum:9.2} GB/s  {:5.1} % of the copy",
            100.0 * sum / copy
        );
    }
    let normals = seconds(gpu, || gpu.normals::<f32>(0, 9, LEN).map(drop))?;
    println!("normal numbers       {:9.3} G/s", rate(LEN, normals));
    Ok(())
}

fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    let gpu = Gpu::open()?;
    println!("{}", gpu.describe());
    combinations(&gpu)?;

    let data = roll()?.data;
    let points = Data::<f32>::upload(&gpu, &data)?;
    let count = 100_000;
    let x = gpu.normals(1, 0, count * data.dim())?;
    let level = NoiseLevel::new(0.8, 0.6)?;
    let asked = seconds(&gpu, || {
        points.ask(Question::PosteriorMean, &x, level).map(drop)
    })?;
    println!(
        "denoiser, {} points {:7.3} G pairs/s",
        data.components(),
        rate(count * data.components(), asked)
    );

    let levels = Sampler::Ddim.home().levels(50)?;
    let plan = Sampler::Ddim.method(0.0).plan(&levels)?;
    let whole = Instant::now();
    let mut noise = gpu.counted(2);
    let start = gpu.combine(&[(levels[0].sigma(), &noise(count * data.dim())?)])?;
    let samples = sample(&gpu, &plan, &points, start, &mut noise, |_, _| Ok(()))?.download()?;
    let whole = whole.elapsed().as_secs_f64();
    println!(
        "{} samples, 50 steps {whole:8.3} s",
        samples.len() / data.dim()
    );
    Ok(())
}
