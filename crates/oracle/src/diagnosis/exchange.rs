//! Hypotheses about arguments: left out, turned round, or taken one for another.

use ndarray::ArrayD;
use tweedie_catalogue::mistake;

use super::{Diagnosis, Prediction, Wrong};
use crate::case::Case;
use tweedie::scalar::Running;
use tweedie_catalogue::operation::{Arguments, Param};

/// The operation on other arguments, each way once, in the order of their names.
pub(super) fn hypotheses(case: &Case, wrong: &Wrong<'_>) -> Vec<Diagnosis> {
    ways(&case.arguments)
        .into_iter()
        .filter_map(|(reading, arguments)| {
            let values: Vec<Running> = case.operation.evaluate(&arguments).ok()?;
            let y: Vec<f64> = values.iter().map(|number| number.value).collect();
            let scale: Vec<f64> = values.iter().map(|number| number.error).collect();
            let prediction = Prediction {
                y: &y,
                scale: &scale,
            };
            wrong.weigh("ARGUMENTS", &reading, &prediction)
        })
        .collect()
}

/// Fewer numbers than this are not known to be drawn.
const ENOUGH: usize = 8;

/// Whether the backend drew noise of its own: what it must have added is standard normal, and not what was handed in.
pub(super) fn own_noise(case: &Case, wrong: &Wrong<'_>) -> Option<Diagnosis> {
    let given = case.arguments.inputs.get("noise")?;
    let with = |noise: ArrayD<f64>| {
        let arguments = case.arguments.clone().input("noise", noise);
        case.operation.evaluate::<f64>(&arguments).ok()
    };
    let (without, once) = (with(given.mapv(|_| 0.0))?, with(given.mapv(|_| 1.0))?);
    if wrong.got.len() != given.len() || given.len() < ENOUGH {
        return None;
    }
    let added: Vec<f64> = (0..given.len())
        .map(|i| (wrong.got[i] - without[i]) / (once[i] - without[i]))
        .collect();
    let given: Vec<f64> = given.iter().copied().collect();
    let (var, correlation) = (covariance(&added, &added), correlation(&added, &given));
    let drawn = (0.3..2.5).contains(&var) && correlation.abs() < 0.5;
    drawn.then(|| Diagnosis {
        misfit: 1.0,
        misfit_of_truth: wrong.misfit_of_truth,
        ..Diagnosis::certain(mistake::NOISE_OF_ITS_OWN)
    })
}

fn correlation(a: &[f64], b: &[f64]) -> f64 {
    covariance(a, b) / (covariance(a, a) * covariance(b, b)).sqrt()
}

#[allow(clippy::cast_precision_loss)] // a count of outputs
fn covariance(a: &[f64], b: &[f64]) -> f64 {
    let n = a.len() as f64;
    let (mean_a, mean_b) = (a.iter().sum::<f64>() / n, b.iter().sum::<f64>() / n);
    let products = a.iter().zip(b).map(|(a, b)| (a - mean_a) * (b - mean_b));
    products.sum::<f64>() / n
}

/// The arguments changed in every way that is looked for, and what was changed.
fn ways(arguments: &Arguments) -> Vec<(String, Arguments)> {
    let mut ways = Vec::new();
    let inputs: Vec<(&String, &ArrayD<f64>)> = arguments.inputs.iter().collect();
    for (i, (name, array)) in inputs.iter().enumerate() {
        let with = |changed: ArrayD<f64>| arguments.clone().input(name, changed);
        ways.push((format!("{name} is left out"), with(array.mapv(|_| 0.0))));
        ways.push((format!("{name} has the other sign"), with(-*array)));
        for (other_name, other) in &inputs[i + 1..] {
            if array.shape() == other.shape() {
                let exchanged = with((*other).clone()).input(other_name, (*array).clone());
                ways.push((format!("{name} and {other_name} are exchanged"), exchanged));
                ways.push((
                    format!("{other_name} stands for {name}"),
                    with((*other).clone()),
                ));
                let twice = arguments.clone().input(other_name, (*array).clone());
                ways.push((format!("{name} stands for {other_name}"), twice));
            }
        }
    }
    let numbers: Vec<(&String, f64)> = arguments
        .params
        .iter()
        .filter_map(|(name, value)| match value {
            Param::Number(x) => Some((name, *x)),
            _ => None,
        })
        .collect();
    for (i, &(name, x)) in numbers.iter().enumerate() {
        let with = |changed| arguments.clone().number(name, changed);
        ways.push((format!("{name} is squared"), with(x * x)));
        if x >= 0.0 {
            ways.push((format!("the root of {name} is taken"), with(x.sqrt())));
        }
        for &(other_name, other) in &numbers[i + 1..] {
            let exchanged = with(other).number(other_name, x);
            ways.push((format!("{name} and {other_name} are exchanged"), exchanged));
        }
    }
    ways.push((
        "levels s and t are exchanged".to_owned(),
        levels_exchanged(arguments),
    ));
    ways
}

/// `alpha_s` for `alpha_t` and `sigma_s` for `sigma_t`, and back.
fn levels_exchanged(arguments: &Arguments) -> Arguments {
    let mut exchanged = arguments.clone();
    for scale in ["alpha", "sigma"] {
        let (s, t) = (format!("{scale}_s"), format!("{scale}_t"));
        if let (Some(at_s), Some(at_t)) = (arguments.params.get(&s), arguments.params.get(&t)) {
            exchanged = exchanged.with(&s, at_t.clone()).with(&t, at_s.clone());
        }
    }
    exchanged
}
