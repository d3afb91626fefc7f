//! Manifests and tensor files that are wrong in one way each: every one is refused, and the line says how.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tweedie_catalogue::operation::Arguments;
use tweedie_oracle::Suite;
use tweedie_oracle::vectors::{Files, files};

use super::parsed;
use crate::support::{array, case, two as suite};

/// The hash that a manifest should state for its tensors.
pub(super) fn fingerprint(bytes: &[u8]) -> Value {
    let digest = Sha256::digest(bytes);
    let digits = digest.iter().fold(String::new(), |digits, byte| {
        digits + &format!("{byte:02x}")
    });
    json!(digits)
}

fn refused(files: &Files, parts: &[&str]) {
    let error = parsed(files).unwrap_err();
    for part in parts {
        assert!(error.contains(part), "no {part:?} in: {error}");
    }
}

/// A good pair of files with its manifest changed.
fn manifest(change: impl Fn(&mut Value), parts: &[&str]) {
    let good = files(&suite()).unwrap();
    let mut json: Value = serde_json::from_slice(&good.manifest).unwrap();
    change(&mut json);
    let manifest = serde_json::to_vec(&json).unwrap();
    refused(&Files { manifest, ..good }, parts);
}

/// A good pair of files with its tensors changed, and a manifest that vouches for the change.
fn tensors(change: impl Fn(&mut Vec<u8>), parts: &[&str]) {
    let mut bad = files(&suite()).unwrap();
    change(&mut bad.tensors);
    let mut json: Value = serde_json::from_slice(&bad.manifest).unwrap();
    json["tensors"]["sha256"] = fingerprint(&bad.tensors);
    bad.manifest = serde_json::to_vec(&json).unwrap();
    refused(&bad, parts);
}

/// The tensor of a key, its bytes replaced; the header stays.
fn numbers(key: &str, at: usize, x: f64, parts: &[&str]) {
    tensors(
        |bytes| {
            let length =
                usize::try_from(u64::from_le_bytes(bytes[..8].try_into().unwrap())).unwrap();
            let header: Value = serde_json::from_slice(&bytes[8..8 + length]).unwrap();
            let start = header[key]["data_offsets"][0].as_u64().unwrap();
            let place = 8 + length + usize::try_from(start).unwrap() + 8 * at;
            bytes[place..place + 8].copy_from_slice(&x.to_le_bytes());
        },
        parts,
    );
}

/// The header of the tensors with a text replaced by another.
fn header(from: &str, to: &str, parts: &[&str]) {
    tensors(
        |bytes| {
            let length =
                usize::try_from(u64::from_le_bytes(bytes[..8].try_into().unwrap())).unwrap();
            let text = std::str::from_utf8(&bytes[8..8 + length]).unwrap();
            let text = text.replacen(from, to, 1);
            let mut changed = (text.len() as u64).to_le_bytes().to_vec();
            changed.extend(text.as_bytes());
            changed.extend(&bytes[8 + length..]);
            *bytes = changed;
        },
        parts,
    );
}

#[test]
fn manifests_that_are_none() {
    let with = |bytes: &[u8], parts: &[&str]| {
        let good = files(&suite()).unwrap();
        let manifest = bytes.to_vec();
        refused(&Files { manifest, ..good }, parts);
    };
    with(b"", &["manifest.json", "no manifest", "EOF"]);
    with(b"{", &["no manifest"]);
    with(b"[]", &["no manifest"]);
    with(b"\xff\xfe", &["no manifest"]);
    with(b"{\"format\": \"\xff\"}", &["no manifest", "unicode"]);
    with("[".repeat(1 << 20).as_bytes(), &["no manifest"]);
    with("{\"a\":".repeat(1 << 18).as_bytes(), &["no manifest"]);
    with(
        b"{\"format\": \"tweedie-vectors/2\"}",
        &["tweedie-vectors/2", "reads tweedie-vectors/1"],
    );
    with(b"{\"format\": \"tweedie-vectors/1\"}", &["missing field"]);
    let odd = format!("{{\"format\":\"two\\nlines{}\"}}", "x".repeat(1 << 20));
    with(odd.as_bytes(), &["two", "lines", "x…: tweedie "]);
    let good = files(&suite()).unwrap().manifest;
    let text = String::from_utf8(good.clone()).unwrap();
    let (open, close) = ("[".repeat(1 << 16), "]".repeat(1 << 16));
    let deep = text.replace("\"3fd0000000000000\"", &format!("{open}{close}"));
    assert_ne!(deep, text);
    let split = text.replace("\"licence\"", "\"li\\ncence\"");
    with(split.as_bytes(), &["li?cence"]);
    with(deep.as_bytes(), &["recursion limit"]);
    for end in [1, good.len() / 2, good.len() - 2] {
        with(&good[..end], &["no manifest"]);
    }
}

#[test]
fn manifests_that_say_something_else() {
    manifest(|m| m["extra"] = json!(1), &["unknown field `extra`"]);
    manifest(
        |m| m["tensors"]["sha256"] = json!("00"),
        &["tensors.safetensors", "SHA-256", "00"],
    );
    manifest(
        |m| m["tensors"]["file"] = json!("../../etc/passwd"),
        &["passwd", "belong in"],
    );
    manifest(
        |m| m["formats"]["f32"]["u"] = json!("3ff0000000000000"),
        &["f32"],
    );
    manifest(|m| m["formats"] = json!({}), &["f64"]);
    manifest(|m| m["cases"] = json!([]), &["there is none"]);
    let twice = |m: &mut Value| m["cases"][1] = m["cases"][0].clone();
    manifest(twice, &["add_noise/interior", "twice"]);
}

