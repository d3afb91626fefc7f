//! Arguments that make no loop.

use tweedie::scalar::Format;
use tweedie_catalogue::backend::Answer;
use tweedie_catalogue::operation::Arguments;
use tweedie_oracle::State;

use super::{arguments, judged, trajectory, walk};
use crate::support::array;

/// Each is refused by the loop and by its budget, in one line that names the value and the way out.
#[test]
fn bad_input_is_named() {
    let refused = |arguments: Arguments, parts: &[&str]| {
        for error in [
            walk().whole.evaluate::<f32>(&arguments).unwrap_err(),
            walk().whole.errors(&arguments).unwrap_err(),
        ] {
            let error = error.to_string();
            assert_eq!(error.lines().count(), 1, "{error}");
            for part in parts {
                assert!(error.contains(part), "no {part:?} in {error}");
            }
        }
    };
    let with = |name: &str, shape: &[usize], values: &[f64]| {
        arguments(0.5).input(name, array(shape, values))
    };
    let visiting = |timesteps: &[f64]| arguments(0.5).numbers("timesteps", timesteps);
    refused(visiting(&[]), &["timesteps", "one or more"]);
    refused(
        visiting(&[13.0, 9.0, 5.0]),
        &["shape of noise", "[4, 2, 2]", "[3, 2, 2]"],
    );
    refused(
        visiting(&[13.0, 5.0, 9.0, 2.0]),
        &["timesteps", "late to early"],
    );
    refused(
        visiting(&[13.0, 9.0, 9.0, 2.0]),
        &["timesteps", "late to early"],
    );
    refused(visiting(&[17.0, 9.0, 5.0, 2.0]), &["17", "0 ..= 16"]);
    refused(
        visiting(&[13.0, 9.0, 5.0, 0.0]),
        &["timestep", "whole numbers from 1"],
    );
    refused(visiting(&[13.0, 9.5, 5.0, 2.0]), &["timestep", "9.5"]);
    refused(
        with("noise", &[4, 4], &[0.5; 16]),
        &["shape of noise", "[4, 2, 2]"],
    );
    refused(with("noise", &[], &[0.5]), &["shape of noise"]);
    refused(with("start", &[4], &[0.5; 4]), &["shape of noise"]);
    refused(
        with("weights", &[3], &[0.5, 0.25, 0.5]),
        &["sum of the weights", "1.25"],
    );
    refused(
        with("weights", &[2], &[0.5, 0.5]),
        &["weights, means and variances"],
    );
    refused(
        with("means", &[6], &[0.5; 6]),
        &["shape of means", "two axes"],
    );
    refused(with("means", &[], &[0.5]), &["shape of means", "two axes"]);
    refused(
        with("means", &[3, 1], &[0.5, 1.0, 1.5]),
        &["number of coordinates"],
    );
    refused(with("betas", &[1], &[1.5]), &["beta_1", "(0, 1)"]);
    refused(arguments(-0.5), &["eta", "-0.5"]);
    refused(arguments(9.0), &["eta", "9"]);
    let mut without = arguments(0.5);
    without.inputs.remove("start");
    refused(without, &["start"]);
}

/// An answer of another shape fails, and says which; the last state alone is one.
#[test]
fn the_last_state_alone_has_not_the_shape() {
    let entry = trajectory(0.5);
    let last = array(&[2, 2], &entry.golden.y[12..]);
    let judgement = judged(&entry, &Answer::Output(last), Format::F64);
    assert_eq!(judgement.state, State::Fail);
    assert_eq!(
        judgement.reason.as_deref(),
        Some("the output has shape [2, 2], it should have [4, 2, 2]")
    );
}
