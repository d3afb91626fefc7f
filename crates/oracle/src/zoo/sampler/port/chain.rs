//! The port's steps on a chain: ancestral, DDIM, its inverse, and the multistep.

use super::super::Mistake;
use super::{Handed, Job, noise};
use tweedie::scalar::Float;
use tweedie_catalogue::mistake;

impl<W: Float> Job<W> {
    /// ᾱ after the step from timestep `i` of the list.
    fn alpha_bar_prev(&self, handed: &Handed<W>, mistake: Mistake) -> Result<W, String> {
        let i = handed.i;
        let ddim = self.asked.method == "ddim";
        let previous = if mistake == Some(mistake::DDIM_STRIDE) && ddim {
            self.timestep(i)?
                .checked_sub(self.asked.train / self.asked.n)
        } else {
            self.tables.timesteps.get(i + 1).copied()
        };
        let first_noisy = ddim
            && match mistake {
                Some(mistake::FINAL_ALPHA) => true,
                Some(mistake::PARALLEL_FINAL_ALPHA) => handed.rows == 1,
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
        let as_eps = mistake == Some(mistake::X0_AS_EPS) && self.asked.prediction == "x0";
        let one = |(&x, &given): (&W, &W)| match self.asked.prediction.as_str() {
            "x0" if !as_eps => (given, (x - alpha * given) / sigma),
            "v" => (alpha * x - sigma * given, alpha * given + sigma * x),
            _ => ((x - sigma * given) / alpha, given),
        };
        let (mut x0, eps): (Vec<W>, Vec<W>) = handed.x.iter().zip(&handed.given).map(one).unzip();
        if mistake == Some(mistake::EPS_NOT_RECOMPUTED) {
            for value in &mut x0 {
                *value = value.max(-W::one()).min(W::one());
            }
        }
        if mistake == Some(mistake::ZERO_SNR_EPS) {
            // nan_to_num
            for value in &mut x0 {
                if !value.is_finite() {
                    *value = W::zero();
                }
            }
        }
        (x0, eps)
    }

    pub(super) fn ddpm(&self, handed: &Handed<W>, mistake: Mistake) -> Result<Vec<W>, String> {
        let t = self.timestep(handed.i)?;
        let (now, prev) = (self.alpha_bar(t)?, self.alpha_bar_prev(handed, mistake)?);
        let (x0, eps) = self.estimates(handed, now, mistake);
        let one = W::one();
        let beta = match mistake {
            Some(mistake::SKIP_VARIANCE) => self.tables.betas[t.min(self.asked.train - 1)],
            _ => one - now / prev,
        };
        let prev = if mistake == Some(mistake::PADDED_WRONG_SIDE) {
            now
        } else {
            prev
        };
        let on_x0 = prev.sqrt() * beta / (one - now);
        let on_x = (one - beta).sqrt() * (one - prev) / (one - now);
        let std = ((one - prev) / (one - now) * beta).sqrt();
        let noise = match mistake {
            Some(mistake::NOISE_IS_PREDICTION) => eps,
            _ => noise(handed, mistake),
        };
        let next = |k: usize| on_x0 * x0[k] + on_x * handed.x[k] + std * noise[k];
        Ok((0..x0.len()).map(next).collect())
    }

    pub(super) fn ddim(&self, handed: &Handed<W>, mistake: Mistake) -> Result<Vec<W>, String> {
        let now = self.alpha_bar(self.timestep(handed.i)?)?;
        let prev = self.alpha_bar_prev(handed, mistake)?;
        if now == W::zero()
            && self.asked.prediction == "eps"
            && mistake != Some(mistake::ZERO_SNR_EPS)
        {
            return Err("epsilon says nothing of x0 without signal: predict v".to_owned());
        }
        let (x0, eps) = self.estimates(handed, now, mistake);
        let one = W::one();
        let var = (one - prev) / (one - now) * (one - now / prev);
        let eta = W::from_f64(self.asked.eta);
        let std = match mistake {
            Some(mistake::ETA_SQUARED) => (eta * var).sqrt(),
            _ => eta * var.sqrt(),
        };
        let direction = (one - prev - std * std).max(W::zero()).sqrt();
        let fresh = noise(handed, mistake);
        let next = |k: usize| prev.sqrt() * x0[k] + direction * eps[k] + std * fresh[k];
        Ok((0..x0.len()).map(next).collect())
    }

    pub(super) fn invert(&self, handed: &Handed<W>, mistake: Mistake) -> Result<Vec<W>, String> {
        let n = self.tables.timesteps.len();
        let index = |i: usize| match mistake {
            Some(mistake::INDEX_AS_TIMESTEP) => Ok(i),
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
    pub(super) fn multistep(
        &mut self,
        handed: &Handed<W>,
        mistake: Mistake,
    ) -> Result<Vec<W>, String> {
        let now = self.alpha_bar(self.timestep(handed.i)?)?;
        let prev = self.alpha_bar_prev(handed, mistake)?;
        let (mut x0, _) = self.estimates(handed, now, mistake);
        if mistake == Some(mistake::COMBINE_RAW_V) && self.asked.prediction == "v" {
            x0.clone_from(&handed.given);
        }
        let lambda = |alpha_bar: W| alpha_bar.sqrt().ln() - (W::one() - alpha_bar).sqrt().ln();
        let ends = prev == W::one();
        let last = self.last.replace(x0.clone());
        let lower = ends && mistake != Some(mistake::LOWER_ORDER_FINAL);
        let mut estimate = x0;
        if let (Some(last), Some(before), false) = (last, handed.i.checked_sub(1), lower) {
            let before = self.alpha_bar(self.timestep(before)?)?;
            let (h, h_last) = (lambda(prev) - lambda(now), lambda(now) - lambda(before));
            let r = if mistake == Some(mistake::DPM_H) {
                h / h_last
            } else {
                h_last / h
            };
            let lean = W::one() / (W::int(2) * r);
            for (estimate, last) in estimate.iter_mut().zip(last) {
                *estimate = (W::one() + lean) * *estimate - lean * last;
            }
        }
        if mistake == Some(mistake::COMBINE_RAW_V) && self.asked.prediction == "v" {
            let (alpha, sigma) = (now.sqrt(), (W::one() - now).sqrt());
            for (value, &x) in estimate.iter_mut().zip(&handed.x) {
                *value = alpha * x - sigma * *value;
            }
        }
        let from = match handed.i.checked_sub(1) {
            Some(before) if mistake == Some(mistake::DPM_MIDPOINT) && !ends => {
                self.alpha_bar(self.timestep(before)?)?
            }
            _ => now,
        };
        let ratio = ((W::one() - prev) / (W::one() - from)).sqrt();
        let shrunk = if ends && mistake != Some(mistake::LOWER_ORDER_FINAL) {
            -W::one()
        } else {
            (-(lambda(prev) - lambda(now))).exp_m1()
        };
        let next = |k: usize| ratio * handed.x[k] - prev.sqrt() * shrunk * estimate[k];
        Ok((0..estimate.len()).map(next).collect())
    }
}
