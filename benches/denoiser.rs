//! The exact denoiser of a point set, in pairs (sample, point) a second, beside the textbook two-pass softmax.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use ndarray::Array2;
use ndarray_rand::rand::SeedableRng;
use ndarray_rand::rand::rngs::StdRng;
use rayon::prelude::*;
use tweedie::data::{Denoiser, swiss_roll};
use tweedie::level::NoiseLevel;
use tweedie::sampler::standard_normal;

/// Logits, their maximum, then weights and the weighted mean: two passes, `O(K)` memory a sample.
fn two_pass(x: &Array2<f64>, points: &Array2<f64>, t: NoiseLevel<f64>) -> Vec<[f64; 2]> {
    let half_precision = 0.5 / (t.sigma() * t.sigma());
    (0..x.nrows())
        .into_par_iter()
        .map(|i| {
            let logits: Vec<f64> = points
                .rows()
                .into_iter()
                .map(|m| {
                    let (dx, dy) = (x[[i, 0]] - t.alpha() * m[0], x[[i, 1]] - t.alpha() * m[1]);
                    -(dx * dx + dy * dy) * half_precision
                })
                .collect();
            let largest = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let (mut total, mut mean) = (0.0, [0.0; 2]);
            for (logit, m) in logits.iter().zip(points.rows()) {
                let weight = libm::exp(logit - largest);
                total += weight;
                mean[0] += weight * m[0];
                mean[1] += weight * m[1];
            }
            mean.map(|m| m / total)
        })
        .collect()
}

fn bench(criterion: &mut Criterion) {
    let mut rng = StdRng::seed_from_u64(0);
    let mut group = criterion.benchmark_group("denoiser");
    group.sample_size(20);
    let t = NoiseLevel::new(0.8, 0.6).unwrap();
    for points in [500, 2_000_usize] {
        let roll = swiss_roll(points, 3, 0.3, &mut rng).unwrap();
        let data = roll.all().unwrap();
        let x = standard_normal(&mut rng)((1_000, 2));
        group.throughput(Throughput::Elements(1_000 * points as u64));
        group.bench_with_input(BenchmarkId::new("streaming", points), &points, |b, _| {
            b.iter(|| data.denoise(black_box(x.view()), t));
        });
        group.bench_with_input(BenchmarkId::new("two-pass", points), &points, |b, _| {
            b.iter(|| two_pass(black_box(&x), &roll.points, t));
        });
    }
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
