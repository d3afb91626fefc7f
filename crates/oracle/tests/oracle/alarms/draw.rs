//! Random arguments, by the names that operations give them.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss
)] // small counts

use ndarray::{ArrayD, IxDyn};
use ndarray_rand::rand::rngs::StdRng;
use ndarray_rand::rand::{Rng, SeedableRng};
use tweedie::scalar::Format;
use tweedie_catalogue::operation::{Arguments, Operation};

/// What draws them.
pub struct Draw {
    generator: StdRng,
}

/// What the arguments of one run have in common.
struct Scene {
    format: Format,
    /// ᾱ at the levels r, t, s, the noisiest first.
    alpha_bars: [f64; 3],
    /// The noise scales of an ODE step.
    sigma_t: f64,
    sigma_s: f64,
    process: &'static str,
}

const ROWS: usize = 3;

impl Draw {
    pub fn new(seed: u64) -> Self {
        Self {
            generator: StdRng::seed_from_u64(seed),
        }
    }

    fn uniform(&mut self, low: f64, high: f64) -> f64 {
        self.generator.random_range(low..high)
    }

    fn index(&mut self, below: usize) -> usize {
        self.uniform(0.0, below as f64) as usize
    }

    fn one_of(&mut self, words: &[&'static str]) -> &'static str {
        words[self.index(words.len())]
    }

    /// Arguments of an operation, in a format.
    pub fn arguments(&mut self, operation: &Operation, format: Format) -> Arguments {
        let t = self.uniform(0.05, 0.9);
        let r = t * self.uniform(0.1, 0.9);
        let s = t + (0.99 - t) * self.uniform(0.1, 1.0);
        let sigma_t = 0.05 * 400f64.powf(self.uniform(0.0, 1.0));
        let scene = Scene {
            format,
            alpha_bars: [r, t, s],
            sigma_t,
            sigma_s: sigma_t * self.uniform(0.2, 0.95),
            process: self.one_of(&["vp", "ve", "sub-vp", "rectified-flow"]),
        };
        let mut arguments = Arguments::new();
        for (name, _) in operation.params {
            arguments = self.param(arguments, operation.name, name, &scene);
        }
        for (name, _) in operation.inputs {
            arguments = self.input(arguments, operation.name, name, &scene);
        }
        arguments
    }

    fn param(
        &mut self,
        arguments: Arguments,
        operation: &str,
        name: &str,
        scene: &Scene,
    ) -> Arguments {
        let place = |name: &str| ["r", "t", "s"].iter().position(|at| name.ends_with(at));
        let unscaled = ["euler_step", "heun_step", "euler_ancestral_step"].contains(&operation);
        let value = match name {
            "sigma_t" if unscaled => scene.sigma_t,
            "sigma_s" if unscaled => scene.sigma_s,
            name if name.starts_with("alpha_bar_") => scene.alpha_bars[place(name).unwrap()],
            name if name.starts_with("alpha_") => scene.alpha_bars[place(name).unwrap()].sqrt(),
            "sigma_r" | "sigma_t" | "sigma_s" => {
                (1.0 - scene.alpha_bars[place(name).unwrap()]).sqrt()
            }
            "sigma" => scene.sigma_t,
            "sigma_data" => self.uniform(0.2, 1.5),
            "gamma" if operation == "churn" => self.uniform(0.02, 0.4),
            "gamma" => self.uniform(0.5, 10.0),
            "s_noise" => self.uniform(0.9, 1.1),
            "eta" | "phi" => self.uniform(0.0, 1.0),
            "bound" => self.uniform(0.5, 1.5),
            "quantile" => self.index(9) as f64 / 8.0,
            "w" => self.uniform(0.0, 8.0),
            "var" if operation == "decoder_nll" => self.uniform(0.001, 0.05),
            "var" => self.uniform(0.02, 1.0),
            "first" => self.uniform(0.002, 0.01),
            "last" => self.uniform(0.02, 0.3),
            "sigma_min" => self.uniform(0.02, 0.2),
            "sigma_max" => self.uniform(2.0, 40.0),
            "rho" => self.uniform(1.0, 7.0),
            "min" if scene.process == "ve" => self.uniform(0.02, 0.2),
            "max" if scene.process == "ve" => self.uniform(2.0, 40.0),
            "min" => self.uniform(0.1, 0.5),
            "max" => self.uniform(2.0, 10.0),
            "from" | "to" if operation == "convert_v" => {
                let word = self.one_of(&["x0", "eps", "v"]);
                return arguments.word(name, word);
            }
            _ => return self.count_or_word(arguments, name, scene),
        };
        arguments.number(name, scene.format.round(value))
    }

    fn count_or_word(&mut self, arguments: Arguments, name: &str, scene: &Scene) -> Arguments {
        match name {
            "steps" => arguments.integer(name, 8 + self.index(12)),
            "n" => arguments.integer(name, 2 + self.index(6)),
            "offset" => arguments.integer(name, 0),
            "values" => arguments.integer(name, 256),
            "t" => arguments.integer(name, 1 + self.index(8)),
            "i" => arguments.integer(name, self.index(3)),
            "timesteps" => {
                let last = 1 + self.index(2);
                arguments.numbers(name, &[8.0, 5.0, last as f64])
            }
            "schedule" => {
                let word = self.one_of(&["linear", "scaled_linear", "sigmoid", "cosine"]);
                arguments.word(name, word)
            }
            "spacing" => {
                let word = self.one_of(&["leading", "trailing", "linspace"]);
                arguments.word(name, word)
            }
            "variance" => {
                let word = self.one_of(&["posterior", "forward"]);
                arguments.word(name, word)
            }
            "process" => arguments.word(name, scene.process),
            "from" | "to" => {
                let word = self.one_of(&["x0", "eps", "score", "velocity"]);
                arguments.word(name, word)
            }
            other => panic!("no range is stated for {other}"),
        }
    }

    fn array(&mut self, shape: &[usize], low: f64, high: f64, format: Format) -> ArrayD<f64> {
        let values = (0..shape.iter().product::<usize>())
            .map(|_| format.round(self.uniform(low, high)))
            .collect();
        ArrayD::from_shape_vec(IxDyn(shape), values).unwrap()
    }

    fn input(
        &mut self,
        arguments: Arguments,
        operation: &str,
        name: &str,
        scene: &Scene,
    ) -> Arguments {
        let mixture = operation.starts_with("mixture");
        let decoder = operation == "decoder_nll";
        let range = if operation.contains("vlb") { 1.0 } else { 2.0 };
        let array = match name {
            "betas" => self.array(&[8], 0.02, 0.4, scene.format),
            "weights" => ArrayD::from_shape_vec(IxDyn(&[3]), vec![0.5, 0.375, 0.125]).unwrap(),
            "means" => self.array(&[3, 2], -1.5, 1.5, scene.format),
            "vars" => self.array(&[3], 0.05, 0.5, scene.format),
            "start" => self.array(&[ROWS, 2], -2.0, 2.0, scene.format),
            "noise" if operation == "trajectory" => {
                self.array(&[3, ROWS, 2], -2.0, 2.0, scene.format)
            }
            "x" if mixture => self.array(&[ROWS, 2], -2.0, 2.0, scene.format),
            "var_q" | "var_p" => self.array(&[2, ROWS], 0.1, 2.0, scene.format),
            "v" if operation == "learned_variance" => self.array(&[ROWS], 0.0, 1.0, scene.format),
            "t" => self.array(&[ROWS], 0.05, 0.95, scene.format),
            "k" => ArrayD::from_shape_vec(IxDyn(&[ROWS]), vec![0.0, 120.0, 255.0]).unwrap(),
            "mean" if decoder => {
                let near =
                    [-0.98, -0.06, 0.97].map(|x| scene.format.round(x + self.uniform(-0.05, 0.05)));
                ArrayD::from_shape_vec(IxDyn(&[ROWS]), near.to_vec()).unwrap()
            }
            _ => self.array(&[2, ROWS], -range, range, scene.format),
        };
        arguments.input(name, array)
    }
}
