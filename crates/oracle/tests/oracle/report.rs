//! The record of an examination, and the reports made from it.

use std::cell::RefCell;
use std::io::{self, BufWriter, Write};
use std::rc::Rc;

use tweedie::scalar::Format;
use tweedie_catalogue::backend::{Answer, Cpu};
use tweedie_catalogue::mistake::Misreading;
use tweedie_oracle::report::{html, junit, markdown, terminal, verdict};
use tweedie_oracle::{Profile, Record, Recorder, Scope, State, Verdict};

use crate::examined::{Wrong, record, recorded};
use crate::support::first_failure;

fn wrong() -> Record {
    record(&mut Wrong::eta_on_variance(Format::F32), None)
}

#[test]
fn what_was_found_is_read_back_to_the_last_bit() {
    for format in Format::ALL {
        let text = recorded(
            &mut Wrong::eta_on_variance(format),
            &Scope::all(Profile::Ieee),
            None,
        );
        let record = Record::parse(&text).unwrap();
        assert_eq!(record.findings.len(), 3);
        let summary = record.summary.as_ref().unwrap();
        assert_eq!(summary.counts[&State::Fail], 1);
        let again = serde_json::to_value(&record.findings[2]).unwrap();
        let line = text.split(|&byte| byte == b'\n').nth(3).unwrap();
        let mut line: serde_json::Value = serde_json::from_slice(line).unwrap();
        line.as_object_mut().unwrap().remove("kind");
        assert_eq!(line, again);
    }
}

/// Whatever byte an examination dies at, what is left is a record that says so; or none, where not even the header is whole.
#[test]
fn a_record_may_be_cut_off_anywhere() {
    let text = recorded(
        &mut Wrong::eta_on_variance(Format::F32),
        &Scope::all(Profile::Ieee),
        None,
    );
    let header = text.iter().position(|&byte| byte == b'\n').unwrap();
    for length in 0..text.len() {
        match Record::parse(&text[..length]) {
            Ok(record) => {
                assert!(length >= header, "{length}");
                assert!(record.summary.is_none());
                let found = text[..length].split(|&b| b == b'\n').count() - 1;
                assert_eq!(record.findings.len(), found.saturating_sub(1));
                let failed = record.count(State::Fail) > 0;
                let said = if failed {
                    Verdict::Bad
                } else {
                    Verdict::Partial
                };
                assert_eq!(record.verdict(), said);
                assert!(verdict(&record).to_lowercase().contains("interrupted"));
            }
            Err(error) => {
                assert!(length < header, "{length}: {error}");
                assert_eq!(error.to_string().lines().count(), 1);
            }
        }
    }
    assert_eq!(Record::parse(&text).unwrap().verdict(), Verdict::Bad);
}

/// Paper that is still there when the writer is gone.
#[derive(Clone, Default)]
struct Paper(Rc<RefCell<Vec<u8>>>);

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A line is out before the next finding is made, however the writer buffers.
#[test]
fn each_line_is_out_at_once() {
    let paper = Paper::default();
    let whole = wrong();
    let mut recorder = Recorder::new(BufWriter::new(paper.clone()), &whole.header).unwrap();
    for (made, finding) in whole.findings.iter().enumerate() {
        let found = Record::parse(&paper.0.borrow()).unwrap().findings;
        assert_eq!(found, whole.findings[..made]);
        recorder.finding(finding).unwrap();
    }
    drop(recorder.finish(Vec::new()).unwrap());
    assert_eq!(Record::parse(&paper.0.borrow()).unwrap(), whole);
}

