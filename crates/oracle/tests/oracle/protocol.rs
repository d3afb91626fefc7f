//! Adapters of bad manners: whatever one does, each request has its answer, soon, and the next adapter gets its chance.
#![cfg(unix)]

use std::time::Duration;

use ndarray::{ArrayD, IxDyn};
use proptest::prelude::*;
use tweedie::scalar::Format;
use tweedie_catalogue::backend::{Answer, Backend, Request};
use tweedie_catalogue::operation::Arguments;
use tweedie_oracle::{Limits, PROTOCOL, Subprocess};

const LIMITS: Limits = Limits {
    start: Duration::from_secs(20),
    reply: Duration::from_secs(20),
    line: 1 << 16,
    restarts: 3,
};

/// An oracle that is impatient once they have started, for those who never answer.
const IMPATIENT: Limits = Limits {
    reply: Duration::from_millis(300),
    ..LIMITS
};

/// The first line of one that is what it should be.
fn hello() -> String {
    format!(
        "{{\"protocol\": \"{PROTOCOL}\", \"implementation\": \"sh\", \"version\": \"1\", \
         \"operations\": [\"add_noise\"], \"formats\": [\"f32\"]}}"
    )
}

/// A shell that has said who it is, and then does as told.
fn shell(then: &str) -> Vec<String> {
    command(&format!("read -r line; echo '{}'; {then}", hello()))
}

fn command(script: &str) -> Vec<String> {
    ["sh", "-c", script].map(str::to_owned).to_vec()
}

fn started(then: &str, limits: Limits) -> Subprocess {
    Subprocess::start(&shell(then), limits).unwrap()
}

fn ask(backend: &mut Subprocess) -> Answer {
    let one = ArrayD::from_elem(IxDyn(&[1]), 1.0);
    let arguments = Arguments::new()
        .number("alpha_t", 0.5)
        .number("sigma_t", 0.75)
        .input("x0", one.clone())
        .input("noise", one);
    backend.run(&Request {
        id: "case",
        operation: "add_noise",
        format: Format::F32,
        arguments: &arguments,
    })
}

/// What the answer to the first request is.
fn first(then: &str, limits: Limits) -> Answer {
    ask(&mut started(then, limits))
}

fn error(answer: Answer) -> String {
    match answer {
        Answer::Error(reason) if !reason.contains('\n') => reason,
        other => panic!("{other:?}"),
    }
}

fn assert_error(then: &str, limits: Limits, says: &str) {
    let reason = error(first(then, limits));
    assert!(reason.contains(says), "{then}: {reason}");
}

/// `{"id": "case#n", "output": …}` of one f32.
fn output(n: usize) -> String {
    format!(
        "echo '{{\"id\": \"case#{n}\", \"output\": {{\"shape\": [1], \"data\": \"AACgPw==\"}}}}'"
    )
}

fn said(line: &str) -> String {
    format!("read -r line; printf '%s\\n' '{line}'; read -r line")
}

#[test]
fn good_answers_arrive() {
    let one = Answer::Output(ArrayD::from_elem(IxDyn(&[1]), 1.25));
    let twice = format!(
        "read -r l; {}; read -r l; {}; read -r l",
        output(1),
        output(2)
    );
    let mut backend = started(&twice, LIMITS);
    assert_eq!((ask(&mut backend), ask(&mut backend)), (one.clone(), one));
    assert_eq!(backend.restarts(), 0);
    let implementation = backend.implementation();
    assert_eq!(
        (implementation.name.as_str(), implementation.formats),
        ("sh", vec![Format::F32])
    );
    let slow = format!("read -r l; sleep 0.3; {}; read -r l", output(1));
    assert!(matches!(first(&slow, LIMITS), Answer::Output(_)));
    let skipped = first(
        &said("{\"id\": \"case#1\", \"skipped\": \"no time\"}"),
        LIMITS,
    );
    assert_eq!(skipped, Answer::Skipped("no time".to_owned()));
    let failed = first(&said("{\"id\": \"case#1\", \"error\": \"a\\nb\"}"), LIMITS);
    assert_eq!(failed, Answer::Error("a b".to_owned()));
}

/// The request as the adapter reads it, to the byte.
#[test]
fn requests_are_as_documented() {
    let wanted = "{\"type\":\"run\",\"id\":\"case#1\",\"operation\":\"add_noise\",\"format\":\"f32\",\
        \"params\":{\"alpha_t\":\"3fe0000000000000\",\"sigma_t\":\"3fe8000000000000\"},\
        \"inputs\":{\"noise\":{\"shape\":[1],\"data\":\"AACAPw==\"},\"x0\":{\"shape\":[1],\"data\":\"AACAPw==\"}}}";
    let compare = format!(
        "read -r line; [ \"$line\" = '{wanted}' ] && {}; echo \"$line\" >&2",
        output(1)
    );
    assert!(matches!(first(&compare, LIMITS), Answer::Output(_)));
}

