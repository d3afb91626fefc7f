//! Where a plan is carried out: on the processor, or on a device.

use ndarray::Array2;

use crate::cli::Failure;
use crate::data::Mixture;
#[cfg(feature = "gpu")]
use crate::gpu::{self, Data, Gpu};
use crate::noise::counted;
use crate::sampler::{Move, run};

#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    Cpu,
    #[cfg(feature = "gpu")]
    Gpu,
}

pub(super) fn named(name: &str) -> Result<Place, String> {
    match name {
        "cpu" => Ok(Place::Cpu),
        #[cfg(feature = "gpu")]
        "gpu" => Ok(Place::Gpu),
        #[cfg(not(feature = "gpu"))]
        "gpu" => Err(crate::cli::own::NO_GPU.to_owned()),
        _ => Err("give cpu or gpu".to_owned()),
    }
}

impl Place {
    /// Carries out a plan that starts at `sigma`; `step` is called after every move.
    pub(super) fn sample(
        self,
        plan: &[Move<f64>],
        sigma: f64,
        data: &Mixture,
        (count, seed): (usize, u64),
        step: impl Fn(),
    ) -> Result<Array2<f64>, Failure> {
        let shape = (count, data.dim());
        match self {
            Self::Cpu => {
                let mut noise = counted(seed);
                let start = noise(shape) * sigma;
                Ok(run(plan, data, start, &mut noise, |_, _| step())?)
            }
            #[cfg(feature = "gpu")]
            Self::Gpu => {
                let gpu = Gpu::open()?;
                eprintln!("on {}", gpu.describe());
                let data = Data::upload(&gpu, data)?;
                let mut noise = gpu.counted(seed);
                let start = gpu.combine(&[(sigma, &noise(shape.0 * shape.1)?)])?;
                let last = gpu::sample(&gpu, plan, &data, start, &mut noise, |_, _| {
                    step();
                    Ok(())
                })?;
                let flat = last.download()?.into_iter().map(f64::from).collect();
                Ok(Array2::from_shape_vec(shape, flat)?)
            }
        }
    }
}
