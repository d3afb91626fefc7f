//! The budget of a whole loop, by other roads: the slope of the denoiser as a covariance, and a start that is moved.

use ndarray::{Array1, Array2, Axis};
use tweedie::data::Mixture;
use tweedie::ddim;
use tweedie::level::LevelPair;
use tweedie::scalar::Format;
use tweedie::schedule::Discrete;
use tweedie_catalogue::backend::{Answer, Cpu};
use tweedie_catalogue::operation::Arguments;
use tweedie_oracle::{Case, Profile, State, Suite, examine, formats};

use super::{arguments, judged, trajectory, walk, walked};
use crate::support::entry;

/// `|J|` of step `i` at a state, row by row: `∂D/∂x = (α/σ²) Cov[x₀ | x]`, no derivative taken.
fn slopes(arguments: &Arguments, i: usize, state: &[f64]) -> Vec<Array2<f64>> {
    let array = |name: &str| arguments.array::<f64>(name).unwrap();
    let means = Array2::from_shape_vec((3, 2), array("means")).unwrap();
    let data = Mixture::new(
        Array1::from(array("weights")),
        means,
        Array1::from(array("vars")),
    )
    .unwrap();
    let chain = Discrete::from_betas(&array("betas")).unwrap();
    let timesteps = [13, 9, 5, 2, 0];
    let at = |i: usize| chain.level(timesteps[i]).unwrap();
    let (t, s) = (at(i), at(i + 1));
    let step = ddim::step(LevelPair::new(s, t).unwrap(), arguments.get("eta").unwrap()).unwrap();
    let law = data.at(t).unwrap();
    let gain = t.alpha() / (t.sigma() * t.sigma());
    state
        .chunks(2)
        .map(|x| {
            let covariance = law.posterior_covariance(x).unwrap();
            let slope = Array2::eye(2) * step.on_x_t + covariance * (gain * step.on_x0);
            slope.mapv(f64::abs)
        })
        .collect()
}

fn through(slopes: &[Array2<f64>], errors: &[f64]) -> Vec<f64> {
    let rows = slopes.iter().zip(errors.chunks(2));
    rows.flat_map(|(slope, errors)| slope.dot(&Array1::from(errors.to_vec())).to_vec())
        .collect()
}

/// The states on the true way, the start first.
fn states(arguments: &Arguments) -> Vec<Vec<f64>> {
    let reached: Vec<f64> = walk().whole.evaluate(arguments).unwrap();
    let start = arguments.array("start").unwrap();
    [start.as_slice()]
        .into_iter()
        .chain(reached.chunks(4))
        .map(<[f64]>::to_vec)
        .collect()
}

/// `B_{i+1} = |J_i| (B_i + ⅛) + E_i`, with E of the step by itself, and J as a covariance.
#[test]
fn errors_are_handed_on_by_the_slope_of_the_step() {
    for eta in [0.0, 0.5, 1.0] {
        let arguments = arguments(eta);
        let states = states(&arguments);
        let whole = walk().whole.errors(&arguments).unwrap();
        let mut before = vec![0.0; 4];
        let array = ndarray::ArrayD::from_shape_vec(vec![4, 2, 2], states[1..].concat()).unwrap();
        for i in 0..4 {
            let slopes = slopes(&arguments, i, &states[i]);
            let at = (walk().at)(&arguments, i, &array).unwrap();
            let own = walk().step.errors(&at).unwrap();
            // what a state may lose when it is written down is the step's own, and none of the whole's
            let stored: Vec<f64> = states[i]
                .iter()
                .map(|x| if i == 0 { 0.0 } else { x.abs() })
                .collect();
            let (carried, stored) = (through(&slopes, &before), through(&slopes, &stored));
            for j in 0..4 {
                let due = carried[j] + own[j] - stored[j];
                let is = whole[4 * i + j];
                assert!((is / due - 1.0).abs() < 1e-9, "{eta} {i} {j}: {is} {due}");
                before[j] = is + 0.125;
            }
        }
    }
}