#[test]
fn one_that_does_not_start_is_named() {
    let hello = hello();
    for (script, says) in [
        (
            "echo no module named torch >&2; exit 3".to_owned(),
            "died: exit status: 3 (stderr: no module named torch)",
        ),
        (
            "echo hello; sleep 60".to_owned(),
            "said \"hello\", which is no reply",
        ),
        (
            format!("echo '{}'", hello.replace("die/1", "die/2")),
            "speaks \"tweedie/2\": this is tweedie/1",
        ),
        (
            format!("echo '{}'", hello.replace("f32", "f8")),
            "computes in \"f8\"",
        ),
        (
            format!("echo '{}'", hello.replace("version", "v")),
            "started without \"version\"",
        ),
        (
            "echo '{\"error\": \"no disk\"}'".to_owned(),
            "refused to start: no disk",
        ),
    ] {
        let error = Subprocess::start(&command(&script), LIMITS)
            .unwrap_err()
            .to_string();
        assert!(
            error.contains(says) && !error.contains('\n'),
            "{script}: {error}"
        );
    }
    for command in [vec![], vec!["/nowhere/adapter".to_owned()]] {
        let error = Subprocess::start(&command, LIMITS).unwrap_err().to_string();
        assert!(error.starts_with("the adapter "), "{error}");
    }
}

#[test]
fn one_that_hangs_is_stopped() {
    let start = Duration::from_millis(300);
    let hangs = Subprocess::start(&command("sleep 60"), Limits { start, ..LIMITS });
    let error = hangs.unwrap_err().to_string();
    assert_eq!(error, "the adapter did not answer within 300ms");
    assert_error("sleep 60", IMPATIENT, "did not answer within 300ms");
    // half a line is no answer, and what it started ends with it
    assert_error("printf half; sleep 60 & wait", IMPATIENT, "did not answer");
}

#[test]
fn one_that_dies_says_its_last_words() {
    assert_error(
        "read -r l; echo oh >&2; exit 7",
        LIMITS,
        "died: exit status: 7 (stderr: oh)",
    );
    assert_error(
        "read -r l; printf '{\"id\": '; kill -9 $$",
        LIMITS,
        "died: signal: 9",
    );
    assert_error("exec >&-; sleep 60", LIMITS, "closed its output, and lives");
}

#[test]
fn one_that_floods_is_cut_off() {
    assert_error(
        "read -r l; exec yes y | tr -d '\\n'",
        LIMITS,
        "said a line longer than",
    );
    assert_error(
        "read -r l; exec yes",
        LIMITS,
        "said \"y\", which is no reply",
    );
    let noisy = format!(
        "yes error | head -c 1000000 >&2; read -r l; {}; read -r l",
        output(1)
    );
    assert!(matches!(first(&noisy, LIMITS), Answer::Output(_)));
}

#[test]
fn one_that_talks_rubbish_is_told() {
    assert_error(
        "read -r l; head -c 4096 /dev/zero; echo",
        LIMITS,
        "which is no reply",
    );
    assert_error(
        "read -r l; printf '\\377\\376\\n'; read -r l",
        LIMITS,
        "which is no reply",
    );
    for (line, says) in [
        ("[1]", "which is no reply"),
        ("", "which is no reply"),
        ("NaN", "which is no reply"),
        (
            "{\"id\": \"case#2\", \"skipped\": \"\"}",
            "answered \"case#2\" when asked \"case#1\"",
        ),
        ("{\"skipped\": \"\"}", "answered without an id"),
        (
            "{\"id\": \"case#1\"}",
            "none or several of output, skipped and error",
        ),
        (
            "{\"id\": \"case#1\", \"skipped\": \"\", \"error\": \"\"}",
            "none or several",
        ),
        (
            "{\"id\": \"case#1\", \"output\": {\"shape\": [2], \"data\": \"AACgPw==\"}}",
            "came with 1 elements",
        ),
        (
            "{\"id\": \"case#1\", \"output\": {\"shape\": [-1], \"data\": \"\"}}",
            "which is no reply",
        ),
        (
            "{\"id\": \"case#1\", \"output\": {\"shape\": [1], \"data\": \"AACgP\"}}",
            "are no base64",
        ),
        (
            "{\"id\": \"case#1\", \"output\": {\"shape\": [1], \"data\": \"AAAA\"}}",
            "each element has 4",
        ),
        (
            "{\"id\": \"case#1\", \"output\": {\"shape\": [4294967296, 4294967296], \"data\": \"\"}}",
            "came with 0",
        ),
    ] {
        assert_error(&said(line), LIMITS, says);
    }
}

