//! Bytes at random: valid files, bitten. Every reader answers: a suite, or one line. No panic, no hang, no flood of memory.

use std::path::Path;
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;
use tweedie::scalar::Format;
use tweedie_catalogue::backend::{Backend, Cpu, Request};
use tweedie_oracle::vectors::{Files, files};
use tweedie_oracle::{Profile, Recorded, Size, Suite, cases, examine};

use super::hostile::fingerprint;
use super::parsed;
use crate::results::written;

/// A case of every operation, other readings and all.
static SUITE: LazyLock<Suite> = LazyLock::new(|| Suite::of("bitten", cases(Size::Smoke)).unwrap());
static GOOD: LazyLock<Files> = LazyLock::new(|| files(&SUITE).unwrap());

/// A bite out of a file.
#[derive(Debug, Clone)]
enum Bite {
    Flip(Index, u8),
    Cut(Index),
    Insert(Index, Vec<u8>),
    Remove(Index, u8),
    Splice(Index, Index, u8),
    Length(u64),
    Digit(Index, u8),
}

fn bite() -> impl Strategy<Value = Bite> {
    let index = any::<Index>;
    prop_oneof![
        4 => (index(), 0..8_u8).prop_map(|(at, bit)| Bite::Flip(at, bit)),
        1 => index().prop_map(Bite::Cut),
        2 => (index(), prop::collection::vec(any::<u8>(), 1..20)).prop_map(|(at, bytes)| Bite::Insert(at, bytes)),
        2 => (index(), any::<u8>()).prop_map(|(at, count)| Bite::Remove(at, count)),
        3 => (index(), index(), any::<u8>()).prop_map(|(from, to, count)| Bite::Splice(from, to, count)),
        1 => any::<u64>().prop_map(|length| Bite::Length(length >> (length % 64))),
        4 => (index(), any::<u8>()).prop_map(|(at, digit)| Bite::Digit(at, digit)),
    ]
}

fn bites() -> impl Strategy<Value = Vec<Bite>> {
    prop::collection::vec(bite(), 1..4)
}

fn bitten(good: &[u8], bites: &[Bite]) -> Vec<u8> {
    let mut bytes = good.to_vec();
    for bite in bites {
        if bytes.is_empty() {
            break;
        }
        let length = bytes.len();
        match bite {
            Bite::Flip(at, bit) => bytes[at.index(length)] ^= 1 << bit,
            Bite::Cut(at) => bytes.truncate(at.index(length)),
            Bite::Insert(at, new) => {
                let at = at.index(length);
                bytes.splice(at..at, new.iter().copied());
            }
            Bite::Remove(at, count) => {
                let at = at.index(length);
                bytes.drain(at..(at + usize::from(*count)).min(length));
            }
            Bite::Splice(from, to, count) => {
                let from = from.index(length);
                let piece = bytes[from..(from + usize::from(*count)).min(length)].to_vec();
                let to = to.index(length);
                bytes.splice(to..to, piece);
            }
            Bite::Length(lie) => {
                let lie = lie.to_le_bytes();
                bytes
                    .iter_mut()
                    .zip(lie)
                    .for_each(|(byte, lie)| *byte = lie);
            }
            Bite::Digit(at, digit) => {
                let digits: Vec<usize> = (0..length)
                    .filter(|&i| bytes[i].is_ascii_hexdigit())
                    .collect();
                if !digits.is_empty() {
                    bytes[digits[at.index(digits.len())]] =
                        b"0123456789abcdef"[usize::from(digit % 16)];
                }
            }
        }
    }
    bytes
}

/// A good manifest with a value somewhere in it replaced by another one of its own, or by something odd.
fn edited(bytes: &[u8], at: Index, with: Index) -> Vec<u8> {
    let mut json: Value = serde_json::from_slice(bytes).unwrap();
    let mut paths = Vec::new();
    walk(&json, String::new(), &mut paths);
    let odd = [
        Value::Null,
        Value::from(-1),
        Value::from(1e300),
        Value::from("fff0000000000000"),
        Value::from(u64::MAX),
    ];
    let choice = with.index(paths.len() + odd.len());
    let new = match paths.get(choice) {
        Some(path) => json.pointer(path).unwrap().clone(),
        None => odd[choice - paths.len()].clone(),
    };
    *json.pointer_mut(&paths[at.index(paths.len())]).unwrap() = new;
    serde_json::to_vec(&json).unwrap()
}

fn walk(value: &Value, path: String, paths: &mut Vec<String>) {
    let escaped = |key: &str| key.replace('~', "~0").replace('/', "~1");
    match value {
        Value::Object(map) => map
            .iter()
            .for_each(|(key, value)| walk(value, format!("{path}/{}", escaped(key)), paths)),
        Value::Array(list) => list
            .iter()
            .enumerate()
            .for_each(|(i, value)| walk(value, format!("{path}/{i}"), paths)),
        _ => {}
    }
    paths.push(path);
}

/// What is read can be worked with: a backend computes it, or says why not.
fn answered(files: &Files) {
    let Ok(suite) = parsed(files) else { return };
    for entry in &suite.entries {
        let _ = Cpu::new(Format::F64).run(&Request {
            id: &entry.case.id,
            operation: entry.case.operation.name,
            format: Format::F64,
            arguments: &entry.case.arguments,
        });
    }
}

/// Random inputs of each kind; `PROPTEST_CASES` asks for more.
fn some() -> ProptestConfig {
    let default = ProptestConfig::default();
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() {
        default.cases
    } else {
        1500
    };
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..default
    }
}

proptest! {
    #![proptest_config(some())]

    #[test]
    fn bitten_manifests_are_answered(bites in bites()) {
        let manifest = bitten(&GOOD.manifest, &bites);
        answered(&Files { manifest, tensors: GOOD.tensors.clone() });
    }

    #[test]
    fn edited_manifests_are_answered(at in any::<Index>(), with in any::<Index>()) {
        let manifest = edited(&GOOD.manifest, at, with);
        answered(&Files { manifest, tensors: GOOD.tensors.clone() });
    }

    #[test]
    fn bitten_tensors_are_answered(bites in bites()) {
        let tensors = bitten(&GOOD.tensors, &bites);
        let mut json: Value = serde_json::from_slice(&GOOD.manifest).unwrap();
        json["tensors"]["sha256"] = fingerprint(&tensors);
        answered(&Files { manifest: serde_json::to_vec(&json).unwrap(), tensors });
    }

    #[test]
    fn bitten_results_are_answered(bites in bites()) {
        let good = written(&SUITE, Format::F32);
        let results = Recorded::parse(Path::new("results"), &bitten(&good, &bites), &SUITE);
        match results {
            Ok(mut results) => drop(examine(&mut results, &SUITE, Profile::Ieee, |_| {})),
            Err(error) => prop_assert_eq!(error.to_string().lines().count(), 1),
        }
    }
}
