//! Arguments at random, by their names: one name means one thing in every operation.

use ndarray::{ArrayD, IxDyn};
use ndarray_rand::rand::rngs::StdRng;
use ndarray_rand::rand::{Rng, SeedableRng};
use ndarray_rand::rand_distr::StandardNormal;
use tweedie_catalogue::operation::{Arguments, Operation, Param};

/// T, the steps of chains, and the first that samplers visit.
const STEPS: usize = 12;

/// Arguments of an operation, of a seed.
pub fn arguments(operation: &Operation, seed: u64) -> Arguments {
    let mut random = Random(StdRng::seed_from_u64(seed));
    let mut arguments = Arguments::new();
    let mut angles = [0.0; 3].map(|_: f64| random.between(0.1, 1.45));
    angles.sort_by(f64::total_cmp);
    // above all levels of a case: 3 of them, cleanest first
    let level = |label: &str| angles["str".find(label).expect("s, t or r")];
    // a state at t needs s below it; chains visit a third of their steps
    for &(name, _) in operation.params {
        let value = match name.rsplit_once('_') {
            Some(("alpha", at)) => Param::Number(level(at).cos()),
            Some(("sigma", at @ ("s" | "t" | "r"))) if has(operation, &format!("alpha_{at}")) => {
                Param::Number(level(at).sin())
            }
            Some(("sigma", at @ ("s" | "t"))) => Param::Number(level(at).tan()),
            Some(("alpha_bar", at)) => Param::Number(level(at).cos().powi(2)),
            _ => random.param(name, operation),
        };
        arguments = arguments.with(name, value);
    }
    for &(name, what) in operation.inputs {
        arguments = arguments.input(name, random.array(name, what, operation));
    }
    arguments
}

fn has(operation: &Operation, param: &str) -> bool {
    operation.params.iter().any(|(name, _)| *name == param)
}

struct Random(StdRng);

impl Random {
    fn between(&mut self, low: f64, high: f64) -> f64 {
        self.0.random_range(low..high)
    }

    fn one_of(&mut self, words: &[&str]) -> Param {
        Param::Word(words[self.0.random_range(0..words.len())].to_owned())
    }

    fn param(&mut self, name: &str, operation: &Operation) -> Param {
        let predictions: &[&str] = match operation.name {
            "convert_v" => &["x0", "eps", "v"],
            _ => &["x0", "eps", "score", "velocity"],
        };
        match name {
            "from" | "to" => self.one_of(predictions),
            "variance" => self.one_of(&["posterior", "forward"]),
            "schedule" => self.one_of(&["linear", "scaled_linear", "sigmoid", "cosine"]),
            "process" => self.one_of(&["vp", "ve", "sub-vp", "rectified-flow"]),
            "spacing" => self.one_of(&["leading", "trailing", "linspace"]),
            "n" => Param::Integer(self.0.random_range(2..9)),
            "steps" => Param::Integer(self.0.random_range(10..40)),
            "t" => Param::Integer(self.0.random_range(1..=STEPS)),
            "i" | "offset" => Param::Integer(self.0.random_range(0..3)),
            "values" => Param::Integer(256),
            "timesteps" => Param::Numbers(vec![12.0, 7.0, 3.0]),
            "eta" | "phi" | "quantile" => Param::Number(self.between(0.0, 1.0)),
            "first" | "min" | "sigma_min" => Param::Number(self.between(0.001, 0.1)),
            "last" => Param::Number(self.between(0.2, 0.4)),
            "max" | "sigma_max" => Param::Number(self.between(1.0, 20.0)),
            "rho" | "gamma" => Param::Number(self.between(0.5, 7.0)),
            // a guidance scale, a variance, a deviation, a bound
            _ => Param::Number(self.between(0.3, 3.0)),
        }
    }

    fn array(&mut self, name: &str, what: &str, operation: &Operation) -> ArrayD<f64> {
        let shape: &[usize] = match name {
            "betas" => &[STEPS],
            "weights" | "vars" => &[4],
            "means" => &[4, 3],
            _ if what.contains("one axis") => &[5],
            _ => &[2, 3],
        };
        let mut weights = [0.5, 0.25, 0.125, 0.125].into_iter();
        let size = shape.iter().product();
        let numbers = (0..size).map(|_| match name {
            "betas" => self.between(0.001, 0.3),
            "weights" => weights.next().expect("four components"),
            "k" => f64::from(self.0.random_range(0..4_u8)) * 85.0,
            "vars" | "var_q" | "var_p" => self.between(0.1, 2.0),
            "t" => self.between(0.01, 1.0),
            "v" if operation.name == "learned_variance" => self.between(0.0, 1.0),
            "mean" if operation.name == "decoder_nll" => self.between(-1.0, 1.0),
            _ => self.0.sample(StandardNormal),
        });
        ArrayD::from_shape_vec(IxDyn(shape), numbers.collect()).expect("as many as the shape says")
    }
}
