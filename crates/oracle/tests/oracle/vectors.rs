//! Vector files: what is written comes back, the same on any number of threads; what is hostile is refused in a line.

use std::path::Path;

use tweedie_oracle::vectors::{Files, MANIFEST, TENSORS, embedded, files, parse, schema, verify};
use tweedie_oracle::{Size, Suite, cases};

use crate::support::{array, two as suite};

mod fuzz;
mod hostile;

fn parsed(files: &Files) -> Result<Suite, String> {
    let error = match parse(Path::new("here"), &files.manifest, &files.tensors) {
        Ok(suite) => return Ok(suite),
        Err(error) => error.to_string(),
    };
    assert_eq!(error.lines().count(), 1, "{error}");
    assert!(error.starts_with("here/") && error.len() < 4000, "{error}");
    Err(error)
}

#[test]
fn a_suite_comes_back_bit_for_bit() {
    let suite = suite();
    let back = parsed(&files(&suite).unwrap()).unwrap();
    assert_eq!(back.name, suite.name);
    for (back, entry) in back.entries.iter().zip(&suite.entries) {
        assert_eq!(back.case.id, entry.case.id);
        assert_eq!(back.case.operation.name, entry.case.operation.name);
        assert_eq!(back.case.level, entry.case.level);
        assert_eq!(back.case.arguments, entry.case.arguments);
        assert_eq!(back.case.formats, entry.case.formats);
        assert_eq!(back.case.flags, entry.case.flags);
        assert_eq!(back.golden, entry.golden);
    }
    assert_eq!(files(&back).unwrap(), files(&suite).unwrap());
    verify(&back, || ()).unwrap();
}

#[test]
fn the_number_of_threads_does_not_show() {
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| files(&suite()).unwrap())
    };
    assert_eq!(with(1), with(3));
}

/// Equal arrays are stored once, if their shapes are equal too. What is no number is written alike everywhere.
#[test]
fn arrays_are_shared_by_shape_and_bits() {
    let shared = |shape: &[usize], noise: [f64; 2]| {
        let mut suite = suite();
        let case = &mut suite.entries[0].case;
        let arguments = case.arguments.clone().input("x0", array(&[2], &[0.0, 2.0]));
        case.arguments = arguments.input("noise", array(shape, &noise));
        let files = files(&suite).unwrap();
        let back = &parsed(&files).unwrap().entries[0].case.arguments;
        assert_eq!(*back, suite.entries[0].case.arguments);
        let manifest: serde_json::Value = serde_json::from_slice(&files.manifest).unwrap();
        let inputs = &manifest["cases"][0]["inputs"];
        inputs["x0"] == inputs["noise"]
    };
    assert!(shared(&[2], [0.0, 2.0]));
    assert!(!shared(&[1, 2], [0.0, 2.0]));
    assert!(!shared(&[2], [-0.0, 2.0]));
    let undefined = |bits: u64| {
        let mut suite = suite();
        suite.entries[1].golden.readings[0].y[0] = f64::from_bits(bits);
        files(&suite).unwrap()
    };
    assert_eq!(
        undefined(0x7ff8_0000_0000_0000),
        undefined(0xfff8_0000_0000_0001)
    );
}

