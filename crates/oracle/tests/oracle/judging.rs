//! The judge: the budget, to its edge.

use tweedie::scalar::Format;
use tweedie_catalogue::backend::{Answer, Backend, Cpu};
use tweedie_catalogue::operation::Arguments;
use tweedie_oracle::{Budget, Entry, Judgement, Profile, State, Suite, examine, judge};

use crate::support::{array, case, ddim_step, entry};

fn judged(entry: &Entry, output: &[f64], format: Format) -> Judgement {
    let output = array(&entry.golden.shape, output);
    let budget = Budget {
        format,
        profile: Profile::Ieee,
    };
    judge(&entry.case, &entry.golden, &Answer::Output(output), budget)
}

/// `x_t = 1 · x0 + 0.5 · noise`: the truth and E are known by hand.
fn sum() -> Entry {
    let arguments = Arguments::new()
        .number("alpha_t", 1.0)
        .number("sigma_t", 0.5)
        .input("x0", array(&[2], &[1.0, 0.0]))
        .input("noise", array(&[2], &[1.0, 0.0]));
    entry(case("add_noise/by-hand", "add_noise", arguments))
}

#[test]
fn the_reference_passes_in_every_format() {
    let suite = Suite::of("one", vec![ddim_step()]).unwrap();
    for format in Format::ALL {
        let findings = examine(&mut Cpu::new(format), &suite, Profile::Ieee, |_| {});
        assert_eq!(findings.count(State::Pass), 1, "{findings:?}");
    }
}

/// `E = |α x₀| + |σ z| + |α x₀ + σ z|`: two products and a sum, worked out by hand.
#[test]
fn the_scale_of_a_sum_is_that_of_its_roundings() {
    let golden = sum().golden;
    assert_eq!((golden.y[0], golden.lo[0]), (1.5, 0.0));
    assert!((golden.scale[0] - 3.0).abs() < 1e-14, "{}", golden.scale[0]);
}

/// Just inside the budget passes, just outside fails, in every format.
#[test]
fn the_budget_has_an_edge() {
    let entry = sum();
    for format in Format::ALL {
        let u = format.roundoff();
        let tolerance = u * entry.golden.scale[0] * (1.0 + 64.0 * u) + format.smallest_normal();
        let at = |share: f64| judged(&entry, &[1.5 + share * tolerance, 0.0], format);
        assert_eq!(at(0.9).state, State::Pass);
        assert_eq!(at(-0.9).state, State::Pass);
        let failed = at(1.5);
        assert_eq!(
            (failed.state, failed.outside, failed.count),
            (State::Fail, 1, 2)
        );
        assert_eq!(failed.worst.unwrap().at, [0]);
        assert_eq!(at(-1.5).state, State::Fail);
    }
}

/// The truth is kept beyond f64: one unit in the last place is seen.
#[test]
fn f64_is_judged_by_more_than_f64() {
    let entry = entry(ddim_step());
    let off = |units: f64| {
        let y = entry.golden.y.iter();
        let moved: Vec<f64> = y
            .map(|y| y + units * f64::EPSILON * y.abs().max(1.0))
            .collect();
        judged(&entry, &moved, Format::F64).state
    };
    assert_eq!(off(0.0), State::Pass);
    assert_eq!(off(64.0), State::Fail);
    assert!(entry.golden.lo.iter().any(|lo| *lo != 0.0));
}

/// Flushing a result to zero costs no more than the smallest normal number.
#[test]
fn a_flushed_zero_passes_where_the_truth_is_tiny() {
    let tiny = |format: Format| {
        let x0 = array(&[1], &[format.smallest_normal() / 2.0]);
        let arguments = Arguments::new()
            .number("alpha_t", 1.0)
            .number("sigma_t", 0.5)
            .input("x0", x0)
            .input("noise", array(&[1], &[0.0]));
        entry(case("add_noise/tiny", "add_noise", arguments))
    };
    for format in Format::ALL {
        assert_eq!(judged(&tiny(format), &[0.0], format).state, State::Pass);
        let wrong = [4.0 * format.smallest_normal()];
        assert_eq!(judged(&tiny(format), &wrong, format).state, State::Fail);
    }
}

#[test]
fn no_number_is_within_no_budget() {
    for wrong in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let judgement = judged(&sum(), &[1.5, wrong], Format::Bf16);
        assert_eq!(judgement.state, State::Fail);
        assert!(judgement.rho.is_infinite() && judgement.outside == 1);
        assert_eq!(judgement.worst.unwrap().at, [1]);
    }
}

#[test]
fn another_shape_fails_and_says_which() {
    let entry = sum();
    let budget = Budget {
        format: Format::F32,
        profile: Profile::Ieee,
    };
    let answer = Answer::Output(array(&[1, 2], &[1.5, 0.0]));
    let judgement = judge(&entry.case, &entry.golden, &answer, budget);
    assert_eq!(judgement.state, State::Fail);
    assert_eq!(
        judgement.reason.unwrap(),
        "the output has shape [1, 2], it should have [2]"
    );
}

#[test]
fn a_backend_may_skip_and_may_fail() {
    let entry = sum();
    let budget = Budget {
        format: Format::F32,
        profile: Profile::Ieee,
    };
    let state = |answer| judge(&entry.case, &entry.golden, &answer, budget).state;
    assert_eq!(state(Answer::Skipped("no".to_owned())), State::Skipped);
    assert_eq!(state(Answer::Error("no".to_owned())), State::Error);
}

/// A compiler that may reassociate and fuse gets twice the budget.
#[test]
fn a_reassociating_profile_doubles_the_budget() {
    let entry = sum();
    let tolerance = |profile| {
        Budget {
            format: Format::F32,
            profile,
        }
        .tolerance(entry.golden.scale[0])
    };
    let (ieee, fused) = (tolerance(Profile::Ieee), tolerance(Profile::Reassociating));
    assert!((fused / ieee - 2.0).abs() < 1e-9);
}

/// It says that it has no operations.
struct Without;
impl Backend for Without {
    fn implementation(&self) -> tweedie_catalogue::backend::Implementation {
        let mut implementation = Cpu::new(Format::F64).implementation();
        implementation.operations.clear();
        implementation
    }
    fn run(&mut self, _: &tweedie_catalogue::backend::Request<'_>) -> Answer {
        unreachable!("it has no operations")
    }
}

/// An operation that the backend lacks is skipped, a format that cannot hold the arguments has no power.
#[test]
fn what_is_not_asked_says_why() {
    let mut narrow = ddim_step();
    narrow.formats = vec![Format::F64];
    let suite = Suite::of("one", vec![narrow]).unwrap();
    let findings = examine(&mut Cpu::new(Format::F16), &suite, Profile::Ieee, |_| {});
    assert_eq!(findings.count(State::NoPower), 1);
    let findings = examine(&mut Without, &suite, Profile::Ieee, |_| {});
    assert_eq!(findings.count(State::Skipped), 1);
}
