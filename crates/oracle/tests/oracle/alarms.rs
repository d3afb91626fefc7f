//! Correct backends raise no alarm: 10,000 random runs of every form, and of backends that compute more widely, or whose
//! coefficients come from a host in `f64`.

pub mod draw;

use std::collections::BTreeMap;

use ndarray::ArrayD;
use tweedie::scalar::{Certified, Format, Running};
use tweedie_catalogue::backend::{Answer, Request, output};
use tweedie_catalogue::operation::{Arguments, Generic, Kind, OPERATIONS, Operation};
use tweedie_oracle::{Budget, Profile, formats};

use draw::Draw;

/// A correct backend.
#[derive(Debug, Clone, Copy)]
enum Correct {
    /// A form, all of it in the format.
    Form(Generic),
    /// A form in `f64`, or in `f32`, rounded at the end.
    Wide(Format),
    /// Coefficients from a host in `f64`, rounded once; products and sums in the format, the terms in this order.
    Host { reversed: bool },
}

/// Operations that are linear in all their arrays.
const LINEAR: [&str; 17] = [
    "add_noise",
    "cfg",
    "churn",
    "classifier_guidance",
    "convert",
    "convert_v",
    "ddim_invert_step",
    "ddim_step",
    "ddpm_step",
    "dpmpp_2m_step",
    "dpmpp_2m_step_v",
    "edm.denoise",
    "euler_ancestral_step",
    "euler_step",
    "heun_step",
    "posterior",
    "classifier_guidance.mean",
];

fn in_format(
    operation: &Operation,
    function: Generic,
    arguments: &Arguments,
    format: Format,
) -> Result<Vec<f64>, String> {
    let request = Request {
        id: "random",
        operation: operation.name,
        format,
        arguments,
    };
    match output(operation, function, &request) {
        Ok(Answer::Output(output)) => Ok(output.into_iter().collect()),
        Ok(other) => Err(format!("{other:?}")),
        Err(error) => Err(error.to_string()),
    }
}

/// The coefficient of each array, found by asking for it: 1 in that array, 0 in the others.
fn coefficients(operation: &Operation, arguments: &Arguments) -> Vec<f64> {
    let names: Vec<&String> = arguments.inputs.keys().collect();
    names
        .iter()
        .map(|&one| {
            let mut basis = arguments.clone();
            for (name, array) in &mut basis.inputs {
                *array = ArrayD::from_elem(array.raw_dim(), if name == one { 1.0 } else { 0.0 });
            }
            operation.evaluate::<f64>(&basis).unwrap()[0]
        })
        .collect()
}

fn by_host(
    operation: &Operation,
    arguments: &Arguments,
    format: Format,
    reversed: bool,
) -> Vec<f64> {
    let coefficients = coefficients(operation, arguments);
    let arrays: Vec<Vec<f64>> = arguments
        .inputs
        .values()
        .map(|array| array.iter().copied().collect())
        .collect();
    let round = |x: f64| format.round(x);
    (0..arrays[0].len())
        .map(|i| {
            // a product of two numbers of a shorter format is exact in f64, and so their sum or rounded as by the format
            let mut terms: Vec<f64> = coefficients
                .iter()
                .zip(&arrays)
                .map(|(&c, array)| round(round(c) * array[i]))
                .collect();
            if reversed {
                terms.reverse();
            }
            terms
                .into_iter()
                .reduce(|sum, term| round(sum + term))
                .unwrap()
        })
        .collect()
}

fn run(
    correct: Correct,
    operation: &Operation,
    arguments: &Arguments,
    format: Format,
) -> Result<Vec<f64>, String> {
    match correct {
        Correct::Form(form) => in_format(operation, form, arguments, format),
        Correct::Wide(wide) => {
            let values = in_format(operation, operation.forms[0], arguments, wide)?;
            Ok(values.into_iter().map(|x| format.round(x)).collect())
        }
        Correct::Host { reversed } => Ok(by_host(operation, arguments, format, reversed)),
    }
}

