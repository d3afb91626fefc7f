//! The device: found, opened, named, and asked whether it is still there.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::error::{Error, Result};
use tweedie::scalar::Format;

/// Threads of a workgroup.
pub(super) const WORKGROUP: u32 = 64;

/// Arrays that are gone, and whose memory is kept: a step of a sampler has so many. New memory would be cleared first.
const SPARES: usize = 6;

/// What one dispatch may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Workgroups along an axis.
    pub workgroups: u32,
    /// Bytes of an array that a shader sees at once.
    pub bytes: u64,
    /// Whether shaders compute in `f64`.
    pub double: bool,
}

/// What `f64` takes: its numbers, and integers as long to read their bits.
const DOUBLE: wgpu::Features = wgpu::Features::SHADER_F64.union(wgpu::Features::SHADER_INT64);

/// An open device.
#[derive(Debug)]
pub struct Gpu {
    pub(super) device: wgpu::Device,
    pub(super) queue: wgpu::Queue,
    pub(super) pipelines: Mutex<HashMap<(&'static str, String), wgpu::ComputePipeline>>,
    info: wgpu::AdapterInfo,
    limits: Limits,
    /// Memory of arrays that are gone.
    spares: Mutex<VecDeque<wgpu::Buffer>>,
    /// What the driver said went wrong since the last answer.
    fault: Arc<Mutex<Option<Error>>>,
}

impl Gpu {
    /// Opens the fastest adapter; one in software if there is no other.
    ///
    /// # Errors
    /// If there is no adapter, or it gives no device.
    pub fn open() -> Result<Self> {
        let instance = wgpu::Instance::new(wgpu::InstanceDescriptor::new_without_display_handle());
        Self::from_instance(&instance)
    }

    fn from_instance(instance: &wgpu::Instance) -> Result<Self> {
        let adapter = pollster::block_on(instance.request_adapter(&wgpu::RequestAdapterOptions {
            power_preference: wgpu::PowerPreference::HighPerformance,
            ..wgpu::RequestAdapterOptions::default()
        }))
        .map_err(|error| Error::NoAdapter(why(&error.to_string())))?;
        let info = adapter.get_info();
        let (device, queue) = pollster::block_on(adapter.request_device(&wgpu::DeviceDescriptor {
            required_features: adapter.features() & DOUBLE,
            required_limits: adapter.limits(),
            ..wgpu::DeviceDescriptor::default()
        }))
        .map_err(|error| Error::NoDevice(info.name.clone(), error.to_string()))?;

        let fault = Arc::new(Mutex::new(None));
        let first = Arc::clone(&fault);
        device.on_uncaptured_error(Arc::new(move |error: wgpu::Error| {
            let why = match error {
                wgpu::Error::OutOfMemory { .. } => Error::OutOfMemory(None),
                other => Error::Refused(other.to_string()),
            };
            held(&first).get_or_insert(why);
        }));
        let last = Arc::clone(&fault);
        device.set_device_lost_callback(move |_, said| *held(&last) = Some(Error::Lost(said)));

        let limits = device.limits();
        Ok(Self {
            limits: Limits {
                workgroups: limits.max_compute_workgroups_per_dimension,
                bytes: limits
                    .max_storage_buffer_binding_size
                    .min(limits.max_buffer_size),
                double: device.features().contains(DOUBLE),
            },
            device,
            queue,
            pipelines: Mutex::default(),
            spares: Mutex::default(),
            info,
            fault,
        })
    }

    /// The same device with tighter limits, as another has them: the work is cut into more dispatches.
    #[must_use]
    pub fn within(mut self, limits: Limits) -> Self {
        self.limits.workgroups = self.limits.workgroups.min(limits.workgroups.max(1));
        self.limits.bytes = self.limits.bytes.min(limits.bytes.max(1024));
        self.limits.double &= limits.double;
        self
    }

    /// What a dispatch may ask for.
    #[must_use]
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// Whether the kernels compute in a format.
    ///
    /// # Errors
    /// If they do not: they compute in `f32`, and in `f64` where the device does.
    pub fn computes_in(&self, format: Format) -> Result<()> {
        match format {
            Format::F32 => Ok(()),
            Format::F64 if self.limits.double => Ok(()),
            other => Err(Error::Format(other, self.info.name.clone())),
        }
    }

