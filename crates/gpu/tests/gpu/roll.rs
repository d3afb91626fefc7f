//! What is claimed of samplers and denoisers, on the device: on the swiss roll, and on a Gaussian, whose laws are known.

use super::{exactly, gpu, in_both_formats, on_both};
use ndarray::{Array1, Array2};
use tweedie::data::Mixture;
use tweedie::level::NoiseLevel;
use tweedie::plan::{Past, Plan};
use tweedie::preset::{SHADES, Schedule, generator, roll};
use tweedie::sampler::Sampler;
use tweedie::scalar::{Field, Running};
use tweedie::tweedie::mean as posterior_mean;
use tweedie_gpu::{Array, Data, Gpu, Question, Scalar, sample};

/// Samples by a plan with the noise of a seed, (n, d), in `f32`.
fn samples(
    gpu: &Gpu,
    data: &Mixture,
    sampler: Sampler,
    steps: usize,
    (n, seed): (usize, u64),
) -> Array2<f64> {
    let (plan, sigma) = plan(sampler, steps);
    let device = Data::<f32>::upload(gpu, data).unwrap();
    let mut noise = gpu.counted(seed);
    let start = noise(n * data.dim()).unwrap();
    let start = gpu.combine(&[(sigma, &start)]).unwrap();
    rows(
        &sample(gpu, &plan, &device, start, &mut noise, |_, _| Ok(())).unwrap(),
        data.dim(),
    )
}

/// An array of the device's as points of `dim` coordinates.
fn rows(array: &Array<'_>, dim: usize) -> Array2<f64> {
    let flat: Vec<f64> = array
        .download()
        .unwrap()
        .into_iter()
        .map(f64::from)
        .collect();
    Array2::from_shape_vec((flat.len() / dim, dim), flat).unwrap()
}

/// A plan without more noise than its method wants, and the σ that it starts from.
fn plan(sampler: Sampler, steps: usize) -> (Plan<f64>, f64) {
    let path = Schedule::of(sampler).path(steps).unwrap();
    let plan = sampler.method(0.0).plan(&path).unwrap();
    (plan, path.start().sigma())
}

/// Mean and standard error.
fn mean(values: &[f64]) -> (f64, f64) {
    let n = f64::count(values.len());
    let mean = values.iter().sum::<f64>() / n;
    let var = values.iter().map(|x| (x - mean).squared()).sum::<f64>() / (n - 1.0);
    (mean, (var / n).sqrt())
}

/// The mean of each coordinate and of each product of two, less those of a law, within five standard errors.
#[track_caller]
fn assert_moments(samples: &Array2<f64>, mean_of: &Array1<f64>, cov: &Array2<f64>) {
    for ((i, j), cov) in cov.indexed_iter() {
        let off = |j: usize| samples.column(j).into_iter().map(move |x| x - mean_of[j]);
        let (got, error) = mean(&off(j).collect::<Vec<_>>());
        assert!(
            got.abs() <= 5.0 * error,
            "mean {j} is off by {got}, {error}"
        );
        let products: Vec<f64> = off(i).zip(off(j)).map(|(a, b)| a * b).collect();
        let (got, error) = mean(&products);
        assert!(
            (got - cov).abs() <= 5.0 * error,
            "covariance {i}, {j}: {got} for {cov}, {error}"
        );
    }
}

/// The same bits from any cut of the work; a seed is all that samples depend on.
#[test]
fn a_seed_determines_the_samples() {
    let Some(wide) = gpu() else { return };
    let data = roll().unwrap().data;
    let of = |gpu: &Gpu, seed: u64| samples(gpu, &data, Sampler::Ddpm, 10, (701, seed));
    let (first, again, other) = (of(&wide, 3), of(&wide, 3), of(&wide, 4));
    assert_eq!(first, again);
    assert!(first.iter().zip(&other).all(|(a, b)| a != b));
    assert_eq!(of(&wide.within(super::TIGHT), 3), first);
}