#[test]
fn more_than_was_asked_for_is_counted() {
    let data = "AAAA".repeat(10_000);
    let line =
        format!("{{\"id\": \"case#1\", \"output\": {{\"shape\": [1], \"data\": \"{data}\"}}}}");
    assert_error(&said(&line), LIMITS, "came with 7500 elements of f32");
}

#[test]
fn no_number_is_an_output() {
    let nan = said("{\"id\": \"case#1\", \"output\": {\"shape\": [1], \"data\": \"AADAfw==\"}}");
    assert!(matches!(first(&nan, LIMITS), Answer::Output(array) if array[[0]].is_nan()));
}

/// The second answer to one request is not taken for the answer to the next.
#[test]
fn one_that_answers_twice_is_out_of_step() {
    let twice = format!("read -r l; {0}; {0}; read -r l; read -r l", output(1));
    let mut backend = started(&twice, LIMITS);
    assert!(matches!(ask(&mut backend), Answer::Output(_)));
    assert!(error(ask(&mut backend)).contains("answered \"case#1\" when asked \"case#2\""));
}

#[test]
fn a_crash_costs_one_answer() {
    let script = "read -r l; case $l in *case#2*) exit 1;; esac; \
        n=${l#*case#}; n=${n%%\\\"*}; \
        echo \"{\\\"id\\\": \\\"case#$n\\\", \\\"skipped\\\": \\\"\\\"}\"";
    let mut backend = started(&format!("while :; do {script}; done"), LIMITS);
    let answers: Vec<Answer> = (0..4).map(|_| ask(&mut backend)).collect();
    let skipped = Answer::Skipped(String::new());
    assert_eq!(
        (&answers[0], &answers[2], &answers[3]),
        (&skipped, &skipped, &skipped)
    );
    assert!(error(answers[1].clone()).contains("died: exit status: 1"));
    assert_eq!(backend.restarts(), 1);
}

#[test]
fn one_that_always_dies_is_left_alone() {
    let mut backend = started("exit 1", LIMITS);
    let reasons: Vec<String> = (0..6).map(|_| error(ask(&mut backend))).collect();
    assert_eq!(backend.restarts(), LIMITS.restarts);
    for (i, reason) in reasons.iter().enumerate() {
        let says = if i <= LIMITS.restarts {
            "died"
        } else {
            "no more"
        };
        assert!(reason.contains(says), "{i}: {reason}");
    }
}

/// Whether the process runs: one that waits to be reaped (Z) does not.
fn lives(pid: &str) -> bool {
    let state = std::process::Command::new("ps")
        .args(["-o", "stat=", "-p", pid])
        .output();
    let state = String::from_utf8(state.unwrap().stdout).unwrap();
    !state.trim().is_empty() && !state.trim().starts_with('Z')
}

#[test]
fn nothing_is_left_running() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("pid");
    let hello = hello();
    let script = format!(
        "sleep 60 & echo $! > {}; echo '{hello}'; wait",
        file.display()
    );
    let mut backend = Subprocess::start(&command(&script), IMPATIENT).unwrap();
    assert!(error(ask(&mut backend)).contains("did not answer"));
    let pid = std::fs::read_to_string(file).unwrap();
    assert!(!pid.is_empty());
    let gone = (0..500).any(|_| {
        std::thread::sleep(Duration::from_millis(10));
        !lives(pid.trim())
    });
    assert!(gone, "{pid} still runs");
}

/// Lines near to what is right: the more of it a reader understands, the deeper the rest may hurt it.
fn nearly() -> impl Strategy<Value = Vec<u8>> {
    let shape = prop::collection::vec(any::<i64>().prop_map(|n| n >> (n & 63)), 0..4);
    let text = ("\\PC{0,12}", prop::collection::vec(any::<u8>(), 0..12));
    (shape, text, 0..3_usize).prop_map(|(shape, (text, bytes), what)| {
        let text = serde_json::to_string(&text).unwrap();
        let id = if what == 0 {
            text.clone()
        } else {
            "\"case#1\"".to_owned()
        };
        let line =
            format!("{{\"id\": {id}, \"output\": {{\"shape\": {shape:?}, \"data\": {text}}}}}");
        let mut line = line.into_bytes();
        if what == 2 {
            line.splice(line.len() / 2..line.len() / 2, bytes);
        }
        line
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]
    #[test]
    fn no_reply_makes_the_reader_panic(
        line in prop_oneof![nearly(), prop::collection::vec(any::<u8>(), 0..64)],
    ) {
        for operation in ["add_noise", "sampler.begin", "schedule.timesteps"] {
            let _ = tweedie_oracle::read_reply(&line, "case#1", operation, Format::F16);
        }
    }
}

/// Inputs tried: `PROPTEST_CASES`, or what takes a second.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(20_000)
}
