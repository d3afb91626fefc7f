//! A port of the samplers as ports are written: plain arithmetic on tables, one method after another.

mod chain;
mod ladder;

use ndarray::{ArrayD, IxDyn};
use tweedie_catalogue::mistake;

use super::Mistake;
use super::tables::{Asked, Tables, tables};
use tweedie::scalar::{Float, Format};
use tweedie_catalogue::backend::{Answer, Backend, Implementation, Request, SAMPLER};
use tweedie_catalogue::operation::{Arguments, columns};

/// The port; W is the number it computes in.
pub(super) struct Port<W> {
    format: Format,
    mistake: Mistake,
    job: Option<Job<W>>,
}

/// A sampler that was begun.
struct Job<W> {
    asked: Asked,
    tables: Tables<W>,
    /// Heun's first stage: the state and its slope.
    first: Option<(Vec<W>, Vec<W>)>,
    /// The multistep's last estimate.
    last: Option<Vec<W>>,
}

/// What one call is handed.
struct Handed<W> {
    i: usize,
    rows: usize,
    x: Vec<W>,
    given: Vec<W>,
    noise: Vec<W>,
}

impl<W: Float> Port<W> {
    pub(super) fn new(format: Format, mistake: Mistake) -> Self {
        Self {
            format,
            mistake,
            job: None,
        }
    }

    fn begin(&mut self, arguments: &Arguments) -> Result<Answer, String> {
        let told = |error: tweedie::error::DomainError| error.to_string();
        let word = |name: &str| arguments.choice(name).map(str::to_owned).map_err(told);
        let count = |name: &str| arguments.count(name).map_err(told);
        let asked = Asked {
            method: word("method")?,
            schedule: word("schedule")?,
            train: count("train_steps")?,
            n: count("n")?,
            spacing: word("spacing")?,
            offset: count("offset")?,
            eta: arguments.get("eta").map_err(told)?,
            prediction: word("prediction")?,
        };
        if matches!(asked.method.as_str(), "unipc" | "deis" | "pndm") {
            return Ok(Answer::Skipped(format!("no {} here", asked.method)));
        }
        let tables: Tables<W> = tables(&asked, self.mistake, self.format)?;
        let job = Job {
            asked,
            tables,
            first: None,
            last: None,
        };
        let levels = job.levels(self.mistake)?;
        let rows = levels.len();
        let flat: Vec<f64> = levels
            .into_iter()
            .flat_map(|(alpha, sigma)| [alpha.to_f64(), sigma.to_f64()])
            .collect();
        self.job = Some(job);
        let array = ArrayD::from_shape_vec(IxDyn(&[rows, 2]), flat);
        array.map(Answer::Output).map_err(|error| error.to_string())
    }

    fn step(&mut self, arguments: &Arguments) -> Result<Answer, String> {
        let told = |error: tweedie::error::DomainError| error.to_string();
        let job = self.job.as_mut().ok_or("nothing was begun")?;
        // one look at the shapes, then the arrays
        columns::<W, 3>(arguments, ["x", "model_output", "noise"], |[x, _, _]| x).map_err(told)?;
        let shape = arguments.shape("x").map_err(told)?.to_vec();
        let handed = Handed {
            i: arguments.count("i").map_err(told)?,
            rows: shape.first().copied().unwrap_or(1),
            x: arguments.array("x").map_err(told)?,
            given: arguments.array("model_output").map_err(told)?,
            noise: arguments.array("noise").map_err(told)?,
        };
        let next = match job.asked.method.as_str() {
            "ddpm" => job.ddpm(&handed, self.mistake)?,
            "ddim" => job.ddim(&handed, self.mistake)?,
            "ddim_inverse" => job.invert(&handed, self.mistake)?,
            "dpmpp_2m" => job.multistep(&handed, self.mistake)?,
            "heun" => job.heun(&handed, self.mistake)?,
            "flow_euler" => job.flow(&handed)?,
            _ => job.euler(&handed, self.mistake)?,
        };
        let next = next.iter().map(|x| self.format.round(x.to_f64())).collect();
        let array = ArrayD::from_shape_vec(IxDyn(&shape), next);
        array.map(Answer::Output).map_err(|error| error.to_string())
    }
}

impl<W: Float> Backend for Port<W> {
    fn implementation(&self) -> Implementation {
        Implementation {
            name: format!("naive-port-{}", self.format),
            version: "1".to_owned(),
            formats: vec![self.format],
            operations: SAMPLER.map(str::to_owned).to_vec(),
        }
    }

    fn run(&mut self, request: &Request<'_>) -> Answer {
        let answer = match request.operation {
            "sampler.begin" => self.begin(request.arguments),
            "sampler.step" => self.step(request.arguments),
            other => Ok(Answer::Skipped(format!("no {other} here"))),
        };
        answer.unwrap_or_else(Answer::Error)
    }
}

impl<W: Float> Job<W> {
    /// ᾱ at an index of the table.
    fn alpha_bar(&self, index: usize) -> Result<W, String> {
        let found = self.tables.alphas_cumprod.get(index).copied();
        found.ok_or_else(|| format!("index {index} is out of bounds"))
    }

    fn timestep(&self, i: usize) -> Result<usize, String> {
        let found = self.tables.timesteps.get(i).copied();
        found.ok_or_else(|| format!("index {i} is out of bounds"))
    }

    fn sigma(&self, i: usize) -> Result<W, String> {
        let found = self.tables.sigmas.get(i).copied();
        found.ok_or_else(|| format!("index {i} is out of bounds"))
    }

    /// Where the model is to be asked.
    fn levels(&self, mistake: Mistake) -> Result<Vec<(W, W)>, String> {
        let n = self.tables.timesteps.len();
        let of_index = |index: usize| -> Result<(W, W), String> {
            let alpha_bar = self.alpha_bar(index)?;
            Ok((alpha_bar.sqrt(), (W::one() - alpha_bar).sqrt()))
        };
        let sigmas = &self.tables.sigmas;
        if self.asked.method == "flow_euler" {
            let noisy = &sigmas[..sigmas.len() - 1];
            return Ok(noisy.iter().map(|&t| (W::one() - t, t)).collect());
        }
        if self.asked.is_unscaled() {
            let noisy = sigmas[..sigmas.len() - 1].iter().map(|&s| (W::one(), s));
            return Ok(if self.asked.method == "heun" {
                noisy.flat_map(|level| [level, level]).skip(1).collect()
            } else {
                noisy.collect()
            });
        }
        if self.asked.method == "ddim_inverse" {
            let later = (1..n).map(|i| of_index(self.tables.timesteps[n - i]));
            return [Ok((W::one(), W::zero()))]
                .into_iter()
                .chain(later)
                .collect();
        }
        let timesteps = self.tables.timesteps.iter();
        timesteps
            .map(|&t| match mistake {
                Some(mistake::OFFSET_OVERFLOW) => of_index(t.min(self.asked.train - 1)),
                Some(mistake::IMG2IMG_LEVEL) => of_index((t + 1).min(self.asked.train - 1)),
                _ => of_index(t),
            })
            .collect()
    }
}

/// The noise that is handed in.
fn noise<W: Float>(handed: &Handed<W>, mistake: Mistake) -> Vec<W> {
    if mistake != Some(mistake::SEEDS) {
        return handed.noise.clone();
    }
    let mut seed = 0x2545_f491_u64 + handed.i as u64;
    let mut draw = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        W::int(i64::try_from(seed >> 40).unwrap_or(0) - 8_388_608) / W::int(4_194_304)
    };
    handed.noise.iter().map(|_| draw()).collect()
}
