//! One DDIM step on an array: a linear combination, so the limit is memory bandwidth. A copy of the same bytes runs beside it.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use ndarray::Array2;
use tweedie::array::combine;
use tweedie::ddim;
use tweedie::level::{LevelPair, NoiseLevel};

fn bench(criterion: &mut Criterion) {
    let level = |alpha, sigma| NoiseLevel::new(alpha, sigma).unwrap();
    let pair = LevelPair::new(level(0.8, 0.6), level(0.6, 0.8)).unwrap();
    let mut group = criterion.benchmark_group("ddim");
    group.bench_function("coefficients", |b| {
        b.iter(|| ddim::step(black_box(pair), black_box(0.5)));
    });
    let step = ddim::step(pair, 0.0).unwrap();
    for n in [1_000, 1_000_000_usize] {
        let (x, x0) = (
            Array2::from_elem((n, 2), 0.5),
            Array2::from_elem((n, 2), 0.25),
        );
        // two arrays read, one written
        group.throughput(Throughput::Bytes(3 * 16 * n as u64));
        group.bench_with_input(BenchmarkId::new("step", n), &n, |b, _| {
            b.iter(|| combine(&[(step.on_x_t, x.view()), (step.on_x0, x0.view())]));
        });
        group.throughput(Throughput::Bytes(2 * 16 * n as u64));
        group.bench_with_input(BenchmarkId::new("copy", n), &n, |b, _| {
            b.iter(|| black_box(x.clone()));
        });
    }
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
