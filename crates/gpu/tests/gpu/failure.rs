//! When the device fails: one line each, with a way out.

use super::gpu;
use std::env;
use std::process::Command;
use tweedie::data::Mixture;
use tweedie::level::NoiseLevel;
use tweedie::preset::Schedule;
use tweedie::sampler::Sampler;
use tweedie_gpu::{Array, Data, Error, Gpu, Limits, Question, sample};

#[track_caller]
fn assert_one_line(error: &Error, parts: &[&str]) {
    let said = error.to_string();
    assert!(parts.iter().all(|part| said.contains(part)), "{said}");
    assert_eq!(said.lines().count(), 1);
}

/// Whatever is asked of a device that is gone, in the middle of its work too.
#[test]
fn a_lost_device_is_one_line_with_a_way_out() {
    let Some(gpu) = gpu() else { return };
    let array = Array::upload(&gpu, &[1.0_f32; 100]).unwrap();
    let mixture = Mixture::points(ndarray::array![[0.0, 1.0]]).unwrap();
    let data = Data::<f32>::upload(&gpu, &mixture).unwrap();
    let path = Schedule::of(Sampler::Ddim).path(4).unwrap();
    let plan = Sampler::Ddim.method(1.0).plan(&path).unwrap();
    let level = NoiseLevel::new(0.6, 0.8).unwrap();
    let mut steps = 0;
    let start = array.duplicate().unwrap();
    let on_the_way = sample(&gpu, &plan, &data, start, &mut gpu.counted(0), |_, _| {
        steps += 1;
        gpu.destroy();
        Ok(())
    });
    assert_eq!(steps, 1);
    for error in [
        on_the_way.unwrap_err(),
        gpu.combine(&[(2.0, &array)]).unwrap_err(),
        gpu.normals::<f32>(0, 0, 9).unwrap_err(),
        data.ask(Question::Score, &array, level).unwrap_err(),
        array.download().unwrap_err(),
        gpu.probe::<f32>().unwrap_err(),
        gpu.finish().unwrap_err(),
    ] {
        assert_one_line(&error, &["the GPU was lost", "start again"]);
    }
}

#[test]
fn more_than_fits_is_one_line_with_a_way_out() {
    let Some(gpu) = gpu() else { return };
    let error = gpu.normals::<f32>(0, 0, 1 << 44).unwrap_err();
    assert_one_line(&error, &["an array of 70368744177664 bytes", "give fewer"]);
    let far = Mixture::gaussian(ndarray::Array1::ones(300), 1.0).unwrap();
    let narrow = gpu.within(Limits {
        bytes: 1024,
        ..super::TIGHT
    });
    let error = Data::<f32>::upload(&narrow, &far).unwrap_err();
    assert_one_line(&error, &["a point of 1200 bytes", "1024 at most"]);
}

/// The variable that tells this program's child how much to ask for.
const STARVED: &str = "TWEEDIE_TEST_STARVED";

/// A device in software has the process's memory, and the process as little as it is given: a real failure to allocate.
#[test]
#[cfg(target_os = "linux")]
fn no_memory_is_one_line_with_a_way_out() {
    let Some(gpu) = gpu() else { return };
    if env::var_os(STARVED).is_some() {
        return starve(&gpu);
    }
    if !gpu.describe().contains("(software") {
        return println!("{} has memory of its own", gpu.name());
    }
    let this = env::current_exe().unwrap();
    let child = Command::new("sh")
        .args(["-c", "ulimit -v 2500000 && exec \"$0\" --exact failure::no_memory_is_one_line_with_a_way_out --nocapture"])
        .arg(this)
        .env(STARVED, "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&child.stdout);
    assert!(
        child.status.success(),
        "{said}{}",
        String::from_utf8_lossy(&child.stderr)
    );
    assert!(
        said.contains(
            "STARVED: the GPU has no memory for 67108864 bytes more: take fewer samples at a time"
        ),
        "{said}"
    );
}

/// Takes arrays of 64 MiB until there is no room; with the room of one that is gone the device works on.
fn starve(gpu: &Gpu) {
    let len = 1 << 24;
    let mut arrays: Vec<Array<f32>> = Vec::new();
    let first = loop {
        match arrays
            .last()
            .map_or_else(|| gpu.normals(0, 0, len), Array::duplicate)
        {
            Ok(array) => arrays.push(array),
            Err(error) => break error,
        }
    };
    println!("STARVED: {first}");
    assert_one_line(&first, &["the GPU has no memory"]);
    drop(arrays.pop());
    let few = gpu.normals::<f32>(0, 0, 4).unwrap().download().unwrap();
    assert_eq!(arrays[0].download().map(|all| all[..4].to_vec()), Ok(few));
}
