//! The device itself.

use super::{gpu, in_both_formats, not_run};
use tweedie::scalar::Format;
use tweedie_gpu::{Array, Gpu, Limits, Scalar};

#[test]
fn names_itself() {
    let Some(gpu) = gpu() else { return };
    let described = gpu.describe();
    assert!(described.contains(gpu.name()) && described.len() > gpu.name().len());
    if gpu.name().starts_with("llvmpipe") {
        assert!(
            described.contains("(software, vulkan, llvmpipe Mesa"),
            "{described}"
        );
    }
    println!("{described}");
}

#[test]
fn our_functions_keep_their_promise_on_it() {
    let Some(gpu) = gpu() else { return };
    our_functions_keep_their_promise::<f32>(&gpu);
    match gpu.computes_in(Format::F64) {
        Ok(()) => our_functions_keep_their_promise::<f64>(&gpu),
        Err(error) => not_run(&error),
    }
}

fn our_functions_keep_their_promise<T: Scalar>(gpu: &Gpu) {
    let probe = gpu.probe::<T>().unwrap();
    println!(
        "{} on {}: fuses {}, reassociates {}",
        T::FORMAT,
        gpu.describe(),
        probe.fuses,
        probe.reassociates
    );
    for measured in &probe.measured {
        println!(
            "{:>14} {:8.3} ULP {:8.3} of what is granted",
            measured.operation, measured.ulps, measured.share
        );
    }
    for ours in probe
        .measured
        .iter()
        .filter(|measured| measured.operation.starts_with("our "))
    {
        assert!(ours.share <= 1.0, "{ours:?}");
    }
    for basic in &probe.measured[..4] {
        assert!(basic.share <= 1.0, "{basic:?}");
    }
}

/// No compiler sees through the loops that are timed: the rates are of this world, and a power of two takes many multiply-adds.
#[test]
fn its_speed_can_be_measured() {
    let Some(gpu) = gpu() else { return };
    let rates = gpu.rates::<f32>().unwrap();
    println!("{rates:?}");
    assert!(
        1e6 < rates.powers
            && 2.0 * rates.powers < rates.multiply_adds
            && rates.multiply_adds < 1e15
    );
}

#[test]
fn formats_that_the_kernels_do_not_have_are_refused() {
    let Some(gpu) = gpu() else { return };
    let said = gpu.computes_in(Format::F16).unwrap_err().to_string();
    assert_eq!(
        said,
        "format f16: the GPU's kernels compute in f32 and f64: ask for one of them, or take cpu-f16"
    );
    let name = gpu.name().to_owned();
    let limits = Limits {
        double: false,
        ..gpu.limits()
    };
    let single = gpu.within(limits);
    assert!(single.computes_in(Format::F32).is_ok());
    let want = format!(
        "format f64: {name} has no 64-bit numbers in its shaders: ask for f32, or take cpu-f64"
    );
    for said in [
        single.computes_in(Format::F64).unwrap_err(),
        Array::upload(&single, &[1.0_f64]).unwrap_err(),
        single.normals::<f64>(0, 0, 1).unwrap_err(),
        single.probe::<f64>().unwrap_err(),
    ] {
        assert_eq!(said.to_string(), want);
    }
}

#[test]
fn arrays_come_back_as_they_went() {
    fn body<T: Scalar>(gpu: &Gpu) {
        for len in [0_i64, 1, 3, 4, 5, 1021] {
            let values: Vec<T> = (0..len).map(|i| T::ratio(10 * i - 75, 7)).collect();
            let back = Array::upload(gpu, &values).unwrap().download().unwrap();
            assert_eq!(back, values);
        }
    }
    in_both_formats!(body);
}

/// Memory is used again: a shorter array of the same memory is not the longer one that was there.
#[test]
fn memory_of_arrays_that_are_gone_is_nobodys() {
    let Some(gpu) = gpu() else { return };
    let first = Array::upload(&gpu, &[1.0_f32, 2.0, 3.0]).unwrap();
    let copy = first.duplicate().unwrap();
    drop(first);
    let second = Array::upload(&gpu, &[4.0]).unwrap();
    assert_eq!(copy.download().unwrap(), [1.0, 2.0, 3.0]);
    assert_eq!(second.download().unwrap(), [4.0]);
    assert_eq!(
        gpu.combine(&[(2.0, &second)]).unwrap().download().unwrap(),
        [8.0]
    );
}

#[test]
fn what_is_no_number_is_refused_before_it_is_sent() {
    let Some(gpu) = gpu() else { return };
    let error = Array::upload(&gpu, &[1.0, f32::NAN]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "number 1 of the array is NaN: give finite numbers"
    );
}