#[test]
fn what_is_no_record_is_refused_by_line() {
    let text = String::from_utf8(recorded(
        &mut Cpu::new(Format::F32),
        &Scope::all(Profile::Ieee),
        None,
    ))
    .unwrap();
    let refused = |text: &str, parts: &[&str]| {
        let error = Record::parse(text.as_bytes()).unwrap_err().to_string();
        for part in parts {
            assert!(error.contains(part), "no {part:?} in {error}");
        }
    };
    refused("", &["line 1", "empty"]);
    refused("{}", &["line 1", "kind"]);
    refused("[1,2", &["line 1"]);
    refused(
        &text.replace("tweedie-report/1", "tweedie-report/2"),
        &["tweedie-report/2", "take the version"],
    );
    refused(&text.replacen("\"rho\"", "\"roh\"", 1), &["line 2", "rho"]);
    refused(
        &text.replacen("\"bits\":\"3", "\"bits\":\"+", 1),
        &["line 2", "hexadecimal"],
    );
    refused(&format!("{text}{text}"), &["line 6", "after the summary"]);
    let lines: Vec<&str> = text.lines().collect();
    refused(
        &format!("{}\n{}\n", lines[0], lines[4]),
        &["line 2", "counts 3 findings, there are 0"],
    );
    refused(
        &format!("{}\n{}\n", lines[0], lines[0]),
        &["line 2", "second header"],
    );
    refused(lines[2], &["line 1", "no header"]);
}

#[test]
fn a_failure_fits_one_screen() {
    let text = terminal(&wrong());
    let screen = first_failure(&text);
    assert_eq!(screen.len(), 5, "{text}");
    assert!(screen[0].starts_with("FAIL ddim_step/interior  f32  required     ρ = "));
    assert!(screen[0].ends_with("6 of 6 elements)"), "{}", screen[0]);
    assert!(screen[1].starts_with("  worst element ["), "{}", screen[1]);
    assert!(screen[2].starts_with(
        "  looks like: DDIM-ETA = \"eta multiplies the variance\" instead of \"eta multiplies the standard deviation"
    ));
    assert!(screen[2].contains("     seen in "));
    assert!(screen[3].starts_with("  what it does: right at η = 0 and 1"));
    assert_eq!(
        screen[4],
        "  reproduce: tweedie check --case ddim_step/interior -- ./port"
    );
    assert!(text.ends_with("✗ 1 of 3 answers are wrong.\n"), "{text}");
}

/// Whoever is told of a mistake is told what it does to samples and who shipped it, whether an operation or a sampler made it.
#[test]
fn a_mistake_is_shown_with_its_effect_and_its_history() {
    for of in Misreading::all() {
        let mut record = wrong();
        let Some(wrong) = record.findings.iter_mut().find(|f| f.is_unexpected()) else {
            panic!("nothing is wrong")
        };
        of.convention
            .id
            .clone_into(&mut wrong.diagnoses[0].convention);
        of.reads.clone_into(&mut wrong.diagnoses[0].reading);
        let text = terminal(&record);
        assert!(
            text.contains(&format!("what it does: {}\n", of.effect)),
            "{text}"
        );
        assert_eq!(
            text.contains("     seen in "),
            !of.seen_in.is_empty(),
            "{text}"
        );
        assert!(
            text.contains(&format!("instead of {:?}", of.convention.right)),
            "{text}"
        );
    }
}

/// The page that explains the judge shows what the judge says.
#[test]
fn the_screen_in_the_docs_is_real() {
    let text = terminal(&wrong());
    let screen = &text[text.find("FAIL").unwrap()..text.find("\n\n✗").unwrap()];
    let docs = include_str!("../../../../docs/ORACLE.md");
    assert!(
        docs.contains(&format!("```text\n{screen}\n```")),
        "\n{screen}"
    );
}

/// The worst element's decimal and bits are those of the format judged: they can be read back.
#[test]
fn the_worst_element_is_written_in_its_format() {
    let record = wrong();
    let worst = record.findings[2].judgement.worst.clone().unwrap();
    #[allow(clippy::cast_possible_truncation)] // the output is an f32
    let got = worst.got as f32;
    assert_eq!(f64::from(got), worst.got);
    let text = terminal(&record);
    assert!(
        text.contains(&format!("got {got:.8} {:#010x}, want ", got.to_bits())),
        "{text}"
    );
}

#[test]
fn what_hides_in_a_name_stays_in_it() {
    let mut record = wrong();
    let evil = "<script>alert(1)</script> | \u{1b}[31m\n# x";
    evil.clone_into(&mut record.header.implementation.name);
    record.findings[2].judgement.state = State::Error;
    record.findings[2].judgement.reason = Some(evil.to_owned());
    record.findings[2].diagnoses.clear();
    for text in [
        terminal(&record),
        markdown(&record),
        junit(&record).unwrap(),
        html(&record).unwrap(),
    ] {
        assert!(!text.contains('\u{1b}'), "{text}");
    }
    assert!(!html(&record).unwrap().contains("<script"));
    assert!(!junit(&record).unwrap().contains("<script"));
    let table = markdown(&record);
    assert!(table.lines().all(|line| !line.starts_with("# x")));
    assert!(!table.lines().next().unwrap().contains("<script"));
}

