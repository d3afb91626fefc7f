//! The examination: its order, what is blocked, and what stops it.

use tweedie::scalar::Format;
use tweedie_catalogue::backend::{Answer, Backend, Cpu, Implementation, Request};
use tweedie_catalogue::operation::{OPERATIONS, Operation};
use tweedie_oracle::{Case, Pattern, Profile, Scope, State, Suite, examine, examine_in};

use crate::examined::{Wrong, suite};
use crate::support::ddim_step;

/// What the order of judging rests on: the catalogue goes by stages, and what an operation stands on comes before it.
#[test]
fn the_catalogue_is_in_the_order_of_judging() {
    for (place, operation) in OPERATIONS.iter().enumerate() {
        let before = &OPERATIONS[..place];
        assert!(
            before.iter().all(|one| one.stage <= operation.stage),
            "{}",
            operation.name
        );
        for below in operation.stands_on {
            let known = before.iter().any(|one| one.name == *below);
            assert!(
                known,
                "{} stands on {below}, which does not come before it",
                operation.name
            );
        }
    }
}

/// Another operation that computes what DDIM's step does, and stands on others.
fn standing_on(id: &str, name: &'static str, below: &'static [&'static str]) -> Case {
    let operation = Operation {
        name,
        stands_on: below,
        ..*Operation::named("ddim_step").unwrap()
    };
    Case {
        id: id.to_owned(),
        operation: Box::leak(Box::new(operation)),
        ..ddim_step()
    }
}

/// A backend with three operations, the last two made of the first, which it gets wrong or right.
struct Tower {
    right: bool,
    asked: Vec<String>,
}

impl Backend for Tower {
    fn implementation(&self) -> Implementation {
        let operations = ["ddim_step", "on_it", "on_that"];
        Implementation {
            operations: operations.map(str::to_owned).to_vec(),
            ..Cpu::new(Format::F64).implementation()
        }
    }

    fn run(&mut self, request: &Request<'_>) -> Answer {
        self.asked.push(request.operation.to_owned());
        let request = Request {
            operation: "ddim_step",
            ..*request
        };
        if self.right {
            Cpu::new(Format::F64).run(&request)
        } else {
            Wrong::eta_on_variance(Format::F64).run(&request)
        }
    }
}

/// What stands on something wrong is not asked for, nor what stands on that; and it is no failure of its own.
#[test]
fn what_stands_on_a_failure_is_blocked() {
    let cases = vec![
        ddim_step(),
        standing_on("ddim_step/on", "on_it", &["ddim_step"]),
        standing_on("ddim_step/top", "on_that", &["on_it"]),
    ];
    let tower = Suite::of("tower", cases).unwrap();
    let states = |right| {
        let mut backend = Tower {
            right,
            asked: Vec::new(),
        };
        let findings = examine(&mut backend, &tower, Profile::Ieee, |_| {});
        let states: Vec<State> = findings
            .findings
            .iter()
            .map(|f| f.judgement.state)
            .collect();
        (states, backend.asked.len())
    };
    assert_eq!(states(true), (vec![State::Pass; 3], 3));
    assert_eq!(
        states(false),
        (vec![State::Fail, State::Blocked, State::Blocked], 1)
    );
}

#[test]
fn stages_come_in_order_and_formats_once() {
    let mut backend = Wrong::eta_on_variance(Format::F32);
    let implementation = Implementation {
        formats: vec![Format::F32, Format::F64, Format::F32],
        ..backend.implementation()
    };
    let mut seen = Vec::new();
    let scope = Scope::all(Profile::Ieee);
    examine_in(&mut backend, &implementation, &suite(), &scope, |finding| {
        seen.push((finding.format, finding.stage));
        Ok::<(), ()>(())
    })
    .unwrap();
    assert_eq!(seen.len(), 6);
    assert!(seen.is_sorted(), "{seen:?}");
}

/// Who reads along can stop it: no request follows.
#[test]
fn an_examination_ends_where_its_reader_stops() {
    let mut backend = Tower {
        right: true,
        asked: Vec::new(),
    };
    let implementation = backend.implementation();
    let cases = vec![ddim_step(), standing_on("ddim_step/on", "on_it", &[])];
    let suite = Suite::of("two", cases).unwrap();
    let scope = Scope::all(Profile::Ieee);
    let stopped = examine_in(&mut backend, &implementation, &suite, &scope, |_| {
        Err("full")
    });
    assert_eq!(stopped, Err("full"));
    assert_eq!(backend.asked.len(), 1);
}

#[test]
fn a_pattern_is_an_id_or_its_beginning() {
    let holds = |pattern: &str, id: &str| pattern.parse::<Pattern>().unwrap().holds(id);
    assert!(holds("a/b", "a/b") && !holds("a/b", "a/bc"));
    assert!(holds("a/*", "a/bc") && !holds("a/*", "ab"));
    assert!(holds("*", "anything"));
    for wrong in ["", "a*b", "**", "*/b"] {
        assert!(wrong.parse::<Pattern>().is_err(), "{wrong}");
    }
    let narrowed = |pattern: &str| Scope {
        cases: vec![pattern.parse().unwrap()],
        ..Scope::all(Profile::Ieee)
    };
    for (pattern, may) in [
        ("sam*", true),
        ("sampler*", true),
        ("sampler/ddim/*", true),
        ("*", true),
        ("sam", false),
        ("ddim*", false),
    ] {
        assert_eq!(narrowed(pattern).has_samplers(), may, "{pattern}");
    }
}
