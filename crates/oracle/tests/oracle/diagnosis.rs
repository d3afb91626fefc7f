//! The diagnosis: what was done to an output is named, and what was not is not.

use tweedie::scalar::Format;
use tweedie_oracle::{Budget, Diagnosis, Entry, Profile, diagnose};

use crate::support::{array, ddim_step, entry};

fn budget(format: Format) -> Budget {
    Budget {
        format,
        profile: Profile::Ieee,
    }
}

fn of(entry: &Entry, output: &[f64], format: Format) -> Vec<Diagnosis> {
    let output = array(&entry.golden.shape, output);
    diagnose(&entry.case, &entry.golden, &output, budget(format))
}

/// The first diagnosis of a change to the whole output, in f64, f32 and bf16.
fn named(change: impl Fn(usize, &[f64]) -> f64) -> (String, String) {
    let entry = entry(ddim_step());
    let names: Vec<Diagnosis> = [Format::F64, Format::F32, Format::Bf16]
        .into_iter()
        .map(|format| {
            let output: Vec<f64> = (0..entry.golden.y.len())
                .map(|i| format.round(change(i, &entry.golden.y)))
                .collect();
            of(&entry, &output, format).remove(0)
        })
        .collect();
    for name in &names {
        assert!(name.matches, "{name} {name:?}");
        assert_eq!(name.convention, names[0].convention);
    }
    (names[0].convention.clone(), names[0].reading.clone())
}

fn owned(convention: &str, reading: &str) -> (String, String) {
    (convention.to_owned(), reading.to_owned())
}

#[test]
fn a_factor_is_named() {
    let scaled = owned("SCALE", "every output is multiplied by 0.750000");
    assert_eq!(named(|i, y| 0.75 * y[i]), scaled);
    assert_eq!(
        named(|i, y| -y[i]),
        owned("SCALE", "the sign is turned round")
    );
}

#[test]
fn an_offset_is_named() {
    let offset = owned("OFFSET", "0.500000 is added to every output");
    assert_eq!(named(|i, y| y[i] + 0.5), offset);
}

#[test]
fn an_order_is_named() {
    let reversed = owned("LAYOUT", "the order is reversed");
    assert_eq!(named(|i, y| y[y.len() - 1 - i]), reversed);
    // three rows of two, written column by column
    let by_columns = [0, 2, 4, 1, 3, 5];
    let transposed = owned("LAYOUT", "rows and columns are exchanged");
    assert_eq!(named(|i, y| y[by_columns[i]]), transposed);
}

#[test]
fn a_shifted_index_is_named() {
    let ahead = owned("INDEX", "the index runs one ahead");
    assert_eq!(named(|i, y| y[(i + 1).min(y.len() - 1)]), ahead);
    let behind = owned("INDEX", "the index lags one behind");
    assert_eq!(named(|i, y| y[i.saturating_sub(1)]), behind);
}

#[test]
fn a_shorter_format_is_named() {
    let entry = entry(ddim_step());
    for (format, shorter) in [
        (Format::F64, Format::F32),
        (Format::F64, Format::Bf16),
        (Format::F32, Format::F16),
        (Format::F32, Format::Bf16),
    ] {
        let output: Vec<f64> = entry.golden.y.iter().map(|y| shorter.round(*y)).collect();
        let first = of(&entry, &output, format).remove(0);
        let wanted = owned("FORMAT", &format!("computed or stored in {shorter}"));
        assert_eq!((first.convention, first.reading), wanted);
    }
}

#[test]
fn exchanged_arguments_are_named() {
    let entry = entry(ddim_step());
    let exchanged = entry
        .case
        .arguments
        .clone()
        .input("x_t", entry.case.arguments.inputs["x0"].clone())
        .input("x0", entry.case.arguments.inputs["x_t"].clone());
    let output: Vec<f64> = entry.case.operation.evaluate(&exchanged).unwrap();
    let first = of(&entry, &output, Format::F64).remove(0);
    assert_eq!(
        (first.convention, first.reading),
        owned("ARGUMENTS", "x0 and x_t are exchanged")
    );
}

#[test]
fn no_number_is_named_at_once() {
    let entry = entry(ddim_step());
    let mut output = entry.golden.y.clone();
    output[3] = f64::NAN;
    let all = of(&entry, &output, Format::F32);
    assert_eq!(all.len(), 1);
    assert_eq!(
        all[0].to_string(),
        "looks like FINITE = \"output 3 is NaN\""
    );
}

/// What fits nothing is called nearest at most, never a match.
#[test]
fn nonsense_is_not_named() {
    let entry = entry(ddim_step());
    for seed in 1..200_u64 {
        let output: Vec<f64> = (0..6_u64)
            .map(|i| {
                let bits = (seed * 6 + i).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
                #[allow(clippy::cast_precision_loss)]
                let output = bits as f64 / f64::from(1 << 22) - 2.0;
                output
            })
            .collect();
        for format in [Format::F64, Format::F32, Format::F16] {
            let match_ = of(&entry, &output, format).into_iter().find(|d| d.matches);
            assert!(match_.is_none(), "{match_:?}");
        }
    }
}

/// The truth within its budget is nearer than anything else by a factor: a right output has no diagnosis that matches.
#[test]
fn the_truth_is_not_named() {
    let entry = entry(ddim_step());
    for format in Format::ALL {
        let output: Vec<f64> = entry.golden.y.iter().map(|y| format.round(*y)).collect();
        assert!(of(&entry, &output, format).iter().all(|d| !d.matches));
    }
}