/// Every kind of golden number, one unit in the last place off, is found and named.
#[test]
fn verification_names_the_first_difference() {
    let off = |x: &mut f64| *x = x.next_up();
    let refused = |change: &dyn Fn(&mut Suite), parts: &[&str]| {
        let mut suite = suite();
        change(&mut suite);
        let difference = verify(&suite, || ()).unwrap_err();
        assert_eq!(difference.lines().count(), 1);
        for part in parts {
            assert!(difference.contains(part), "no {part:?} in {difference}");
        }
    };
    let golden = |suite: &mut Suite, change: &dyn Fn(&mut tweedie_oracle::Golden)| {
        change(&mut suite.entries[1].golden);
    };
    let id = "ddim_step/interior";
    refused(
        &|s| golden(s, &|g| off(&mut g.y[1])),
        &[id, "y[1]", "in the file", "computed"],
    );
    refused(&|s| golden(s, &|g| off(&mut g.lo[2])), &[id, "lo[2]"]);
    refused(&|s| golden(s, &|g| off(&mut g.scale[0])), &[id, "E[0]"]);
    refused(
        &|s| golden(s, &|g| off(&mut g.readings[0].y[1])),
        &[id, "y of DDIM-DIRECTION[1]"],
    );
    refused(
        &|s| golden(s, &|g| off(&mut g.readings[0].scale[1])),
        &[id, "E of DDIM-DIRECTION[1]"],
    );
    refused(
        &|s| golden(s, &|g| g.shape = vec![2, 3]),
        &[id, "[2, 3]", "[3, 2]"],
    );
    refused(
        &|s| golden(s, &|g| g.readings.swap(0, 1)),
        &[id, "readings"],
    );
    let mut without = suite();
    without.entries[1].golden.readings.clear();
    verify(&without, || ()).unwrap();
    let argument = |suite: &mut Suite| {
        let arguments = suite.entries[0].case.arguments.clone();
        suite.entries[0].case.arguments = arguments.number("alpha_t", 0.625);
    };
    refused(&argument, &["add_noise/interior", "y[0]"]);
}

/// What no reader would take is not written.
#[test]
fn what_cannot_be_judged_by_is_not_written() {
    let refused = |change: &dyn Fn(&mut Suite), parts: &[&str]| {
        let mut suite = suite();
        change(&mut suite);
        let error = files(&suite).unwrap_err().to_string();
        for part in parts {
            assert!(error.contains(part), "no {part:?} in {error}");
        }
    };
    refused(
        &|s| s.entries[0].case.id = "Upper case".to_owned(),
        &["Upper case", "a–z"],
    );
    refused(&|s| s.entries[0].case.formats.clear(), &["formats"]);
    refused(
        &|s| s.entries[1].golden.y[0] = f64::NAN,
        &["ddim_step/interior", "NaN", "finite"],
    );
    refused(
        &|s| s.entries[1].golden.scale[0] = -1.0,
        &["E", "-1", "≥ 0"],
    );
    let fine = |s: &mut Suite| {
        let arguments = s.entries[0].case.arguments.clone();
        s.entries[0].case.arguments = arguments.input("x0", array(&[2], &[1.0, 0.1]));
    };
    refused(&fine, &["0.1", "f32 does not hold it"]);
}

#[test]
fn the_schema_is_up_to_date() {
    let kept = include_str!("../../../../vectors/schema.json");
    assert!(
        schema() == kept,
        "run `tweedie vectors schema > vectors/schema.json`"
    );
}

/// What is in the repository is what the cases give now, within its budget, manifest included.
#[test]
fn the_committed_suites_are_up_to_date() {
    for (size, budget) in [(Size::Smoke, 64 << 10), (Size::Core, 2 << 20)] {
        let now = files(&Suite::sized(size, || ()).unwrap()).unwrap();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("vectors")
            .join(size.name());
        let kept = Files {
            manifest: std::fs::read(folder.join(MANIFEST)).unwrap(),
            tensors: std::fs::read(folder.join(TENSORS)).unwrap(),
        };
        assert!(
            now == kept,
            "run `tweedie vectors write --suite {size} --out vectors/{size}`"
        );
        let bytes = kept.manifest.len() + kept.tensors.len();
        assert!(
            bytes <= budget,
            "{size} has {bytes} bytes, {budget} are allowed"
        );
        let carried = embedded(size).unwrap().unwrap();
        assert_eq!(carried.entries.len(), cases(size).len());
        let read = carried
            .entries
            .iter()
            .any(|entry| !entry.golden.readings.is_empty());
        assert_eq!(read, size == Size::Core);
    }
    assert!(embedded(Size::Full).is_none());
}
