//! Noise: the CPU's words bit by bit, its normal numbers within the budget.

use super::{in_both_formats, on_both};
use tweedie::noise::{PER_BLOCK, counted, normals, words};
use tweedie_gpu::{Gpu, Scalar};

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
    fn body<T: Scalar>(gpu: &Gpu) {
        for (seed, draw, len) in [
            (42, 3, 40_001),
            (1, 0, 0),
            (2, 1, 1),
            (3, 0, 3),
            (4, 0, 1021),
        ] {
            let got: Vec<T> = gpu.normals(seed, draw, len).unwrap().download().unwrap();
            let want = normals(seed, draw, len);
            let rho = super::rho(&got, &want);
            println!("{len} normals in {}: rho {rho:.3}", T::FORMAT);
            assert!(rho <= 1.0, "rho = {rho}");
        }
    }
    in_both_formats!(body);
}

#[test]
fn normals_are_those_that_a_sampler_draws_on_the_cpu() {
    fn body<T: Scalar>(gpu: &Gpu) {
        let (mut cpu, mut device) = (counted(9), gpu.counted::<T>(9));
        for _ in 0..3 {
            let want = cpu((PER_BLOCK * 5 + 1, 3)).into_iter().collect::<Vec<_>>();
            let got = device(want.len()).unwrap().download().unwrap();
            let rho = super::rho(&got, &want);
            assert!(rho <= 1.0, "rho = {rho}");
        }
    }
    in_both_formats!(body);
}