    /// The adapter's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.info.name
    }

    /// Adapter, kind, interface and driver, in one line.
    #[must_use]
    pub fn describe(&self) -> String {
        let info = &self.info;
        let kind = match info.device_type {
            wgpu::DeviceType::DiscreteGpu => "discrete",
            wgpu::DeviceType::IntegratedGpu => "integrated",
            wgpu::DeviceType::VirtualGpu => "virtual",
            wgpu::DeviceType::Cpu => "software",
            wgpu::DeviceType::Other => "of unknown kind",
        };
        format!(
            "{} ({kind}, {}, {} {})",
            info.name, info.backend, info.driver, info.driver_info
        )
    }

    /// Takes the device away, as a driver would that crashes.
    pub fn destroy(&self) {
        self.device.destroy();
    }

    /// Waits until all work is done.
    ///
    /// # Errors
    /// If the device was lost, or refused something since it was asked last.
    pub fn finish(&self) -> Result<()> {
        let polled = self.device.poll(wgpu::PollType::wait_indefinitely());
        self.well()?;
        polled.map_err(|error| Error::Lost(error.to_string()))?;
        Ok(())
    }

    /// Memory of so many bytes that nobody needs any more. What is done to it is done after what was.
    pub(super) fn spare(&self, bytes: u64) -> Option<wgpu::Buffer> {
        let mut spares = held(&self.spares);
        let at = spares.iter().position(|spare| spare.size() == bytes)?;
        spares.remove(at)
    }

    /// Keeps memory for the next array of its size.
    pub(super) fn keep(&self, buffer: wgpu::Buffer) {
        let mut spares = held(&self.spares);
        spares.push_back(buffer);
        if spares.len() > SPARES {
            spares.pop_front();
        }
    }

    /// Gives back the memory that is kept, once the device is done with it.
    pub(super) fn forget_spares(&self) -> Result<()> {
        held(&self.spares).clear();
        self.finish()
    }

    /// Whether nothing went wrong since the device was asked last.
    pub(super) fn well(&self) -> Result<()> {
        // that a device is gone is told when it is asked
        let _told = self.device.poll(wgpu::PollType::Poll);
        let mut fault = held(&self.fault);
        match fault.take() {
            Some(Error::Lost(said)) => {
                // what is lost stays lost
                *fault = Some(Error::Lost(said.clone()));
                Err(Error::Lost(said))
            }
            Some(error) => Err(error),
            None => Ok(()),
        }
    }

    /// Why the driver said no: the device is gone, or else what `said` makes of it.
    pub(super) fn blame(&self, said: impl FnOnce() -> Error) -> Error {
        self.well().err().unwrap_or_else(said)
    }

    /// What `make` gives, or what the driver says against it.
    pub(super) fn guarded<T>(
        &self,
        make: impl FnOnce() -> T,
    ) -> std::result::Result<T, wgpu::Error> {
        use wgpu::ErrorFilter::{Internal, OutOfMemory, Validation};
        let scopes =
            [OutOfMemory, Internal, Validation].map(|filter| self.device.push_error_scope(filter));
        let made = make();
        let errors = scopes
            .into_iter()
            .rev()
            .map(|scope| pollster::block_on(scope.pop()));
        match errors.collect::<Vec<_>>().into_iter().flatten().next() {
            Some(error) => Err(error),
            None => Ok(made),
        }
    }
}

/// Why there is no adapter, without the interfaces that this system never has.
fn why(said: &str) -> String {
    let parts = said.split([';', ',']).map(str::trim);
    let known = parts.filter(|part| !part.ends_with("not compiled in"));
    known.collect::<Vec<_>>().join("; ")
}

/// What is behind a lock, whoever panicked with it.
pub(super) fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_driver_is_one_line_with_a_way_out() {
        let none = wgpu::Instance::new(wgpu::InstanceDescriptor {
            backends: wgpu::Backends::empty(),
            ..wgpu::InstanceDescriptor::new_without_display_handle()
        });
        let said = Gpu::from_instance(&none).unwrap_err().to_string();
        assert!(said.starts_with("no GPU: no adapter was found"), "{said}");
        assert!(said.contains("install a driver"), "{said}");
        assert_eq!(said.lines().count(), 1);
        assert!(!said.contains("not compiled in"), "{said}");
    }
}
