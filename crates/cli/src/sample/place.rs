//! Where a plan is carried out: on the processor, or on a device.

use ndarray::Array2;

use crate::Failure;
use crate::own::gpu_format;
use tweedie::data::Mixture;
use tweedie::noise::counted;
use tweedie::plan::Plan;
use tweedie::sampler::run;
#[cfg(feature = "gpu")]
use tweedie::scalar::Format;
#[cfg(feature = "gpu")]
use tweedie_gpu::{Data, Gpu, Scalar};

#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    Cpu,
    #[cfg(feature = "gpu")]
    Gpu(Format),
}

pub(super) fn named(name: &str) -> Result<Place, String> {
    match gpu_format(name) {
        #[cfg(feature = "gpu")]
        Some(format) => Ok(Place::Gpu(format)),
        #[cfg(not(feature = "gpu"))]
        Some(_) => Err(crate::own::NO_GPU.to_owned()),
        None if name == "cpu" => Ok(Place::Cpu),
        None => Err("give cpu, gpu-f32 or gpu-f64".to_owned()),
    }
}

impl Place {
    /// Carries out a plan from noise of its own level; `step` is called after every row.
    pub(super) fn sample(
        self,
        plan: &Plan<f64>,
        data: &Mixture,
        (count, seed): (usize, u64),
        step: impl Fn(),
    ) -> Result<Array2<f64>, Failure> {
        let shape = (count, data.dim());
        match self {
            Self::Cpu => {
                let mut noise = counted(seed);
                let start = noise(shape) * plan.start().sigma();
                Ok(run(plan, data, start, &mut noise, |_, _| step())?)
            }
            #[cfg(feature = "gpu")]
            Self::Gpu(Format::F64) => on_device::<f64>(plan, data, shape, seed, step),
            #[cfg(feature = "gpu")]
            Self::Gpu(_) => on_device::<f32>(plan, data, shape, seed, step),
        }
    }
}

#[cfg(feature = "gpu")]
fn on_device<T: Scalar>(
    plan: &Plan<f64>,
    data: &Mixture,
    shape: (usize, usize),
    seed: u64,
    step: impl Fn(),
) -> Result<Array2<f64>, Failure> {
    let gpu = Gpu::open()?;
    gpu.computes_in(T::FORMAT)?;
    eprintln!("on {}, in {}", gpu.describe(), T::FORMAT);
    let data = Data::<T>::upload(&gpu, data)?;
    let mut noise = gpu.counted(seed);
    let start = gpu.combine(&[(plan.start().sigma(), &noise(shape.0 * shape.1)?)])?;
    let last = tweedie_gpu::sample(&gpu, plan, &data, start, &mut noise, |_, _| {
        step();
        Ok(())
    })?;
    let flat = last.download()?.into_iter().map(T::to_f64).collect();
    Ok(Array2::from_shape_vec(shape, flat)?)
}