#[test]
fn cases_that_cannot_be_judged_by() {
    let case = |key: &str, value: Value, parts: &[&str]| {
        manifest(|m| m["cases"][1][key] = value.clone(), parts);
    };
    case("id", json!(""), &["id is \"\""]);
    case("id", json!("a\nb"), &["a\\nb"]);
    case("id", json!("x".repeat(100_000)), &["id", "1 to 120"]);
    case(
        "level",
        json!("optional"),
        &["ddim_step/interior", "optional", "recommended"],
    );
    case("operation", json!("teleport"), &["teleport", "not known"]);
    case("formats", json!(["f8"]), &["f8"]);
    case("formats", json!([]), &["formats"]);
    case("flags", json!(["unheard-of"]), &["unheard-of"]);
    case("output", json!("nowhere"), &["nowhere", "must hold it"]);
    case(
        "output",
        json!("1.x0"),
        &["number of outputs is 2", "[3, 2]"],
    );
    case("output", json!("0.x0"), &["first axis must be 3"]);
    case("inputs", json!({"x_t": "0.x0"}), &["shape"]);
    case(
        "inputs",
        json!({"y_t": "1.x_t"}),
        &["y_t", "the operation has"],
    );
    let param = |name: &str, value: Value, parts: &[&str]| {
        manifest(|m| m["cases"][1]["params"][name] = value.clone(), parts);
    };
    param("eta", json!(0.5), &["no manifest"]);
    param("eta", json!("7ff8000000000000"), &["eta", "NaN", "finite"]);
    param(
        "eta",
        json!(["7ff0000000000000"]),
        &["eta", "inf", "finite"],
    );
    param("eta", json!(1_000_001), &["eta", "1000000"]);
    param("eta", json!(-1), &["no manifest"]);
    param(
        "eta",
        json!("3fb999999999999a"),
        &["0.1", "f32 does not hold it"],
    );
    param(
        "kappa",
        json!("3ff0000000000000"),
        &["kappa", "the operation has"],
    );
    let reading = |key: &str, value: Value, parts: &[&str]| {
        manifest(|m| m["cases"][1]["readings"][0][key] = value.clone(), parts);
    };
    reading(
        "convention",
        json!("UNHEARD-OF"),
        &["UNHEARD-OF", "must state it"],
    );
    reading("other", json!(9), &["\"9\"", "must state it"]);
    reading("other", json!(u64::MAX), &["must state it"]);
    manifest(
        |m| m["conventions"]["DDIM-ETA"]["others"][0]["reading"] = json!("backwards"),
        &["backwards", "another version of tweedie"],
    );
    reading("key", json!("1.y"), &["first axis must be 2"]);
}

/// A small file may ask for the same array a thousand times; it does not get it.
#[test]
fn sharing_without_end_is_refused() {
    let large = array(&[1 << 15], &vec![0.5; 1 << 15]);
    let arguments = Arguments::new()
        .number("alpha_t", 0.5)
        .number("sigma_t", 0.5)
        .input("x0", large.clone())
        .input("noise", large);
    let suite = Suite::of("large", vec![case("large", "add_noise", arguments)]).unwrap();
    let good = files(&suite).unwrap();
    let mut json: Value = serde_json::from_slice(&good.manifest).unwrap();
    let reading = json["cases"][0]["readings"][0].clone();
    json["cases"][0]["readings"] = Value::Array(vec![reading; 1000]);
    let manifest = serde_json::to_vec(&json).unwrap();
    refused(&Files { manifest, ..good }, &["more than 16777216 numbers"]);
}

#[test]
fn tensor_files_that_are_none() {
    let good = files(&suite()).unwrap().tensors;
    tensors(Vec::clear, &["no whole safetensors file", "0 bytes"]);
    for end in [7, 8, 100, good.len() - 1] {
        tensors(|bytes| bytes.truncate(end), &["no whole safetensors file"]);
    }
    tensors(|bytes| bytes.push(0), &["no whole safetensors file"]);
    for lie in [0, 1, 1 << 20, 1 << 40, u64::MAX] {
        tensors(
            |bytes| bytes[..8].copy_from_slice(&lie.to_le_bytes()),
            &["no whole safetensors file"],
        );
    }
    tensors(
        |bytes| bytes[10] = 0xff,
        &["no whole safetensors file", "UTF-8"],
    );
    header(
        "[3,2]",
        "[9223372036854775807,4]",
        &["no whole safetensors file"],
    );
    header("[3,2]", "[7,2]", &["no whole safetensors file"]);
    header("[3,2]", "[1,1,1,1,1,1,1,3,2]", &["9 axes"]);
    header(
        "\"F64\",\"shape\":[3,2]",
        "\"F32\",\"shape\":[3,4]",
        &["not of F64"],
    );
    header(
        "\"F64\",\"shape\":[3,2]",
        "\"U64\",\"shape\":[3,2]",
        &["holds U64", "F64, F32"],
    );
    header("\"1.x0\"", "\"1.x9\"", &["\"1.x0\"", "must hold it"]);
}

#[test]
fn golden_numbers_that_are_none() {
    numbers(
        "1.y",
        0,
        f64::NAN,
        &["ddim_step/interior", "golden number", "NaN"],
    );
    numbers("1.y", 7, f64::INFINITY, &["golden number", "inf"]);
    numbers("1.y", 12, -1.0, &["error scale E", "-1"]);
    numbers("1.y", 13, f64::INFINITY, &["error scale E", "inf"]);
    numbers("1.x_t", 1, f64::NAN, &["x_t", "NaN", "finite"]);
    numbers("1.x_t", 1, 0.1, &["0.1", "f32 does not hold it"]);
}
