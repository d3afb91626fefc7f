//! The report as JUnit, which every build server reads.

use quick_junit::{NonSuccessKind, Report, SerializeError, TestCase, TestCaseStatus, TestSuite};

use super::table::rows;
use super::{Screen, verdict};
use crate::finding::Finding;
use crate::judge::State;
use crate::record::Record;

/// The report, as XML: a suite an operation and format, a test a case; the expectations are a suite of their own, and
/// the end of the examination a test.
///
/// # Errors
/// If the text cannot be written as XML.
pub fn junit(record: &Record) -> Result<String, SerializeError> {
    let header = &record.header;
    let name = format!(
        "{} {} on {}",
        header.implementation.name, header.implementation.version, header.suite
    );
    let mut report = Report::new(name);
    for row in rows(record) {
        let mut suite = TestSuite::new(format!(
            "{} {} {}",
            row.stage.name(),
            row.operation,
            row.format
        ));
        let here = |f: &&Finding| {
            f.operation == row.operation && f.format == row.format && f.stage == row.stage
        };
        for finding in record.findings.iter().filter(here) {
            let mut case = TestCase::new(finding.id.as_str(), status(record, finding));
            case.set_classname(finding.operation.as_str());
            suite.add_test_case(case);
        }
        report.add_test_suite(suite);
    }
    let mut end = TestSuite::new("examination");
    let status = match &record.summary {
        Some(_) => TestCaseStatus::success(),
        None => non_success(NonSuccessKind::Error, &verdict(record)),
    };
    end.add_test_case(TestCase::new("comes to its end", status));
    for broken in record.broken() {
        let status = non_success(NonSuccessKind::Failure, broken);
        end.add_test_case(TestCase::new("expected failure", status));
    }
    report.add_test_suite(end);
    report.to_string()
}

fn status(record: &Record, finding: &Finding) -> TestCaseStatus {
    let message = finding.message();
    let failure = |kind| {
        let mut status = non_success(kind, &message);
        status.set_description(Screen::new(&record.header, finding).to_string());
        status
    };
    if let Some(reason) = &finding.expected {
        return skipped(&format!("expected: {reason}: {message}"));
    }
    match finding.judgement.state {
        State::Pass => TestCaseStatus::success(),
        State::Fail => failure(NonSuccessKind::Failure),
        State::Error => failure(NonSuccessKind::Error),
        state => skipped(&format!("{}: {message}", state.name())),
    }
}

fn non_success(kind: NonSuccessKind, message: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(kind);
    status.set_message(message);
    status
}

fn skipped(message: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::skipped();
    status.set_message(message);
    status
}