/// E of each output.
fn scales(operation: &Operation, arguments: &Arguments) -> Vec<f64> {
    if let Some(scale) = operation.scale {
        return scale(arguments).unwrap();
    }
    let mut largest = vec![0.0_f64; 0];
    for form in operation.forms {
        let errors: Vec<Running> = form.run(arguments).unwrap();
        largest.resize(errors.len(), 0.0);
        for (largest, error) in largest.iter_mut().zip(errors) {
            *largest = largest.max(error.error);
        }
    }
    largest
}

/// The truth, and how far it may be off: enclosed for `f64`; for shorter formats the reference in `f64` will do, whose own
/// error is at most E in units of its own roundoff.
fn truth(operation: &Operation, arguments: &Arguments, format: Format) -> Vec<(f64, f64)> {
    if format == Format::F64 {
        return std::thread::scope(|scope| {
            scope
                .spawn(|| {
                    let values: Vec<Certified> = operation.evaluate(arguments).unwrap();
                    values
                        .into_iter()
                        .map(|number| {
                            let (high, low, _) = number.split();
                            (high, low)
                        })
                        .collect()
                })
                .join()
                .unwrap()
        });
    }
    operation
        .evaluate::<f64>(arguments)
        .unwrap()
        .into_iter()
        .map(|y| (y, 0.0))
        .collect()
}

fn backends(operation: &Operation) -> Vec<Correct> {
    let mut all: Vec<Correct> = operation
        .forms
        .iter()
        .map(|&form| Correct::Form(form))
        .collect();
    all.extend([Correct::Wide(Format::F64), Correct::Wide(Format::F32)]);
    if LINEAR.contains(&operation.name) {
        all.extend([false, true].map(|reversed| Correct::Host { reversed }));
    }
    all
}

/// What is alarming about a run: the first output outside its budget, or none at all.
fn alarm(
    correct: Correct,
    operation: &Operation,
    arguments: &Arguments,
    format: Format,
) -> Option<String> {
    let got = match run(correct, operation, arguments, format) {
        Ok(got) => got,
        Err(error) => return Some(error),
    };
    let budget = Budget {
        format,
        profile: Profile::Ieee,
    };
    let own = |scale: f64| {
        if format == Format::F64 {
            0.0
        } else {
            scale * Format::F64.roundoff()
        }
    };
    let truth = truth(operation, arguments, format);
    let scales = match operation.kind {
        Kind::Numbers => scales(operation, arguments),
        Kind::Integers => {
            return (got != truth.iter().map(|y| y.0).collect::<Vec<_>>())
                .then(|| format!("{got:?}"));
        }
    };
    let outside = |i: usize| -> Option<String> {
        let (y, low) = truth[i];
        let error = ((got[i] - y) - low).abs();
        let tolerance = budget.tolerance(scales[i]) + own(scales[i]);
        (error.is_nan() || error > tolerance).then(|| {
            format!(
                "output {i}: got {:e}, truth {y:e}, rho {}",
                got[i],
                error / tolerance
            )
        })
    };
    (0..got.len()).find_map(outside)
}

#[test]
fn correct_backends_raise_none_in_ten_thousand_runs() {
    let mut draw = Draw::new(4);
    let mut runs: BTreeMap<Format, usize> = BTreeMap::new();
    let mut alarms = Vec::new();
    for round in 0.. {
        let operation = OPERATIONS[round % OPERATIONS.len()];
        let format = Format::ALL[(round / OPERATIONS.len()) % 4];
        let arguments = draw.arguments(operation, format);
        if formats(operation, &arguments).contains(&format) {
            for correct in backends(operation) {
                if matches!(correct, Correct::Wide(wide) if wide.roundoff() > format.roundoff()) {
                    continue;
                }
                *runs.entry(format).or_default() += 1;
                if let Some(what) = alarm(correct, operation, &arguments, format) {
                    alarms.push(format!("{} {format} {correct:?}: {what}", operation.name));
                }
            }
        }
        if runs.values().sum::<usize>() >= 10_000 {
            break;
        }
    }
    println!("runs: {runs:?}");
    assert!(
        alarms.is_empty(),
        "{} alarms\n{}",
        alarms.len(),
        alarms.join("\n")
    );
    assert!(runs.values().all(|&count| count > 1000), "{runs:?}");
}