#[test]
fn junit_counts_what_the_record_counts() {
    let good = junit(&record(&mut Cpu::new(Format::F32), None)).unwrap();
    assert!(
        good.contains("tests=\"4\" skipped=\"0\" failures=\"0\" errors=\"0\""),
        "{good}"
    );
    let bad = junit(&wrong()).unwrap();
    assert!(
        bad.contains("tests=\"4\" skipped=\"0\" failures=\"1\" errors=\"0\""),
        "{bad}"
    );
    let mut dead = Wrong {
        format: Format::F16,
        operation: "ddim_step",
        does: |_, _| Answer::Error("it died".to_owned()),
    };
    let bad = junit(&record(&mut dead, None)).unwrap();
    assert!(
        bad.contains("tests=\"4\" skipped=\"1\" failures=\"0\" errors=\"1\""),
        "{bad}"
    );
    let mut partial = wrong();
    partial.summary = None;
    let bad = junit(&partial).unwrap();
    assert!(bad.contains("failures=\"1\" errors=\"1\""), "{bad}");
}

#[test]
fn every_report_says_first_or_last_whether_all_is_well() {
    let good = record(&mut Cpu::new(Format::Bf16), None);
    assert_eq!(good.verdict(), Verdict::Good);
    let said = verdict(&good);
    assert_eq!(
        said,
        "All is well: 2 of 2 answers are within their budget; not judged: 1 no-power."
    );
    assert!(terminal(&good).ends_with(&format!("✓ {said}\n")));
    assert!(markdown(&good).contains(&said));
    let page = html(&good).unwrap();
    assert!(page.contains(&said) && page.contains("verdict good"));
    for away in ["src=", "url(", "@import", "<script", "<link"] {
        assert!(!page.contains(away), "{away}");
    }
    let mut links = page.split("href=\"").skip(1);
    assert!(links.all(|link| link.starts_with('#')));
    assert!(html(&wrong()).unwrap().contains("verdict bad"));
}

/// A backend that has nothing, or passes over everything, proves nothing.
#[test]
fn nothing_judged_is_no_pass() {
    let mut idle = Wrong {
        format: Format::F32,
        operation: "ddim_step",
        does: |_, _| Answer::Skipped("not yet".to_owned()),
    };
    let scope = Scope {
        cases: vec!["ddim_step/*".parse().unwrap()],
        ..Scope::all(Profile::Ieee)
    };
    let record = Record::parse(&recorded(&mut idle, &scope, None)).unwrap();
    assert_eq!(record.findings.len(), 1);
    assert_eq!(record.verdict(), Verdict::Nothing);
}

/// Failures of one operation that look alike share a screen, in whatever formats they are.
#[test]
fn failures_that_look_alike_share_a_screen() {
    let mut both = record(&mut Wrong::eta_on_variance(Format::F32), None);
    let second = record(&mut Wrong::eta_on_variance(Format::F16), None);
    both.findings.extend(second.findings);
    let text = terminal(&both);
    assert_eq!(text.matches("\nFAIL").count(), 1, "{text}");
    assert!(
        text.contains("  and so does ddim_step/interior in f16\n"),
        "{text}"
    );
    both.findings[2].diagnoses.clear();
    assert_eq!(terminal(&both).matches("\nFAIL").count(), 2);
}

/// A wrong shape is a failure too, with a reason and without a worst element.
#[test]
fn a_wrong_shape_has_its_screen() {
    let mut short = Wrong {
        format: Format::F32,
        operation: "ddim_step",
        does: |_, _| Answer::Output(ndarray::ArrayD::zeros(vec![2])),
    };
    let text = terminal(&record(&mut short, None));
    assert!(
        text.contains(
            "FAIL ddim_step/interior  f32  required\n  because: the output has shape [2]"
        ),
        "{text}"
    );
}
