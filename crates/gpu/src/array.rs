//! Arrays on the device.

use std::marker::PhantomData;
use std::sync::mpsc;

use super::device::Gpu;
use super::error::{Error, Result};
use super::scalar::Scalar;
use tweedie::error::DomainError;

/// An array on the device, of `f32` or `f64`.
#[derive(Debug)]
pub struct Array<'a, T = f32> {
    gpu: &'a Gpu,
    buffer: wgpu::Buffer,
    len: usize,
    of: PhantomData<T>,
}

/// Kernels take four numbers at a time.
const QUAD: usize = 4;

impl<'a, T: Scalar> Array<'a, T> {
    /// An array of `len` numbers that nobody has written yet: a kernel will.
    pub(super) fn unwritten(gpu: &'a Gpu, len: usize) -> Result<Self> {
        use wgpu::BufferUsages as Usage;
        gpu.computes_in(T::FORMAT)?;
        let bytes = size_of::<T>() * QUAD * len.div_ceil(QUAD).max(1);
        let usage = Usage::STORAGE | Usage::COPY_SRC | Usage::COPY_DST;
        let spare = gpu.spare(bytes as u64);
        Ok(Self {
            gpu,
            buffer: spare.map_or_else(|| buffer(gpu, bytes as u64, usage), Ok)?,
            len,
            of: PhantomData,
        })
    }

    /// Another array with the same numbers.
    ///
    /// # Errors
    /// If the device has no room, or fails.
    pub fn duplicate(&self) -> Result<Self> {
        let copy = Self::unwritten(self.gpu, self.len)?;
        let mut encoder = self
            .gpu
            .device
            .create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        encoder.copy_buffer_to_buffer(&self.buffer, 0, &copy.buffer, 0, self.buffer.size());
        self.gpu.queue.submit([encoder.finish()]);
        Ok(copy)
    }

    /// Copies numbers to the device.
    ///
    /// # Errors
    /// If one of them is not finite, the device does not compute in their format, or it has no room.
    pub fn upload(gpu: &'a Gpu, values: &[T]) -> Result<Self> {
        // a device may not know what is no number
        if let Some(at) = values.iter().position(|value| !value.is_finite()) {
            return Err(DomainError::new(
                format!("number {at} of the array"),
                values[at],
                "give finite numbers",
            )
            .into());
        }
        let array = Self::unwritten(gpu, values.len())?;
        gpu.queue
            .write_buffer(&array.buffer, 0, bytemuck::cast_slice(values));
        Ok(array)
    }

    /// Numbers in it.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Its memory.
    pub(super) fn buffer(&self) -> &wgpu::Buffer {
        &self.buffer
    }

    /// Copies the numbers back, once the device is done with them.
    ///
    /// # Errors
    /// If one of them is not finite, or something went wrong on the device.
    pub fn download(&self) -> Result<Vec<T>> {
        let values: Vec<T> = self.download_as()?;
        match values.iter().position(|value| !value.is_finite()) {
            Some(at) => Err(DomainError::new(
                format!("number {at} of what the GPU computed"),
                values[at],
                format!(
                    "give numbers nearer to the data: it overflows {}",
                    T::FORMAT
                ),
            )
            .into()),
            None => Ok(values),
        }
    }

    /// Copies back what is there, whatever it is.
    pub(super) fn download_as<W: bytemuck::Pod>(&self) -> Result<Vec<W>> {
        use wgpu::BufferUsages as Usage;
        let gpu = self.gpu;
        gpu.well()?;
        if self.is_empty() {
            return Ok(Vec::new());
        }
        let bytes = (size_of::<T>() * self.len) as u64;
        let staging = buffer(gpu, bytes, Usage::MAP_READ | Usage::COPY_DST)?;
        let mut encoder = gpu
            .device
            .create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        encoder.copy_buffer_to_buffer(&self.buffer, 0, &staging, 0, bytes);
        gpu.queue.submit([encoder.finish()]);
        let (told, heard) = mpsc::channel();
        staging.map_async(wgpu::MapMode::Read, .., move |mapped| {
            told.send(mapped).unwrap_or_default(); // nobody hears only where waiting failed
        });
        gpu.finish()?;
        let mapped = heard
            .recv()
            .map_err(|error| Error::Lost(error.to_string()))?;
        mapped.map_err(|error| Error::Lost(error.to_string()))?;
        let view = staging
            .get_mapped_range(..)
            .map_err(|error| Error::Refused(error.to_string()))?;
        Ok(bytemuck::pod_collect_to_vec(&view))
    }
}

impl<T> Drop for Array<'_, T> {
    fn drop(&mut self) {
        self.gpu.keep(self.buffer.clone());
    }
}

/// Memory on the device.
pub(super) fn buffer(gpu: &Gpu, bytes: u64, usage: wgpu::BufferUsages) -> Result<wgpu::Buffer> {
    let limit = gpu.device.limits().max_buffer_size;
    if bytes > limit {
        return Err(Error::TooLarge("an array", bytes, limit));
    }
    let make = || {
        gpu.guarded(|| {
            gpu.device.create_buffer(&wgpu::BufferDescriptor {
                label: None,
                size: bytes,
                usage,
                mapped_at_creation: false,
            })
        })
    };
    let mut made = make();
    if matches!(made, Err(wgpu::Error::OutOfMemory { .. })) {
        gpu.forget_spares()?;
        made = make();
    }
    made.map_err(|error| {
        gpu.blame(|| match error {
            wgpu::Error::OutOfMemory { .. } => Error::OutOfMemory(Some(bytes)),
            _ => Error::Refused(error.to_string()),
        })
    })
}

/// Memory with these words in it.
pub(super) fn written(gpu: &Gpu, words: &[u32], usage: wgpu::BufferUsages) -> Result<wgpu::Buffer> {
    let memory = buffer(
        gpu,
        4 * words.len() as u64,
        usage | wgpu::BufferUsages::COPY_DST,
    )?;
    gpu.queue
        .write_buffer(&memory, 0, bytemuck::cast_slice(words));
    Ok(memory)
}
