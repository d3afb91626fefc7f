//! Points in files: what is good comes back, what is bad is refused with the place and the way out.

use std::fs;
use std::path::PathBuf;

use ndarray::{Array2, array};
use tempfile::TempDir;
use tweedie_files::points::{read, write};

/// A folder with one file in it.
fn file(name: &str, bytes: &[u8]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    (folder, path)
}

/// The refusal of a file: one line that begins with its name.
fn refusal(name: &str, bytes: &[u8]) -> String {
    let (_folder, path) = file(name, bytes);
    let error = read(&path).unwrap_err().to_string();
    assert_eq!(error.lines().count(), 1, "{error}");
    error
        .strip_prefix(&format!("{}: ", path.display()))
        .unwrap_or_else(|| panic!("{error}"))
        .to_owned()
}

fn accepted(name: &str, bytes: &[u8]) -> Array2<f64> {
    let (_folder, path) = file(name, bytes);
    read(&path).unwrap()
}

/// That a file is refused, and the refusal holds these parts.
fn refused(name: &str, bytes: &[u8], parts: &[&str]) {
    let refusal = refusal(name, bytes);
    for part in parts {
        assert!(refusal.contains(part), "no {part:?} in: {refusal}");
    }
}

fn f64s(numbers: &[f64]) -> Vec<u8> {
    numbers.iter().flat_map(|x| x.to_le_bytes()).collect()
}

fn f32s(numbers: &[f32]) -> Vec<u8> {
    numbers.iter().flat_map(|x| x.to_le_bytes()).collect()
}

fn npy(header: &str, data: &[u8]) -> Vec<u8> {
    let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
    bytes.extend(u16::try_from(header.len() + 1).unwrap().to_le_bytes());
    bytes.extend(header.as_bytes());
    bytes.push(b'\n');
    bytes.extend(data);
    bytes
}

fn npy_of(descr: &str, shape: &str, data: &[u8]) -> Vec<u8> {
    let header = format!("{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}");
    npy(&header, data)
}

fn safetensors(header: &str, data: &[u8]) -> Vec<u8> {
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend(header.as_bytes());
    bytes.extend(data);
    bytes
}

