//! NumPy's `.npy`.

use std::io::{self, Write};

use ndarray::{Array2, ArrayView2};
use ndarray_npy::{ViewNpyError, ViewNpyExt, WriteNpyExt};

use super::Fault;

/// Bytes before the header: magic string, version, and the header's length in 2 or 4 bytes.
const PREFIX: usize = 12;

/// Bytes that the header of a 2-D array may take. NumPy writes 118; the parser recurses, so this also bounds its depth.
const LONGEST_HEADER: u32 = 512;

/// Of f64, the stricter of the two.
const ALIGNMENT: usize = 8;

const SAVE: &str =
    "save it again with numpy.save(FILE, points.astype('<f8')), points of shape (n, d)";

pub(super) fn parse(bytes: &[u8]) -> Result<Array2<f64>, Fault> {
    let numbers_begin = header_end(bytes)?;
    // a view compares the claimed size with the file's before anything is allocated, but wants aligned numbers
    let mut copy = vec![0; bytes.len() + ALIGNMENT];
    let shift = (copy.as_ptr().addr() + numbers_begin).wrapping_neg() % ALIGNMENT;
    let aligned = &mut copy[shift..shift + bytes.len()];
    aligned.copy_from_slice(bytes);
    match ArrayView2::<f64>::view_npy(aligned) {
        Ok(points) => Ok(points.to_owned()),
        Err(ViewNpyError::WrongDescriptor(_)) => ArrayView2::<f32>::view_npy(aligned)
            .map(|points| points.mapv(f64::from))
            .map_err(|error| fault(&error, bytes.len())),
        Err(error) => Err(fault(&error, bytes.len())),
    }
}

pub(super) fn write(out: &mut dyn Write, points: &Array2<f64>) -> io::Result<()> {
    points.write_npy(out).map_err(io::Error::other)
}

/// Where the header ends by its own account, which must be a short one.
fn header_end(bytes: &[u8]) -> Result<usize, Fault> {
    let prefix = bytes.first_chunk::<PREFIX>();
    let Some(prefix) = prefix.filter(|prefix| prefix.starts_with(b"\x93NUMPY")) else {
        return Err(Fault::new(
            format!("has {} bytes and no .npy header", bytes.len()),
            SAVE,
        ));
    };
    let (begin, length) = match prefix[6] {
        1 => (10, u16::from_le_bytes([prefix[8], prefix[9]]).into()),
        _ => (
            12,
            u32::from_le_bytes([prefix[8], prefix[9], prefix[10], prefix[11]]),
        ),
    };
    if length > LONGEST_HEADER {
        return Err(Fault::new(
            format!("claims a header of {length} bytes; that of a 2-D array is shorter"),
            SAVE,
        ));
    }
    Ok(begin + length as usize)
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
        _ => "has no .npy header that can be read".into(),
    };
    Fault::new(problem, SAVE)
}
