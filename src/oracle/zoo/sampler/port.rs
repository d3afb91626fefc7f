//! A port of the samplers as ports are written: plain arithmetic on tables, one method after another.

use ndarray::{ArrayD, IxDyn};

use super::Mistake;
use super::tables::{Asked, Tables, tables};
use crate::backend::{Answer, Backend, Implementation, Request, SAMPLER};
use crate::operation::{Arguments, columns};
use crate::scalar::{Float, Format};

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
        let told = |error: crate::error::DomainError| error.to_string();
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
        let told = |error: crate::error::DomainError| error.to_string();
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
                Mistake::OffsetOverflow => of_index(t.min(self.asked.train - 1)),
                Mistake::LevelOneLater => of_index((t + 1).min(self.asked.train - 1)),
                _ => of_index(t),
            })
            .collect()
    }

    /// ᾱ after the step from timestep `i` of the list.
    fn alpha_bar_prev(&self, handed: &Handed<W>, mistake: Mistake) -> Result<W, String> {
        let i = handed.i;
        let ddim = self.asked.method == "ddim";
        let previous = if mistake == Mistake::Stride && ddim {
            self.timestep(i)?
                .checked_sub(self.asked.train / self.asked.n)
        } else {
            self.tables.timesteps.get(i + 1).copied()
        };
        let first_noisy = ddim
            && match mistake {
                Mistake::FinalAlpha => true,
                Mistake::ParallelFinalAlpha => handed.rows == 1,
                _ => false,
            };
        match previous {
            Some(index) => self.alpha_bar(index),
            None if first_noisy => self.alpha_bar(0),
            None => Ok(W::one()),
        }
    }

    /// x₀ and ε from what the model gives.
    fn estimates(&self, handed: &Handed<W>, alpha_bar: W, mistake: Mistake) -> (Vec<W>, Vec<W>) {
        let (alpha, sigma) = (alpha_bar.sqrt(), (W::one() - alpha_bar).sqrt());
        let as_eps = mistake == Mistake::X0AsEps && self.asked.prediction == "x0";
        let one = |(&x, &given): (&W, &W)| match self.asked.prediction.as_str() {
            "x0" if !as_eps => (given, (x - alpha * given) / sigma),
            "v" => (alpha * x - sigma * given, alpha * given + sigma * x),
            _ => ((x - sigma * given) / alpha, given),
        };
        let (mut x0, eps): (Vec<W>, Vec<W>) = handed.x.iter().zip(&handed.given).map(one).unzip();
        if mistake == Mistake::EpsNotRecomputed {
            for value in &mut x0 {
                *value = value.max(-W::one()).min(W::one());
            }
        }
        if mistake == Mistake::ZeroSnrEps {
            // nan_to_num
            for value in &mut x0 {
                if !value.is_finite() {
                    *value = W::zero();
                }
            }
        }
        (x0, eps)
    }

    fn ddpm(&self, handed: &Handed<W>, mistake: Mistake) -> Result<Vec<W>, String> {
        let t = self.timestep(handed.i)?;
        let (now, prev) = (self.alpha_bar(t)?, self.alpha_bar_prev(handed, mistake)?);
        let (x0, eps) = self.estimates(handed, now, mistake);
        let one = W::one();
        let beta = match mistake {
            Mistake::SkipVariance => self.tables.betas[t.min(self.asked.train - 1)],
            _ => one - now / prev,
        };
        let prev = if mistake == Mistake::PaddedWrongSide {
            now
        } else {
            prev
        };
        let on_x0 = prev.sqrt() * beta / (one - now);
        let on_x = (one - beta).sqrt() * (one - prev) / (one - now);
        let std = ((one - prev) / (one - now) * beta).sqrt();
        let noise = match mistake {
            Mistake::NoiseIsPrediction => eps,
            _ => noise(handed, mistake),
        };
        let next = |k: usize| on_x0 * x0[k] + on_x * handed.x[k] + std * noise[k];
        Ok((0..x0.len()).map(next).collect())
    }

    fn ddim(&self, handed: &Handed<W>, mistake: Mistake) -> Result<Vec<W>, String> {
        let now = self.alpha_bar(self.timestep(handed.i)?)?;
        let prev = self.alpha_bar_prev(handed, mistake)?;
        if now == W::zero() && self.asked.prediction == "eps" && mistake != Mistake::ZeroSnrEps {
            return Err("epsilon says nothing of x0 without signal: predict v".to_owned());
        }
        let (x0, eps) = self.estimates(handed, now, mistake);
        let one = W::one();
        let var = (one - prev) / (one - now) * (one - now / prev);
        let eta = W::from_f64(self.asked.eta);
        let std = match mistake {
            Mistake::EtaSquared => (eta * var).sqrt(),
            _ => eta * var.sqrt(),
        };
        let direction = (one - prev - std * std).max(W::zero()).sqrt();
        let fresh = noise(handed, mistake);
        let next = |k: usize| prev.sqrt() * x0[k] + direction * eps[k] + std * fresh[k];
        Ok((0..x0.len()).map(next).collect())
    }

    fn invert(&self, handed: &Handed<W>, mistake: Mistake) -> Result<Vec<W>, String> {
        let n = self.tables.timesteps.len();
        let index = |i: usize| match mistake {
            Mistake::IndexAsTimestep => Ok(i),
            _ => self.timestep(n - 1 - i),
        };
        let now = match handed.i.checked_sub(1) {
            Some(before) => self.alpha_bar(index(before)?)?,
            None => W::one(),
        };
        let next = self.alpha_bar(index(handed.i)?)?;
        let (x0, eps) = self.estimates(handed, now, mistake);
        let at = |k: usize| next.sqrt() * x0[k] + (W::one() - next).sqrt() * eps[k];
        Ok((0..x0.len()).map(at).collect())
    }

    /// DPM-Solver++ 2M, in λ.
    fn multistep(&mut self, handed: &Handed<W>, mistake: Mistake) -> Result<Vec<W>, String> {
        let now = self.alpha_bar(self.timestep(handed.i)?)?;
        let prev = self.alpha_bar_prev(handed, mistake)?;
        let (mut x0, _) = self.estimates(handed, now, mistake);
        if mistake == Mistake::CombineRawV && self.asked.prediction == "v" {
            x0.clone_from(&handed.given);
        }
        let lambda = |alpha_bar: W| alpha_bar.sqrt().ln() - (W::one() - alpha_bar).sqrt().ln();
        let ends = prev == W::one();
        let last = self.last.replace(x0.clone());
        let lower = ends && mistake != Mistake::LowerOrderFinal;
        let mut estimate = x0;
        if let (Some(last), Some(before), false) = (last, handed.i.checked_sub(1), lower) {
            let before = self.alpha_bar(self.timestep(before)?)?;
            let (h, h_last) = (lambda(prev) - lambda(now), lambda(now) - lambda(before));
            let r = if mistake == Mistake::DpmH {
                h / h_last
            } else {
                h_last / h
            };
            let lean = W::one() / (W::int(2) * r);
            for (estimate, last) in estimate.iter_mut().zip(last) {
                *estimate = (W::one() + lean) * *estimate - lean * last;
            }
        }
        if mistake == Mistake::CombineRawV && self.asked.prediction == "v" {
            let (alpha, sigma) = (now.sqrt(), (W::one() - now).sqrt());
            for (value, &x) in estimate.iter_mut().zip(&handed.x) {
                *value = alpha * x - sigma * *value;
            }
        }
        let from = match handed.i.checked_sub(1) {
            Some(before) if mistake == Mistake::DpmMidpoint && !ends => {
                self.alpha_bar(self.timestep(before)?)?
            }
            _ => now,
        };
        let ratio = ((W::one() - prev) / (W::one() - from)).sqrt();
        let shrunk = if ends && mistake != Mistake::LowerOrderFinal {
            -W::one()
        } else {
            (-(lambda(prev) - lambda(now))).exp_m1()
        };
        let next = |k: usize| ratio * handed.x[k] - prev.sqrt() * shrunk * estimate[k];
        Ok((0..estimate.len()).map(next).collect())
    }

    /// x₀ on unscaled data.
    fn denoised(&self, handed: &Handed<W>, sigma: W, mistake: Mistake) -> Vec<W> {
        let square = sigma * sigma + W::one();
        let as_eps = mistake == Mistake::X0AsEps && self.asked.prediction == "x0";
        let one = |(&x, &given): (&W, &W)| match self.asked.prediction.as_str() {
            "x0" if !as_eps => given,
            "v" => x / square - given * (sigma / square.sqrt()),
            _ => x - sigma * given,
        };
        handed.x.iter().zip(&handed.given).map(one).collect()
    }

    fn euler(&self, handed: &Handed<W>, mistake: Mistake) -> Result<Vec<W>, String> {
        let i = match mistake {
            Mistake::RoundedT if self.asked.schedule == "karras" => self.looked_up(handed.i)?,
            _ => handed.i,
        };
        let (from, to) = (self.sigma(i)?, self.sigma(i + 1)?);
        let x0 = self.denoised(handed, from, mistake);
        let slope = |k: usize| (handed.x[k] - x0[k]) / from;
        if self.asked.method != "euler_ancestral" {
            let next = |k: usize| handed.x[k] + slope(k) * (to - from);
            return Ok((0..x0.len()).map(next).collect());
        }
        let up_square = to * to * (from * from - to * to) / (from * from);
        let down = match mistake {
            Mistake::AncestralRadicand => {
                // three squares that cancel, and no floor under the root
                let down = to * to / from;
                down + (to * to - up_square - down * down).sqrt()
            }
            _ => (to * to - up_square).max(W::zero()).sqrt(),
        };
        let up = up_square.sqrt();
        let fresh = noise(handed, mistake);
        let next = |k: usize| handed.x[k] + slope(k) * (down - from) + fresh[k] * up;
        Ok((0..x0.len()).map(next).collect())
    }

    /// The first place whose σ has the same nearest timestep.
    fn looked_up(&self, i: usize) -> Result<usize, String> {
        let nearest = |sigma: W| {
            let off = |t: usize| {
                let alpha_bar = self.tables.alphas_cumprod[t];
                let off = ((W::one() - alpha_bar) / alpha_bar).sqrt() - sigma;
                off.abs().to_f64()
            };
            (0..self.asked.train).min_by(|&a, &b| off(a).total_cmp(&off(b)))
        };
        let wanted = nearest(self.sigma(i)?);
        let place = self
            .tables
            .sigmas
            .iter()
            .position(|&sigma| nearest(sigma) == wanted);
        place.ok_or_else(|| format!("index {i} is out of bounds"))
    }

    fn heun(&mut self, handed: &Handed<W>, mistake: Mistake) -> Result<Vec<W>, String> {
        let step = handed.i / 2;
        let (from, to) = (self.sigma(step)?, self.sigma(step + 1)?);
        match self.first.take() {
            Some((start, slope)) if handed.i % 2 == 1 => {
                let at = if mistake == Mistake::HeunSigma {
                    from
                } else {
                    to
                };
                let x0 = self.denoised(handed, at, mistake);
                let next = |k: usize| {
                    let end = (handed.x[k] - x0[k]) / to;
                    start[k] + (slope[k] + end) / W::int(2) * (to - from)
                };
                Ok((0..x0.len()).map(next).collect())
            }
            _ => {
                let x0 = self.denoised(handed, from, mistake);
                let slope: Vec<W> = (0..x0.len())
                    .map(|k| (handed.x[k] - x0[k]) / from)
                    .collect();
                let next = (0..x0.len()).map(|k| handed.x[k] + slope[k] * (to - from));
                let next = next.collect();
                self.first = Some((handed.x.clone(), slope));
                Ok(next)
            }
        }
    }

    fn flow(&self, handed: &Handed<W>) -> Result<Vec<W>, String> {
        let stride = self.sigma(handed.i + 1)? - self.sigma(handed.i)?;
        let pairs = handed.x.iter().zip(&handed.given);
        Ok(pairs.map(|(&x, &velocity)| x + stride * velocity).collect())
    }
}

/// The noise that is handed in.
fn noise<W: Float>(handed: &Handed<W>, mistake: Mistake) -> Vec<W> {
    if mistake != Mistake::Seeds {
        return handed.noise.clone();
    }
    let mut seed = 0x2545_f491_u64 + handed.i as u64;
    let mut draw = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        W::int(i64::try_from(seed >> 40).unwrap_or(0) - 8_388_608) / W::int(4_194_304)
    };
    handed.noise.iter().map(|_| draw()).collect()
}