/// DDIM without noise asks for none, and takes every start to the roll: its samples are no less likely than the roll's own, and
/// as evenly spread, within five standard errors.
#[test]
fn ddim_is_a_map_onto_the_roll() {
    let Some(gpu) = gpu() else { return };
    let roll = roll().unwrap();
    let (plan, sigma) = plan(Sampler::Ddim, 50);
    let data = Data::<f32>::upload(&gpu, &roll.data).unwrap();
    let n = 2000;
    let mut none = |_: usize| -> tweedie_gpu::Result<Array<'_>> { panic!("η = 0 adds no noise") };
    let start = gpu
        .combine(&[(sigma, &gpu.normals(1, 0, 2 * n).unwrap())])
        .unwrap();
    let last = sample(&gpu, &plan, &data, start, &mut none, |_, _| Ok(())).unwrap();
    let samples = rows(&last, 2);
    let own = roll.draw(n, &mut generator(1)).unwrap().points;
    let (got, own) = (roll.quality(&samples).unwrap(), roll.quality(&own).unwrap());
    let error = got.standard_error.hypot(own.standard_error);
    println!(
        "ln p {:.3} for {:.3} ± {error:.3}, χ² {:.1}",
        got.log_density, own.log_density, got.evenness
    );
    assert!(got.log_density >= own.log_density - 5.0 * error);
    // the parts of the roll are as full as they should be: χ² of one less than there are
    let free = f64::count(SHADES - 1);
    assert!(got.evenness <= free + 5.0 * (2.0 * free).sqrt());
}

/// The posterior mean and the score are two kernels' answers, and one is `(x + σ² score)/α`.
#[test]
fn tweedies_formula_holds_between_denoiser_and_score() {
    fn body<T: Scalar>(gpu: &Gpu) {
        let data = roll().unwrap().data;
        let device = Data::<T>::upload(gpu, &data).unwrap();
        for (alpha, sigma) in [(0.98, 0.125), (0.75, 0.625), (0.125, 0.99)] {
            let (alpha, sigma) = (T::FORMAT.round(alpha), T::FORMAT.round(sigma));
            let t = NoiseLevel::new(alpha, sigma).unwrap();
            let x: Array<T> = gpu.normals(2, 0, 2 * 201).unwrap();
            let ask = |question| device.ask(question, &x, t).unwrap().download().unwrap();
            let (means, scores) = (ask(Question::PosteriorMean), ask(Question::Score));
            let exact = NoiseLevel::new(Running::exact(alpha), Running::exact(sigma)).unwrap();
            let law = data.at(exact).unwrap();
            let tweedies = posterior_mean(exact).unwrap();
            for ((x, mean), score) in x
                .download()
                .unwrap()
                .chunks(2)
                .zip(means.chunks(2))
                .zip(scores.chunks(2))
            {
                let x = [exactly(x[0]), exactly(x[1])];
                let bound = (law.posterior_mean(&x).unwrap(), law.score(&x).unwrap());
                for j in 0..2 {
                    let by_score = tweedies.on_x_t * x[j] + tweedies.on_score * exactly(score[j]);
                    // what each kernel may be off by: m = 2
                    let tolerance = 2.0 * bound.0[j].tolerance(T::FORMAT)
                        + 2.0 * bound.1[j].tolerance(T::FORMAT) * sigma * sigma / alpha
                        + by_score.tolerance(tweedie::scalar::Format::F64);
                    let off = (mean[j].to_f64() - by_score.value).abs();
                    assert!(off <= tolerance, "{off} {tolerance}");
                    assert!(tolerance < 0.01, "{tolerance} says nothing");
                }
            }
        }
    }
    in_both_formats!(body);
}

#[test]
fn ancestral_samples_have_the_rolls_mean_and_covariance() {
    let Some(gpu) = gpu() else { return };
    let data = roll().unwrap().data;
    let samples = samples(&gpu, &data, Sampler::Ddpm, 100, (2000, 6));
    assert_moments(&samples, &data.mean(), &data.covariance());
}

/// On a Gaussian the denoiser is affine, and so is every step: the law of the samples is known, and narrower than the data's by what
/// a plan of few steps leaves out. So many samples can tell.
#[test]
fn samples_of_a_gaussian_have_the_law_of_their_plan() {
    on_both(|gpu| {
        let (m, v) = (0.75, 0.25);
        let data = Mixture::gaussian(Array1::from_elem(2, m), v).unwrap();
        for sampler in [Sampler::Ddpm, Sampler::Ddim, Sampler::Euler] {
            let (plan, sigma) = plan(sampler, 10);
            let (mut mean, mut var) = (0.0, sigma.squared());
            for row in plan.rows() {
                let at = row.look().unwrap();
                let [on_x_t, on_x0, on_noise] =
                    [Past::State(0), Past::X0(0), Past::Fresh].map(|past| row.weight(past));
                let gain = at.alpha() * v / (at.alpha().squared() * v + at.sigma().squared());
                let slope = on_x_t + on_x0 * gain;
                mean = slope * mean + on_x0 * (m - gain * at.alpha() * m);
                var = slope.squared() * var + on_noise.squared();
            }
            let samples = samples(gpu, &data, sampler, 10, (40_000, 8));
            assert_moments(
                &samples,
                &Array1::from_elem(2, mean),
                &(Array2::eye(2) * var),
            );
        }
    });
}
