//! The backends of tweedie's own, by name.

use crate::Failure;
use tweedie::scalar::Format;
#[cfg(feature = "gpu")]
use tweedie_catalogue::backend::Device;
use tweedie_catalogue::backend::{Backend, Cpu};
#[cfg(feature = "gpu")]
use tweedie_gpu::Gpu;
use tweedie_oracle::Profile;

/// What a build without the feature says to who asks for a GPU.
#[cfg(not(feature = "gpu"))]
pub(super) const NO_GPU: &str =
    "this build has no GPU backend: build with `--features gpu`, or take cpu-f32";

/// A backend of tweedie's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Own {
    Cpu(Format),
    #[cfg(feature = "gpu")]
    Gpu(Format),
}

/// The format of a GPU's backend of this name; `gpu` is short for `gpu-f32`.
pub(super) fn gpu_format(name: &str) -> Option<Format> {
    match name {
        "gpu" | "gpu-f32" => Some(Format::F32),
        "gpu-f64" => Some(Format::F64),
        _ => None,
    }
}

impl Own {
    /// All that this build has.
    pub(super) fn all() -> Vec<Self> {
        #[allow(unused_mut)] // it is, with the feature gpu
        let mut all: Vec<Self> = Format::ALL.into_iter().map(Self::Cpu).collect();
        #[cfg(feature = "gpu")]
        all.extend([Format::F32, Format::F64].map(Self::Gpu));
        all
    }

    /// The one of this name.
    ///
    /// # Errors
    /// If this build has none, with the names that there are.
    pub(super) fn named(name: &str) -> Result<Self, String> {
        match gpu_format(name) {
            #[cfg(feature = "gpu")]
            Some(format) => return Ok(Self::Gpu(format)),
            #[cfg(not(feature = "gpu"))]
            Some(_) => return Err(NO_GPU.to_owned()),
            None => {}
        }
        let all = Self::all();
        let names: Vec<String> = all.iter().map(|own| own.name()).collect();
        let at = names.iter().position(|known| known == name);
        at.map(|at| all[at])
            .ok_or_else(|| format!("give one of {}", names.join(", ")))
    }

    pub(super) fn name(self) -> String {
        match self {
            Self::Cpu(format) => format!("cpu-{format}"),
            #[cfg(feature = "gpu")]
            Self::Gpu(format) => format!("gpu-{format}"),
        }
    }

    /// What its arithmetic promises: compilers of shaders reassociate.
    pub(super) fn profile(self) -> Profile {
        match self {
            Self::Cpu(_) => Profile::Ieee,
            #[cfg(feature = "gpu")]
            Self::Gpu(_) => Profile::Reassociating,
        }
    }

    /// It, ready to answer.
    ///
    /// # Errors
    /// If there is no device, or it does not compute in the format.
    #[cfg_attr(not(feature = "gpu"), allow(clippy::unnecessary_wraps))] // a device may be missing
    pub(super) fn open(self) -> Result<Box<dyn Backend + Send>, Failure> {
        Ok(match self {
            Self::Cpu(format) => Box::new(Cpu::new(format)),
            #[cfg(feature = "gpu")]
            Self::Gpu(format) => Box::new(Device::new(Gpu::open()?, format)?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Own;

    #[test]
    fn every_backend_is_found_by_its_name() {
        for own in Own::all() {
            assert_eq!(Own::named(&own.name()), Ok(own));
        }
        assert!(Own::named("cpu-f128").unwrap_err().contains("cpu-f64"));
    }
}
