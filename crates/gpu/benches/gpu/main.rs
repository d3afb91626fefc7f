//! The device in one run: `cargo bench -p tweedie-gpu`.
//!
//! In each format that it computes in: combinations in bytes a second beside a copy of the same bytes by the device itself, normal
//! numbers, the exact denoiser in pairs (sample, point) a second beside what the device's multiply-adds and powers of two allow, and
//! 100,000 points of the roll in 50 steps from noise to data. Then PyTorch on the same device, if there is one.

mod pytorch;

use std::time::Instant;

use tweedie::level::NoiseLevel;
use tweedie::preset::{Schedule, WIDTH, roll};
use tweedie::sampler::Sampler;
use tweedie::scalar::Format;
use tweedie_gpu::{Array, Data, Gpu, Question, Result, Scalar, sample};

/// Bytes of an array, beyond the caches.
const BYTES: usize = 1 << 26;

/// Samples.
const COUNT: usize = 100_000;

/// The level that the denoiser is asked at, (α, σ).
const LEVEL: (f64, f64) = (0.8, 0.6);

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

/// Billions a second.
#[allow(clippy::cast_precision_loss)] // a rate
fn rate(count: usize, seconds: f64) -> f64 {
    count as f64 / seconds / 1e9
}

fn combinations<T: Scalar>(gpu: &Gpu) -> Result<()> {
    let len = BYTES / size_of::<T>();
    let arrays = (0..7)
        .map(|draw| gpu.normals::<T>(0, draw, len))
        .collect::<Result<Vec<Array<T>>>>()?;
    let copy = seconds(gpu, || arrays[0].duplicate().map(drop))?;
    let copy = rate(2 * BYTES, copy);
    println!("copy                 {copy:9.2} GB/s");
    for terms in [1, 2, 3, 5, 7] {
        let sum: Vec<_> = arrays[..terms].iter().map(|array| (0.5, array)).collect();
        let sum = seconds(gpu, || gpu.combine(&sum).map(drop))?;
        let sum = rate((terms + 1) * BYTES, sum);
        let share = 100.0 * sum / copy;
        println!("combination of {terms}     {sum:9.2} GB/s  {share:5.1} % of the copy");
    }
    let normals = seconds(gpu, || gpu.normals::<T>(0, 9, len).map(drop))?;
    println!("normal numbers       {:9.3} G/s", rate(len, normals));
    Ok(())
}

/// A pair takes, of d coordinates each: the difference and its square's sum, two to lead and to total, and the moment twice.
const fn multiply_adds(dim: usize) -> usize {
    4 * dim + 4
}

/// The denoiser's samples, points and answer, for others to be compared with.
struct Asked<T> {
    x: Vec<T>,
    x0: Vec<T>,
}

fn denoiser<T: Scalar>(gpu: &Gpu, data: &Data<'_, T>, components: usize) -> Result<Asked<T>> {
    let limits = gpu.rates::<T>()?;
    let [adds, powers] = [limits.multiply_adds, limits.powers].map(|rate| rate / 1e9);
    println!("multiply-adds        {adds:9.2} G/s\nour 2⁻ˣ              {powers:9.2} G/s");
    let x = gpu.normals(1, 0, COUNT * data.dim())?;
    let level = NoiseLevel::new(LEVEL.0, LEVEL.1)?;
    let asked = seconds(gpu, || {
        data.ask(Question::PosteriorMean, &x, level).map(drop)
    })?;
    let pairs = rate(COUNT * components, asked);
    let each = multiply_adds(data.dim());
    println!(
        "denoiser, {components} points {pairs:7.3} G pairs/s  {:.1} % of what multiply-adds allow, {each} a pair; {:.1} % of what 2⁻ˣ allows",
        100.0 * pairs * rate(each, 1e-9) / adds,
        100.0 * pairs / powers
    );
    Ok(Asked {
        x: x.download()?,
        x0: data.ask(Question::PosteriorMean, &x, level)?.download()?,
    })
}

fn end_to_end<T: Scalar>(gpu: &Gpu, data: &Data<'_, T>) -> Result<()> {
    let path = Schedule::of(Sampler::Ddim).path(50)?;
    let plan = Sampler::Ddim.method(0.0).plan(&path)?;
    let whole = Instant::now();
    let mut noise = gpu.counted::<T>(2);
    let start = gpu.combine(&[(path.start().sigma(), &noise(COUNT * data.dim())?)])?;
    let samples = sample(gpu, &plan, data, start, &mut noise, |_, _| Ok(()))?.download()?;
    let whole = whole.elapsed().as_secs_f64();
    let count = samples.len() / data.dim();
    println!("{count} samples, 50 steps {whole:8.3} s");
    Ok(())
}

fn all<T: Scalar>(gpu: &Gpu) -> std::result::Result<Asked<T>, Box<dyn std::error::Error>> {
    println!("\nin {}", T::FORMAT);
    combinations::<T>(gpu)?;
    let data = roll()?.data;
    let points = Data::<T>::upload(gpu, &data)?;
    let asked = denoiser(gpu, &points, data.components())?;
    end_to_end(gpu, &points)?;
    Ok(asked)
}

fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    let gpu = Gpu::open()?;
    println!("{}", gpu.describe());
    let asked = all::<f32>(&gpu)?;
    match gpu.computes_in(Format::F64) {
        Ok(()) => drop(all::<f64>(&gpu)?),
        Err(error) => println!("\nNOT RUN: {error}"),
    }
    #[allow(clippy::cast_possible_truncation)] // as the device has them
    let points: Vec<f32> = roll()?.data.means().iter().map(|&m| m as f32).collect();
    pytorch::run(&points, &asked.x, &asked.x0, LEVEL, WIDTH * WIDTH)?;
    Ok(())
}