/// A start moved by δ moves the states by no more than the product of the slopes allows, to first order; and at some place by
/// nearly that much.
#[test]
fn a_start_that_is_moved_stays_within_the_slopes() {
    let delta = 1e-6;
    let mut nearest = 0.0_f64;
    for eta in [0.0, 0.5, 1.0] {
        for place in 0..4 {
            let right = arguments(eta);
            let mut start = right.inputs["start"].clone();
            start.as_slice_mut().unwrap()[place] += delta;
            let moved = states(&right.clone().input("start", start));
            let states = states(&right);
            let mut bound = vec![0.0; 4];
            bound[place] = delta;
            for i in 0..4 {
                bound = through(&slopes(&right, i, &states[i]), &bound);
                for j in 0..4 {
                    let apart = (moved[i + 1][j] - states[i + 1][j]).abs();
                    assert!(
                        apart <= bound[j] * (1.0 + 1e-4) + 1e-14,
                        "{apart} {}",
                        bound[j]
                    );
                    if bound[j] > 0.0 {
                        nearest = nearest.max(apart / bound[j]);
                    }
                }
            }
        }
    }
    assert!(nearest > 0.99, "{nearest}");
}

/// A format whose errors drown the data is without power, and says so; but nonsense is nonsense in it too.
#[test]
fn a_vacuous_budget_is_no_pass() {
    let right = trajectory(0.5);
    for format in [Format::F16, Format::Bf16] {
        assert!(!right.case.formats.contains(&format));
        for formats in [right.case.formats.clone(), Format::ALL.to_vec()] {
            let case = Case {
                formats,
                ..right.case.clone()
            };
            let suite = Suite {
                name: "one".to_owned(),
                entries: vec![entry(case)],
            };
            let findings = examine(&mut Cpu::new(format), &suite, Profile::Ieee, |_| {}).findings;
            let judgement = &findings[0].judgement;
            assert_eq!(judgement.state, State::NoPower);
            let reason = judgement.reason.as_deref().unwrap();
            assert!(
                reason.starts_with(&format!("vacuous: in {format} rounding may cost")),
                "{reason}"
            );
            assert!(
                reason.ends_with("% of the data's standard deviation"),
                "{reason}"
            );
        }
        let nonsense = right.golden.y.iter().map(|y| 100.0 * y + 100.0).collect();
        let nonsense = ndarray::ArrayD::from_shape_vec(vec![4, 2, 2], nonsense).unwrap();
        assert_eq!(
            judged(&right, &Answer::Output(nonsense), format).state,
            State::Fail
        );
    }
}

/// The share is measured by the data: what drowns them where they lie close is little where they lie far apart.
#[test]
fn the_measure_is_the_spread_of_the_data() {
    let close = arguments(0.5);
    let far = close
        .clone()
        .input("means", close.inputs["means"].mapv(|x| 16.0 * x));
    let spread = |arguments: &Arguments| (walk().spread)(arguments).unwrap();
    let (means, weights, vars) = (
        [[-1.25, 0.5], [0.75, 1.0], [0.25, -1.5]],
        [0.5, 0.125, 0.375],
        [0.25, 0.0625, 0.5],
    );
    let mean = |j: usize| (0..3).map(|k| weights[k] * means[k][j]).sum::<f64>();
    let var = |j: usize| {
        (0..3)
            .map(|k| weights[k] * ((means[k][j] - mean(j)).powi(2) + vars[k]))
            .sum::<f64>()
    };
    let by_hand = f64::midpoint(var(0), var(1)).sqrt();
    assert!((spread(&close) - by_hand).abs() < 1e-12);
    assert!(spread(&far) > 10.0 * spread(&close));
    let points = close
        .clone()
        .input("means", close.inputs["means"].mapv(|_| 0.5))
        .input("vars", close.inputs["vars"].mapv(|_| 0.0));
    assert!(formats(walk().whole, &points).is_empty());
}

/// Both checks hold a right loop in f32 by a wide margin, and the whole is judged by more than its last state.
#[test]
fn the_last_state_alone_is_not_enough() {
    let right = trajectory(0.5);
    let mut states = walked(&right.case.arguments, Format::F32, |_, _| {
        walk().step.forms[0]
    });
    let judgement = judged(&right, &Answer::Output(states.clone()), Format::F32);
    assert!(
        judgement.state == State::Pass && judgement.rho < 0.5,
        "{judgement:?}"
    );
    states.index_axis_mut(Axis(0), 0).fill(0.0);
    assert_eq!(
        judged(&right, &Answer::Output(states), Format::F32).state,
        State::Fail
    );
}
