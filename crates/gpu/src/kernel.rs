//! Kernels: compiled once, dispatched in as many pieces as the device needs.

use super::array::written;
use super::device::{Gpu, WORKGROUP, held};
use super::error::{Error, Result};
use super::scalar::Scalar;

/// A shader over one type of numbers.
#[derive(Debug, Clone)]
pub(super) struct Kernel {
    /// The file's name.
    name: &'static str,
    /// The text that the driver sees.
    text: String,
    /// The function to call.
    entry: &'static str,
}

/// A constant of WGSL.
pub(super) fn constant(name: &str, value: u32) -> String {
    format!("const {name}: u32 = {value}u;\n")
}

/// A piece of an array that a shader sees: the array's memory, where the piece begins and how many bytes it has.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'a> {
    pub(super) buffer: &'a wgpu::Buffer,
    pub(super) from: u64,
    pub(super) bytes: u64,
}

impl<'a> Piece<'a> {
    /// All of it.
    pub(super) fn whole(buffer: &'a wgpu::Buffer) -> Self {
        Self {
            buffer,
            from: 0,
            bytes: buffer.size(),
        }
    }
}

/// Pieces begin at multiples of so many bytes: the most that WebGPU lets a device ask for.
pub(super) const ALIGNMENT: u64 = 256;

impl Kernel {
    /// The function `entry` of the file `name`, with `source` in it, over numbers of type `T`.
    pub(super) fn new<T: Scalar>(name: &'static str, source: &str, entry: &'static str) -> Self {
        Self {
            name,
            text: [
                &constant("WORKGROUP", WORKGROUP),
                include_str!("invocation.wgsl"),
                T::WGSL,
                source,
            ]
            .concat(),
            entry,
        }
    }

    /// The same after more declarations.
    pub(super) fn with(mut self, declarations: &str) -> Self {
        self.text.insert_str(0, declarations);
        self
    }

    fn pipeline(&self, gpu: &Gpu) -> Result<wgpu::ComputePipeline> {
        let mut pipelines = held(&gpu.pipelines);
        let key = (self.entry, self.text.clone());
        if let Some(pipeline) = pipelines.get(&key) {
            return Ok(pipeline.clone());
        }
        let made = gpu.guarded(|| {
            let module = gpu
                .device
                .create_shader_module(wgpu::ShaderModuleDescriptor {
                    label: Some(self.name),
                    source: wgpu::ShaderSource::Wgsl(self.text.as_str().into()),
                });
            gpu.device
                .create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
                    label: Some(self.name),
                    layout: None,
                    module: &module,
                    entry_point: Some(self.entry),
                    compilation_options: wgpu::PipelineCompilationOptions::default(),
                    cache: None,
                })
        });
        let pipeline =
            made.map_err(|error| gpu.blame(|| Error::Shader(self.name, error.to_string())))?;
        pipelines.insert(key, pipeline.clone());
        Ok(pipeline)
    }

    /// Runs `threads` threads over `pieces`, which are bound after the uniform words, for each of `layers`.
    pub(super) fn dispatch(
        &self,
        gpu: &Gpu,
        uniform: &[u32],
        pieces: &[Piece<'_>],
        threads: usize,
        layers: u32,
    ) -> Result<()> {
        gpu.well()?;
        let pipeline = self.pipeline(gpu)?;
        let groups = threads.div_ceil(WORKGROUP as usize);
        let width = groups.min(gpu.limits().workgroups as usize);
        let height = groups.div_ceil(width);
        let too_many = |_| Error::TooLarge("a dispatch", threads as u64, u64::from(u32::MAX));
        let (width, height) = (
            u32::try_from(width).map_err(too_many)?,
            u32::try_from(height).map_err(too_many)?,
        );
        let uniform = written(gpu, uniform, wgpu::BufferUsages::UNIFORM)?;
        let resources = pieces.iter().map(|piece| {
            wgpu::BindingResource::Buffer(wgpu::BufferBinding {
                buffer: piece.buffer,
                offset: piece.from,
                size: wgpu::BufferSize::new(piece.bytes),
            })
        });
        let entries: Vec<_> = std::iter::once(uniform.as_entire_binding())
            .chain(resources)
            .zip(0..)
            .map(|(resource, binding)| wgpu::BindGroupEntry { binding, resource })
            .collect();
        let group = gpu.device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: None,
            layout: &pipeline.get_bind_group_layout(0),
            entries: &entries,
        });
        let mut encoder = gpu
            .device
            .create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        {
            let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor::default());
            pass.set_pipeline(&pipeline);
            pass.set_bind_group(0, &group, &[]);
            pass.dispatch_workgroups(width, height, layers);
        }
        gpu.queue.submit([encoder.finish()]);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shader_that_does_not_compile_is_one_line_with_a_way_out() {
        let gpu = match Gpu::open() {
            Ok(gpu) => gpu,
            Err(error) => {
                assert!(std::env::var_os("TWEEDIE_REQUIRE_GPU").is_none(), "{error}");
                return eprintln!("NOTHING WAS RUN: {error}");
            }
        };
        let text = "@compute @workgroup_size(1) fn main() { let x: f32 = 1u; }";
        let kernel = Kernel::new::<f32>("broken", text, "main");
        let said = kernel.dispatch(&gpu, &[0; 4], &[], 1, 1).unwrap_err();
        let said = said.to_string();
        assert!(
            said.starts_with("the GPU's driver does not compile broken.wgsl"),
            "{said}"
        );
        assert!(said.contains("update the driver"), "{said}");
        assert_eq!(said.lines().count(), 1);
    }
}
