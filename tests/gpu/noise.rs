//! Noise: the CPU's words bit by bit, its normal numbers within the budget.

use super::on_both;
use tweedie::noise::{PER_BLOCK, box_muller, counted, words};
use tweedie::scalar::{Format, Running};

#[test]
fn words_are_the_cpus() {
    on_both(|gpu| {
        for (seed, draw, first) in [
            (0, 0, 0),
            (0x1234_5678_9abc_def0, 7, 0xffff_fff0),
            (u64::MAX, u32::MAX, u64::MAX >> 3),
        ] {
            for blocks in [0, 1, 31, 1009] {
                let got = gpu.words(seed, draw, first, blocks).unwrap();
                let want: Vec<u32> = (0..blocks as u64)
                    .flat_map(|i| words(seed, draw, first + i))
                    .collect();
                assert_eq!(got, want);
            }
        }
    });
}

#[test]
fn normals_are_the_cpus_within_the_budget() {
    on_both(|gpu| {
        let (seed, draw, len) = (42, 3, 40_001);
        let got = gpu.normals(seed, draw, len).unwrap().download().unwrap();
        let truth = (0..).flat_map(|block| {
            let [a, b, c, d] = words(seed, draw, block);
            [box_muller::<Running>([a, b]), box_muller([c, d])].concat()
        });
        let used = got.iter().zip(truth).map(|(&got, truth)| {
            (f64::from(got) - truth.value).abs() / (2.0 * truth.tolerance(Format::F32))
        });
        let rho = used.fold(0.0, f64::max);
        println!("normals: rho {rho:.3}");
        assert!(rho <= 1.0, "rho = {rho}");
        assert_eq!(got.len(), len);
    });
}

#[test]
fn normals_are_those_that_a_sampler_draws_on_the_cpu() {
    on_both(|gpu| {
        let mut draws = counted::<f32>(9);
        for draw in 0..3 {
            let cpu = draws((PER_BLOCK * 5 + 1, 3));
            let got = gpu.normals(9, draw, cpu.len()).unwrap().download().unwrap();
            for (got, want) in got.iter().zip(&cpu) {
                assert!(
                    (got - want).abs() <= 4e-6 * want.abs() + 1e-9,
                    "{got} {want}"
                );
            }
        }
    });
}
