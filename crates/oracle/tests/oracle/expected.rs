//! Expected failures: the four strict rules, and lists that are none.

use tweedie::scalar::Format;
use tweedie_catalogue::backend::Cpu;
use tweedie_oracle::{Expected, Pattern, Profile, Record, Scope, Verdict};

use crate::examined::{Wrong, record, recorded};

const LISTED: &str = r#"[
  {"id": "ddim_step/interior", "format": "f32", "message": "looks like DDIM-ETA", "reason": "mended in 2.0", "link": "port#7"}
]"#;

fn with(list: &str) -> Record {
    record(&mut Wrong::eta_on_variance(Format::F32), Some(list))
}

/// The one line that tells which expectation did not come true.
fn broken(record: &Record, parts: &[&str]) {
    assert_eq!(record.verdict(), Verdict::Bad);
    let [line] = record.broken() else {
        panic!("{:?}", record.broken());
    };
    for part in parts {
        assert!(line.contains(part), "no {part:?} in {line}");
    }
}

#[test]
fn a_listed_failure_passes() {
    let record = with(LISTED);
    assert_eq!(record.verdict(), Verdict::Good);
    assert_eq!(
        record.findings[2].expected.as_deref(),
        Some("mended in 2.0 (port#7)")
    );
    let everywhere = LISTED.replace("\"format\": \"f32\", ", "");
    assert_eq!(with(&everywhere).verdict(), Verdict::Good);
}

#[test]
fn an_unlisted_failure_fails() {
    let record = with("[]");
    assert_eq!(record.verdict(), Verdict::Bad);
    assert!(record.broken().is_empty());
}

#[test]
fn a_listed_case_that_passes_fails() {
    let right = record(&mut Cpu::new(Format::F32), Some(LISTED));
    broken(
        &right,
        &[
            "line 2",
            "ddim_step/interior",
            "f32",
            "it passes",
            "take the entry out",
        ],
    );
}

#[test]
fn a_stale_entry_fails() {
    let gone = LISTED.replace("interior", "exterior");
    let record = with(&gone);
    assert_eq!(record.findings[2].expected, None);
    broken(
        &record,
        &[
            "line 2",
            "ddim_step/exterior",
            "not there",
            "small",
            "take the entry out",
        ],
    );
    let other_format = LISTED.replace("f32", "f16");
    broken(
        &with(&other_format),
        &["in f16", "not there", "formats f32"],
    );
}

#[test]
fn the_message_must_begin_as_listed() {
    let other = LISTED.replace("looks like DDIM-ETA", "looks like DDIM-PREV");
    let record = with(&other);
    assert_eq!(record.findings[2].expected, None);
    broken(
        &record,
        &["otherwise than expected", "DDIM-ETA", "DDIM-PREV", "mend"],
    );
}

/// What `--case` and `--format` leave out is not held against the list.
#[test]
fn a_narrow_scope_makes_no_entry_stale() {
    let scope = Scope {
        cases: vec!["add_noise/*".parse::<Pattern>().unwrap()],
        ..Scope::all(Profile::Ieee)
    };
    let text = recorded(
        &mut Wrong::eta_on_variance(Format::F32),
        &scope,
        Some(LISTED),
    );
    assert_eq!(Record::parse(&text).unwrap().verdict(), Verdict::Good);
    let gone = LISTED.replace("interior", "exterior");
    let text = recorded(
        &mut Wrong::eta_on_variance(Format::F32),
        &scope,
        Some(&gone),
    );
    broken(&Record::parse(&text).unwrap(), &["not there"]);
}

#[test]
fn what_is_no_list_is_refused_by_line() {
    let refused = |text: &str, parts: &[&str]| {
        let error = Expected::parse(text).unwrap_err().to_string();
        assert_eq!(error.lines().count(), 1, "{error}");
        for part in parts {
            assert!(error.contains(part), "no {part:?} in {error}");
        }
    };
    refused("", &["line 1", "give a list"]);
    refused("{}", &["line 1", "give a list"]);
    refused("[\n\n3]", &["line 3", "give a list"]);
    refused(
        &LISTED.replace("\"f32\"", "\"f31\""),
        &["line 2", "f31", "bf16"],
    );
    refused(&LISTED.replace("\"link\"", "\"lnik\""), &["line 2", "lnik"]);
    refused(
        &LISTED.replace("mended in 2.0", "  "),
        &["line 2", "empty reason"],
    );
    refused(
        &LISTED.replace("looks like DDIM-ETA", ""),
        &["line 2", "empty message"],
    );
    refused(
        &LISTED.replace("\"id\": \"ddim_step/interior\", ", ""),
        &["line 2", "id"],
    );
    let entry = LISTED.lines().nth(1).unwrap();
    refused(
        &format!(
            "[\n{entry},\n{}\n]",
            entry.replace("\"format\": \"f32\", ", "")
        ),
        &["line 3", "already in line 2"],
    );
    refused(&"[".repeat(100_000), &["line 1"]);
}
