//! Whole loops: each step against the CPU's from the device's own state, and the last state against the CPU's own.

use super::{exactly, in_both_formats};
use ndarray::{Array1, Array2};
use tweedie::data::Mixture;
use tweedie::level::NoiseLevel;
use tweedie::noise::{counted, normals};
use tweedie::path::Path;
use tweedie::plan::{Plan, Row};
use tweedie::preset::{COMPARED, Schedule, roll};
use tweedie::sampler::{Sampler, run};
use tweedie::scalar::Running;
use tweedie_gpu::{Data, Gpu, Scalar, sample};

const SEED: u64 = 5;

/// A plan, and its path.
fn plan(sampler: Sampler, steps: usize) -> (Plan<f64>, Path<f64>) {
    let path = Schedule::of(sampler).path(steps).unwrap();
    (sampler.method(0.5).plan(&path).unwrap(), path)
}

/// The states of a loop on the device, the start and then one after each row.
fn states<T: Scalar>(gpu: &Gpu, data: &Mixture, plan: &Plan<f64>, count: usize) -> Vec<Array2<T>> {
    let on_device = Data::upload(gpu, data).unwrap();
    let rows = |flat: Vec<T>| Array2::from_shape_vec((count, data.dim()), flat).unwrap();
    let mut noise = gpu.counted(SEED);
    let start = noise(count * data.dim()).unwrap();
    let start = gpu.combine(&[(plan.start().sigma(), &start)]).unwrap();
    let mut states = vec![rows(start.download().unwrap())];
    let last = sample(gpu, plan, &on_device, start, &mut noise, |_, x| {
        states.push(rows(x.download()?));
        Ok(())
    })
    .unwrap();
    assert_eq!(&rows(last.download().unwrap()), states.last().unwrap());
    states
}

/// Rows from a level, with their coefficients as the device has them: rounded.
fn rounded(start: NoiseLevel<f64>, rows: &[Row<f64>]) -> Plan<Running> {
    let on = Running::rounded;
    let level = |t: NoiseLevel<f64>| NoiseLevel::new(on(t.alpha()), on(t.sigma())).unwrap();
    let row = |row: &Row<f64>| {
        let terms = row.sum().iter().map(|&(weight, past)| (on(weight), past));
        match row.look() {
            Some(at) => Row::looking(level(at), level(row.to()), terms),
            None => Row::silent(level(row.to()), terms),
        }
    };
    Plan::new(level(start), rows.iter().map(row).collect()).unwrap()
}

/// The largest share of its budget that a state uses.
fn rho<T: Scalar>(got: &Array2<T>, want: &Array2<Running>) -> f64 {
    let flat = (got.as_slice().unwrap(), want.as_slice().unwrap());
    super::rho(flat.0, flat.1)
}

#[test]
fn every_step_is_the_cpus_from_the_same_state() {
    fn body<T: Scalar>(gpu: &Gpu) {
        let data = roll().unwrap().data;
        for sampler in COMPARED {
            let (plan, path) = plan(sampler, 8);
            let states = states::<T>(gpu, &data, &plan, 37);
            let mut drawn = 1;
            let mut worst = 0.0_f64;
            let ends = plan.arrivals(path.levels());
            let starts = [0].into_iter().chain(ends.iter().map(|end| end + 1));
            for (i, (start, &end)) in starts.zip(&ends).enumerate() {
                let mut noise = |(rows, columns): (usize, usize)| {
                    let flat = normals(SEED, drawn, rows * columns);
                    drawn += 1;
                    Array2::from_shape_vec((rows, columns), flat).unwrap()
                };
                let state = states[start].mapv(exactly);
                let step = rounded(path.levels()[i], &plan.rows()[start..=end]);
                let want = run(&step, &data, state, &mut noise, |_, _| {}).unwrap();
                let rho = rho(&states[end + 1], &want);
                assert!(rho <= 1.0, "{}, step {i}: rho = {rho}", sampler.name());
                worst = worst.max(rho);
            }
            println!("{} in {}: rho {worst:.3}", sampler.name(), T::FORMAT);
        }
    }
    in_both_formats!(body);
}

/// On one Gaussian the denoiser is affine, and the running error of all steps together says something.
#[test]
fn the_last_state_is_the_cpus() {
    fn body<T: Scalar>(gpu: &Gpu) {
        let mean = Array1::from_vec(vec![0.5, -1.25, 2.0]);
        let data = Mixture::gaussian(mean, 0.25).unwrap();
        for sampler in COMPARED {
            let (plan, _) = plan(sampler, 20);
            let sigma = plan.start().sigma();
            let states = states::<T>(gpu, &data, &plan, 101);
            let mut noise = counted(SEED);
            let start = noise(states[0].dim()).mapv(|z: Running| Running::rounded(sigma) * z);
            let plan = rounded(plan.start(), plan.rows());
            let want = run(&plan, &data, start, &mut noise, |_, _| {}).unwrap();
            let rho = rho(states.last().unwrap(), &want);
            let widest = want
                .iter()
                .fold(0.0_f64, |most, x| x.tolerance(T::FORMAT).max(most));
            println!(
                "{} in {}: rho {rho:.3}, budget {widest:.1e}",
                sampler.name(),
                T::FORMAT
            );
            assert!(rho <= 1.0, "{}: rho = {rho}", sampler.name());
            assert!(
                widest < 0.05 * 0.5,
                "{}: the bound says nothing: {widest}",
                sampler.name()
            );
        }
    }
    in_both_formats!(body);
}
