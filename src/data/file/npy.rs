//! NumPy's `.npy`.

use std::io::{self, Write};

use ndarray::{Array2, ArrayView2};
use ndarray_npy::{
    ReadNpyExt, ReadableElement, ViewElement, ViewNpyError, ViewNpyExt, WriteNpyExt,
};

use super::Fault;

/// Bytes before the header: magic string, version, and the header's length in 2 or 4 bytes.
const PREFIX: usize = 12;

/// Bytes that the header of a 2-D array may take. NumPy writes 118; the parser recurses, so this also bounds its depth.
const LONGEST_HEADER: usize = 512;

const SAVE: &str =
    "save it again with numpy.save(FILE, points.astype('<f8')), points of shape (n, d)";

pub(super) fn parse(bytes: &[u8]) -> Result<Array2<f64>, Fault> {
    refuse_long_header(bytes)?;
    match array::<f64>(bytes) {
        Err(ViewNpyError::WrongDescriptor(_)) => {
            array::<f32>(bytes).map(|points| points.mapv(f64::from))
        }
        points => points,
    }
    .map_err(|error| fault(&error, bytes.len()))
}

pub(super) fn write(out: &mut dyn Write, points: &Array2<f64>) -> io::Result<()> {
    points.write_npy(out).map_err(io::Error::other)
}

/// The array, its claimed size compared with the file's before anything is allocated: a view checks the sizes, and
/// then the address, which a copy does not mind.
fn array<T: Clone + ViewElement + ReadableElement>(
    bytes: &[u8],
) -> Result<Array2<T>, ViewNpyError> {
    match ArrayView2::<T>::view_npy(bytes) {
        Ok(view) => Ok(view.to_owned()),
        Err(ViewNpyError::MisalignedData) => {
            Array2::<T>::read_npy(bytes).map_err(|_| ViewNpyError::MisalignedData)
        }
        Err(error) => Err(error),
    }
}

fn refuse_long_header(bytes: &[u8]) -> Result<(), Fault> {
    let Some((prefix, _)) = bytes.split_first_chunk::<PREFIX>() else {
        return Err(Fault::new(
            format!("has {} bytes and no .npy header", bytes.len()),
            SAVE,
        ));
    };
    let length = match prefix[6] {
        1 => usize::from(u16::from_le_bytes([prefix[8], prefix[9]])),
        _ => u32::from_le_bytes([prefix[8], prefix[9], prefix[10], prefix[11]]) as usize,
    };
    if prefix.starts_with(b"\x93NUMPY") && length > LONGEST_HEADER {
        return Err(Fault::new(
            format!("claims a header of {length} bytes; that of a 2-D array is shorter"),
            SAVE,
        ));
    }
    Ok(())
}

fn fault(error: &ViewNpyError, len: usize) -> Fault {
    let problem = match error {
        ViewNpyError::WrongDescriptor(descriptor) => {
            format!("holds numbers of type {descriptor}, not '<f8' or '<f4'")
        }
        ViewNpyError::NonNativeEndian => "holds big-endian numbers".into(),
        ViewNpyError::WrongNdim(_, found) => format!("holds an array of {found} axes, not 2"),
        ViewNpyError::LengthOverflow => {
            format!("claims more numbers than there are addresses, in {len} bytes")
        }
        ViewNpyError::MissingBytes(missing) => {
            format!("ends after {len} bytes, {missing} bytes early")
        }
        ViewNpyError::ExtraBytes(extra) => {
            format!("goes on for {extra} bytes after the array, {len} in all")
        }
        other => format!("has no .npy header ({other})"),
    };
    Fault::new(problem, SAVE)
}
