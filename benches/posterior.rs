//! The coefficients of the posterior, one pair of levels: arithmetic only, no array.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use tweedie::level::{LevelPair, NoiseLevel};
use tweedie::posterior::posterior;
use tweedie::scalar::{Certified, Exact, Field, Running};

fn pair<T: Field>() -> LevelPair<T> {
    let level = |alpha, sigma| NoiseLevel::new(T::ratio(alpha, 5), T::ratio(sigma, 5)).unwrap();
    LevelPair::new(level(4, 3), level(3, 4)).unwrap()
}

fn bench(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("posterior");
    group.bench_function("f64", |b| b.iter(|| posterior(black_box(pair::<f64>()))));
    group.bench_function("f32", |b| b.iter(|| posterior(black_box(pair::<f32>()))));
    group.bench_function("running error", |b| {
        b.iter(|| posterior(black_box(pair::<Running>())));
    });
    // the heap-backed systems keep every number until their thread ends: a bounded number of turns, on a thread of its own
    for (name, turn) in [
        ("rational", turn::<Exact> as fn()),
        ("certified", turn::<Certified>),
    ] {
        group.bench_function(name, |b| {
            b.iter_custom(|turns| {
                std::thread::spawn(move || {
                    let start = std::time::Instant::now();
                    (0..turns).for_each(|_| turn());
                    start.elapsed()
                })
                .join()
                .unwrap()
            });
        });
    }
    group.finish();
}

fn turn<T: Field>() {
    black_box(posterior(black_box(pair::<T>())).ok());
}

criterion_group!(benches, bench);
criterion_main!(benches);
