//! One answer against the truth: a loop, or one output.

use super::budget::Budget;
use super::case::Case;
use super::golden::Golden;
use super::judge::{Judgement, State, compare};
use super::loops;
use tweedie_catalogue::backend::Answer;
use tweedie_catalogue::operation::Loop;

/// Judges an answer: a loop by each of its steps, and as a whole.
#[must_use]
pub fn judge(case: &Case, golden: &Golden, answer: &Answer, budget: Budget) -> Judgement {
    let output = match answer {
        Answer::Output(output) => output,
        Answer::Skipped(reason) => return Judgement::without_numbers(State::Skipped, reason),
        Answer::Error(reason) => return Judgement::without_numbers(State::Error, reason),
    };
    match Loop::of(case.operation) {
        Some(walk) => loops::said(walk, case, golden, output, budget).judgement,
        None => compare(case.operation.kind, golden, output, budget),
    }
}
