//! What can go wrong on a device.

use std::fmt;

use tweedie::error::DomainError;
use tweedie::scalar::Format;

/// Why a device did not do its work, in one line that names the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// No adapter, or no driver.
    NoAdapter(String),
    /// There is an adapter, but it gives no device.
    NoDevice(String, String),
    /// A format that the kernels do not compute in, or not on this device, whose name it is.
    Format(Format, String),
    /// The device is gone.
    Lost(String),
    /// The device has no memory for what was asked: the bytes of an array, if it was one.
    OutOfMemory(Option<u64>),
    /// An array that is longer than the device binds: what it is, its bytes, the limit.
    TooLarge(&'static str, u64, u64),
    /// A shader that the driver does not compile: its name and what the driver says.
    Shader(&'static str, String),
    /// A command that the device refused.
    Refused(String),
    /// A value outside a definition's domain.
    Domain(DomainError),
}

/// The result of work on a device.
pub type Result<T> = std::result::Result<T, Error>;

impl From<DomainError> for Error {
    fn from(error: DomainError) -> Self {
        Self::Domain(error)
    }
}

impl std::error::Error for Error {}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoAdapter(said) => write!(
                f,
                "no GPU: no adapter was found ({}): install a driver of Vulkan, Metal or Direct3D 12; Debian's mesa-vulkan-drivers has one in software",
                line(said)
            ),
            Self::NoDevice(adapter, said) => write!(
                f,
                "no GPU: {adapter} gives no device ({}): close what else uses it, or update its driver",
                line(said)
            ),
            Self::Format(Format::F64, adapter) => write!(
                f,
                "format f64: {adapter} has no 64-bit numbers in its shaders: ask for f32, or take cpu-f64"
            ),
            Self::Format(format, _) => write!(
                f,
                "format {format}: the GPU's kernels compute in f32 and f64: ask for one of them, or take cpu-{format}"
            ),
            Self::Lost(said) => write!(
                f,
                "the GPU was lost ({}): start again; if it happens again, with fewer samples, or update its driver",
                line(said)
            ),
            Self::OutOfMemory(bytes) => {
                f.write_str("the GPU has no memory ")?;
                if let Some(bytes) = bytes {
                    write!(f, "for {bytes} bytes ")?;
                }
                f.write_str("more: take fewer samples at a time")
            }
            Self::TooLarge(what, bytes, limit) => write!(
                f,
                "{what} of {bytes} bytes: this GPU takes {limit} at most: give fewer"
            ),
            Self::Shader(name, said) => write!(
                f,
                "the GPU's driver does not compile {name}.wgsl ({}): update the driver, and report this if that does not help",
                line(said)
            ),
            Self::Refused(said) => write!(
                f,
                "the GPU refused a command ({}): report this, it is a fault of tweedie",
                line(said)
            ),
            Self::Domain(error) => error.fmt(f),
        }
    }
}

/// What a driver says, on one line.
fn line(said: &str) -> String {
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a driver says may have many lines; what people are told has one.
    #[test]
    fn every_error_is_one_line_with_a_way_out() {
        let said = || "Validation Error\n\nCaused by:\n  many lines".to_owned();
        let domain = DomainError::new("sigma", f64::NAN, "give a finite number ≥ 0");
        for error in [
            Error::NoAdapter(said()),
            Error::NoDevice("a card".to_owned(), said()),
            Error::Format(Format::F64, "a card".to_owned()),
            Error::Format(Format::F16, "a card".to_owned()),
            Error::Lost(said()),
            Error::OutOfMemory(Some(4096)),
            Error::OutOfMemory(None),
            Error::TooLarge("an array", 4096, 1024),
            Error::Shader("noise", said()),
            Error::Refused(said()),
            Error::Domain(domain),
        ] {
            let line = error.to_string();
            assert_eq!(line.lines().count(), 1, "{line}");
            assert!(line.contains(": "), "{line}");
        }
    }
}
