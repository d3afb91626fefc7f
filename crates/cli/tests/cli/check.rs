//! `tweedie check`, run as a porter runs it.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::thread::sleep;
use std::time::Duration;

use ndarray::arr1;
use tempfile::{TempDir, tempdir};
use tweedie::scalar::Format;
use tweedie_catalogue::operation::{Arguments, Operation};
use tweedie_oracle::{Case, Level, Record, State, Suite, Verdict, vectors};

use super::{output, printed, refused, text, tweedie};

/// A folder of vectors: clean data noised to three levels.
fn small() -> TempDir {
    let noised = |name: &str, alpha, sigma| Case {
        id: format!("add_noise/{name}"),
        operation: Operation::named("add_noise").unwrap(),
        level: Level::Required,
        arguments: Arguments::new()
            .number("alpha_t", alpha)
            .number("sigma_t", sigma)
            .input("x0", arr1(&[0.75, 0.5, -1.0]).into_dyn())
            .input("noise", arr1(&[0.125, -1.0, 2.0]).into_dyn()),
        formats: Format::ALL.to_vec(),
        flags: vec![],
        readings: true,
    };
    let cases = vec![
        noised("early", 0.875, 0.484_375),
        noised("late", 0.5, 0.867_187_5),
        noised("middle", 0.625, 0.781_25),
    ];
    let folder = tempdir().unwrap();
    vectors::write(&Suite::of("small", cases).unwrap(), folder.path()).unwrap();
    folder
}

/// An adapter in sh, which says what it is and then does something for each request, whose id is `$id`.
fn adapter(does: &str) -> [String; 3] {
    let start = r#"{"protocol":"tweedie/1","implementation":"sh","version":"1","operations":["add_noise"],"formats":["f32"]}"#;
    let script = format!(
        r#"while read -r line; do case $line in
            *'"type":"start"'*) echo '{start}';;
            *'"type":"run"'*) id=$(printf '%s' "$line" | sed 's/.*"id":"\([^"]*\)".*/\1/'); {does};;
            *) exit;;
        esac; done"#
    );
    ["sh".to_owned(), "-c".to_owned(), script]
}

/// `tweedie check` with these options on an adapter.
fn checked(options: &[&str], does: &str) -> (Option<i32>, String) {
    let (vectors, adapter) = (small(), adapter(does));
    let mut words = vec!["check", "--vectors", text(vectors.path())];
    words.extend(options);
    words.push("--");
    words.extend(adapter.iter().map(String::as_str));
    let output = output(&words);
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(said).unwrap())
}

const SKIPS: &str = r#"echo "{\"id\":\"$id\",\"skipped\":\"not yet\"}""#;
const FAILS: &str = r#"echo "{\"id\":\"$id\",\"error\":\"no such thing\"}""#;

#[test]
fn the_reference_is_right() {
    let said = printed(&["check", "--backend", "cpu-f32"]);
    assert!(said.contains("on suite core"), "{said}");
    assert!(said.contains("✓ All is well"), "{said}");
    for backend in ["cpu-f64", "cpu-f16", "cpu-bf16"] {
        let said = printed(&["check", "--backend", backend, "--case", "add_noise*"]);
        assert!(said.contains("✓ All is well"), "{said}");
    }
}

#[test]
fn what_means_nothing_is_refused() {
    let vectors = small();
    let alone = |options: &str, parts: &[&str]| {
        let words: Vec<&str> = ["check"].into_iter().chain(options.split(' ')).collect();
        refused(&words, parts);
    };
    let check = |options: &str, parts: &[&str]| {
        alone(
            &format!("--vectors {} {options}", text(vectors.path())),
            parts,
        );
    };
    refused(&["check"], &["--backend", "--results", "COMMAND"]);
    check("--backend cpu-f32 -- sh", &["cannot be used"]);
    check("--backend cpu-f31", &["cpu-f31", "cpu-bf16"]);
    #[cfg(not(feature = "gpu"))]
    check("--backend gpu", &["no GPU backend", "--features gpu"]);
    check("--backend cpu-f32 --format f31", &["f31", "bf16"]);
    check(
        "--backend cpu-f32 --format f64",
        &["--format f64", "cpu-f32", "ask for one of f32"],
    );
    check(
        "--backend cpu-f32 --case nothing",
        &["--case nothing", "the nearest is"],
    );
    check("--backend cpu-f32 --case a*b", &["a*b", "one * at the end"]);
    // samplers are in no suite, and these cases there may be
    for case in ["sampler*", "sampler/*", "sam*"] {
        check(
            &format!("--case {case} -- no/such/command"),
            &["no/such/command"],
        );
    }
    check("--backend cpu-f32 --suite smoke", &["cannot be used"]);
    alone(
        "--backend cpu-f32 --vectors no/such",
        &["no/such", "cannot read it"],
    );
    check("--backend cpu-f32 --timeout 0", &["--timeout"]);
    check(
        "--results no/such.safetensors",
        &["no/such.safetensors", "cannot read it"],
    );
    alone("--from no/such.jsonl", &["no/such.jsonl", "cannot read it"]);
    check("--from x", &["cannot be used"]);
    check("-- no/such/command", &["no/such/command"]);
    check("-- true", &["the adapter"]);
    check("--backend cpu-f32 --report pdf", &["pdf", "junit"]);
    check(
        "--backend cpu-f32 --out no/such/report.txt",
        &["cannot write it", "--out"],
    );
    check(
        "--backend cpu-f32 --report jsonl --out no/such/r.jsonl",
        &["cannot write it", "--out"],
    );
    // before anyone is asked
    check(
        "--out no/such/report.txt -- no/such/command",
        &["cannot write it"],
    );
}