fn tensor_of(dtype: &str, shape: &str, data: &[u8]) -> Vec<u8> {
    let end = data.len();
    let about = format!(r#"{{"dtype":"{dtype}","shape":{shape},"data_offsets":[0,{end}]}}"#);
    safetensors(&format!(r#"{{"points":{about}}}"#), data)
}

#[test]
fn points_come_back_bit_for_bit() {
    let points = array![[0.1, -1e300], [5e-324, 1.0 / 3.0], [-0.0, 7.0]];
    let bits = |points: &Array2<f64>| points.mapv(f64::to_bits);
    for name in ["p.npy", "p.csv", "p.safetensors", "P.CSV"] {
        let (_folder, path) = file(name, b"");
        write(&path, &points).unwrap();
        assert_eq!(bits(&read(&path).unwrap()), bits(&points), "{name}");
        let columns_first = points.t().to_owned();
        write(&path, &columns_first).unwrap();
        assert_eq!(bits(&read(&path).unwrap()), bits(&columns_first), "{name}");
    }
}

#[test]
fn other_layouts_and_single_precision_are_read() {
    let fortran = "{'descr': '<f8', 'fortran_order': True, 'shape': (2, 2), }";
    let columns = npy(fortran, &f64s(&[1.0, 3.0, 2.0, 4.0]));
    assert_eq!(accepted("p.npy", &columns), array![[1.0, 2.0], [3.0, 4.0]]);
    // whatever address the numbers begin at
    for padding in 0..8 {
        let shape = format!("(1, 2){}", " ".repeat(padding));
        let single = npy_of("<f4", &shape, &f32s(&[0.5, 1.5]));
        assert_eq!(accepted("p.npy", &single), array![[0.5, 1.5]]);
        let double = npy_of("<f8", &shape, &f64s(&[0.5, 1.5]));
        assert_eq!(accepted("p.npy", &double), array![[0.5, 1.5]]);
    }
    let header = r#"{"xy":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}"#;
    let only = safetensors(header, &f32s(&[0.5, 1.5]));
    assert_eq!(accepted("p.safetensors", &only), array![[0.5, 1.5]]);
}

#[test]
fn a_header_row_is_skipped_and_every_column_is_a_coordinate() {
    let square = array![[1.0, 2.0], [3.0, 4.0]];
    assert_eq!(accepted("p.csv", b"x,y\n1,2\n3,4\n"), square);
    assert_eq!(accepted("p.csv", b"1, 2e0 \r\n\n3,4"), square);
    assert_eq!(accepted("p.csv", b"1\n2\n"), array![[1.0], [2.0]]);
}

#[test]
fn bad_csv_is_refused_with_line_and_column() {
    let refused = |text: &[u8], parts: &[&str]| refused("p.csv", text, parts);
    refused(b"", &["0 points", "give one point"]);
    refused(b"x,y\n", &["0 points", "give one point"]);
    refused(b"1,2\n3\n", &["line 2 has 1 columns", "same number"]);
    refused(b"x,y\n1,2\n3,4,5\n", &["line 3 has 3 columns"]);
    refused(
        b"1,2\n3,abc\n",
        &["line 2, column 2 is \"abc\"", "finite number"],
    );
    refused(b"1,abc\n3,4\n", &["line 1, column 2"]);
    refused(b"1,2\nNaN,4\n", &["line 2, column 1 is \"NaN\""]);
    refused(b"nan,nan\n1,2\n", &["line 1, column 1"]);
    refused(b"1,inf\n", &["line 1, column 2"]);
    refused(b"1,2\n1e999,2\n", &["line 2, column 1"]);
    refused(b"1,2\n3,\n", &["line 2, column 2 is \"\""]);
    refused(b"1,2\n\xff,4\n", &["is not text", "UTF-8"]);
    refused(b"1,2\n\"a\nb\",4\n", &["line 2, column 1 is \"a\\nb\""]);
    refused(
        "7".repeat(100_000).as_bytes(),
        &["line 1, column 1 is \"777"],
    );
}

#[test]
fn bad_npy_is_refused_before_it_is_believed() {
    let refused = |bytes: &[u8], parts: &[&str]| refused("p.npy", bytes, parts);
    let one = f64s(&[1.0]);
    refused(b"", &["0 bytes and no .npy header", "numpy.save"]);
    refused(b"hello, this is no array", &["no .npy header"]);
    refused(&npy_of("<f8", "(2, 2)", &one), &["24 bytes early"]);
    refused(
        &npy_of("<f8", "(1, 1)", &f64s(&[1.0, 2.0])),
        &["8 bytes after"],
    );
    refused(&npy_of("<f8", "(1000000000000000, 2)", &one), &["early"]);
    refused(&npy_of("<f4", "(1000000000000000, 2)", &one), &["early"]);
    refused(
        &npy_of("<f8", "(4611686018427387904, 4)", b""),
        &["addresses"],
    );
    refused(
        &npy_of("<f8", "(0, 4611686018427387904)", b""),
        &["0 points"],
    );
    refused(&npy_of("<f8", "(0, 2)", b""), &["0 points of 2"]);
    refused(&npy_of("<f8", "(2, 0)", b""), &["2 points of 0"]);
    refused(&npy_of("<f8", "(4,)", &f64s(&[1.0; 4])), &["1 axes, not 2"]);
    refused(
        &npy_of("<f8", "(1, 2, 2)", &f64s(&[1.0; 4])),
        &["3 axes, not 2"],
    );
    refused(&npy_of("<i8", "(1, 1)", &[0; 8]), &["<i8", "astype"]);
    refused(&npy_of("|O", "(1, 1)", &[0; 8]), &["|O"]);
    refused(&npy_of(">f8", "(1, 1)", &[0; 8]), &["big-endian"]);
    let nan = f64s(&[1.0, f64::NAN]);
    refused(
        &npy_of("<f8", "(1, 2)", &nan),
        &["point 1, coordinate 2 is NaN"],
    );
    refused(
        &npy_of("<f8", "(2, 1)", &nan),
        &["point 2, coordinate 1 is NaN"],
    );
    refused(&npy("{'shape': 3}", b""), &["no .npy header"]);
    refused(&npy(&"(".repeat(500), b""), &["no .npy header"]);
    refused(&npy(&"(".repeat(60_000), b""), &["header of 60001 bytes"]);
    refused(
        b"\x93NUMPY\x02\x00\xff\xff\xff\xff",
        &["header of 4294967295 bytes"],
    );
    refused(b"\x93NUMPY\x09\x00\x10\x00{}  ", &["header"]);
    let whole = npy_of("<f8", "(2, 2)", &f64s(&[1.0, 2.0, 3.0, 4.0]));
    for length in 0..whole.len() {
        refused(&whole[..length], &["numpy.save"]);
    }
}

#[test]
fn bad_safetensors_are_refused_before_they_are_believed() {
    let refused = |bytes: &[u8], parts: &[&str]| refused("p.safetensors", bytes, parts);
    let two = f64s(&[1.0, 2.0]);
    let whole = tensor_of("F64", "[1,2]", &two);
    assert_eq!(accepted("p.safetensors", &whole), array![[1.0, 2.0]]);
    for length in 0..whole.len() {
        refused(&whole[..length], &["no whole safetensors file"]);
    }
    refused(&u64::MAX.to_le_bytes(), &["no whole safetensors file"]);
    refused(
        &safetensors(&"[".repeat(50_000), b""),
        &["no whole safetensors file"],
    );
    refused(
        &tensor_of("F64", "[1000000000000000,2]", &two),
        &["no whole safetensors file"],
    );
    refused(&tensor_of("F64", "[2]", &two), &["shape [2]", "(n, d)"]);
    refused(&tensor_of("I64", "[1,2]", &[0; 16]), &["I64", "F64 or F32"]);
    refused(&tensor_of("F64", "[0,2]", b""), &["0 points"]);
    let nan = f64s(&[1.0, f64::NAN]);
    refused(
        &tensor_of("F64", "[1,2]", &nan),
        &["point 1, coordinate 2 is NaN"],
    );
    refused(
        &safetensors("{}", b""),
        &["no tensor \"points\"", "0 other"],
    );
    let a = r#""a":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]}"#;
    let b = r#""b":{"dtype":"F32","shape":[1,1],"data_offsets":[4,8]}"#;
    refused(&safetensors(&format!("{{{a},{b}}}"), &[0; 8]), &["2 other"]);
}

#[test]
fn what_is_no_file_of_points_is_refused() {
    refused(
        "points.txt",
        b"1,2\n",
        &["its ending tells no format", ".safetensors"],
    );
    refused("points", b"1,2\n", &["its ending tells no format"]);
    let folder = tempfile::tempdir().unwrap();
    let missing = read(&folder.path().join("none.csv")).unwrap_err();
    assert!(
        missing.to_string().contains("none.csv: cannot read it"),
        "{missing}"
    );
    let inner = folder.path().join("folder.csv");
    fs::create_dir(&inner).unwrap();
    let error = read(&inner).unwrap_err();
    assert!(error.to_string().contains("is no file"), "{error}");
}

#[test]
fn a_file_that_cannot_be_written_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    // a folder stands where the file should go
    let taken = folder.path().join("taken.csv");
    fs::create_dir(&taken).unwrap();
    let points = array![[1.0]];
    assert!(write(&taken, &points).is_err());
    assert!(write(&folder.path().join("none/p.csv"), &points).is_err());
    let left: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    assert_eq!(left, [taken]);
}