#[test]
fn nothing_judged_is_exit_code_1() {
    let (code, said) = checked(&[], SKIPS);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("Nothing was judged"), "{said}");
}

#[test]
fn a_failure_is_exit_code_1_and_says_how_to_see_it_again() {
    let (code, said) = checked(&[], FAILS);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("ERROR add_noise/"), "{said}");
    assert!(said.contains("because: "), "{said}");
    assert!(
        said.contains("  reproduce: tweedie check --case add_noise/"),
        "{said}"
    );
    assert!(said.contains(" -- sh -c 'while read"), "{said}");
}

/// An examination that is killed leaves every finding it made, and no summary.
#[test]
fn a_killed_examination_leaves_a_partial_record() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("report.jsonl");
    let hangs = format!(
        "if [ -e {0} ]; then sleep 60; else touch {0}; {SKIPS}; fi",
        text(&folder.path().join("once"))
    );
    let adapter = adapter(&hangs);
    let vectors = small();
    let mut words = vec![
        "check",
        "--vectors",
        text(vectors.path()),
        "--report",
        "jsonl",
    ];
    words.extend(["--out", text(&path), "--"]);
    words.extend(adapter.iter().map(String::as_str));
    let mut child = tweedie(&words).stderr(Stdio::null()).spawn().unwrap();
    for _ in 0..600 {
        sleep(Duration::from_millis(100));
        let lines = fs::read(&path).map_or(0, |bytes| bytes.split(|&b| b == b'\n').count() - 1);
        if lines >= 2 {
            break;
        }
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let record = Record::parse(&fs::read(&path).unwrap()).unwrap();
    assert!(record.summary.is_none());
    assert_eq!(record.verdict(), Verdict::Partial);
    assert!(record.count(State::Skipped) >= 1);
    let again = output(&["check", "--from", text(&path)]);
    assert_eq!(again.status.code(), Some(1));
    assert!(
        String::from_utf8(again.stdout)
            .unwrap()
            .contains("Interrupted")
    );
    refused(&["conformance", text(&path)], &["was interrupted"]);
}

/// One record, every report; and what it was made from does not show.
#[test]
fn reports_are_made_from_the_record() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("report.jsonl");
    let vectors = small();
    let check = [
        "check",
        "--backend",
        "cpu-f16",
        "--vectors",
        text(vectors.path()),
        "--case",
        "add_noise*",
        "--report",
    ];
    let now = |report: &str| printed(&[&check[..], &[report]].concat());
    fs::write(&path, now("jsonl")).unwrap();
    for report in ["terminal", "jsonl", "md", "junit", "html"] {
        let later = printed(&["check", "--from", text(&path), "--report", report]);
        assert_eq!(later, now(report), "{report}");
        let file = folder.path().join(report);
        printed(&[&check[..], &[report, "--out", text(&file)]].concat());
        assert_eq!(fs::read_to_string(file).unwrap(), later, "{report}");
    }
    let side_by_side = printed(&["conformance", text(&path), text(&path)]);
    assert!(
        side_by_side.contains("| stage | operation | cpu-f16 f16 | cpu-f16 f16 |"),
        "{side_by_side}"
    );
}

#[test]
fn a_list_of_expected_failures_is_kept_true() {
    let folder = tempdir().unwrap();
    let (vectors, list) = (small(), folder.path().join("expected.json"));
    let with = |content: &[u8]| {
        fs::write(&list, content).unwrap();
        let vectors = text(vectors.path());
        output(&[
            "check",
            "--backend",
            "cpu-f32",
            "--vectors",
            vectors,
            "--case",
            "add_noise*",
            "--expected",
            text(&list),
        ])
    };
    assert_eq!(with(b"[]").status.code(), Some(0));
    let stale = with(br#"[{"id": "gone", "message": "m", "reason": "r"}]"#);
    assert_eq!(stale.status.code(), Some(1));
    let said = String::from_utf8(stale.stdout).unwrap();
    assert!(
        said.contains("EXPECTED line 1: gone was not there to fail"),
        "{said}"
    );
    for hostile in [&b"{"[..], b"\xff\xfe", b"[1]", b"", br#"[{"id": "a"}]"#] {
        let output = with(hostile);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(
            said.contains("expected.json") && said.lines().count() == 1,
            "{said}"
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_no_verdict() {
    let vectors = small();
    let check = [
        "check",
        "--backend",
        "cpu-f32",
        "--vectors",
        text(vectors.path()),
        "--case",
        "add_noise*",
    ];
    let to_file = [&check[..], &["--report", "jsonl", "--out", "/dev/full"]].concat();
    refused(&to_file, &["/dev/full", "cannot write it"]);
    for report in ["terminal", "jsonl", "html"] {
        let full = fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let output = tweedie(&[&check[..], &["--report", report]].concat())
            .stdout(full)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{report}");
        assert_eq!(String::from_utf8_lossy(&output.stderr).lines().count(), 1);
    }
}

/// `tweedie check … | head -1` still says by its exit code what was found.
#[test]
fn a_reader_who_leaves_does_not_change_the_verdict() {
    let adapter = adapter(FAILS);
    let vectors = small();
    let mut words = vec![
        "check",
        "--vectors",
        text(vectors.path()),
        "--report",
        "jsonl",
        "--",
    ];
    words.extend(adapter.iter().map(String::as_str));
    let mut child = tweedie(&words)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    assert!(line.starts_with("{\"kind\":\"header\""), "{line}");
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn the_page_on_accuracy_is_up_to_date() {
    let kept = include_str!("../../../../docs/ACCURACY.md");
    assert!(
        printed(&["accuracy"]) == kept,
        "docs/ACCURACY.md is out of date: run `tweedie accuracy --out docs/ACCURACY.md`"
    );
}
