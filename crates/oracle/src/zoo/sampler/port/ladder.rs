//! The port's steps along sigma, on unscaled data: Euler, Heun; and the flow's.

use super::super::Mistake;
use super::{Handed, Job, noise};
use tweedie::scalar::Float;
use tweedie_catalogue::mistake;

impl<W: Float> Job<W> {
    /// x₀ on unscaled data.
    fn denoised(&self, handed: &Handed<W>, sigma: W, mistake: Mistake) -> Vec<W> {
        let square = sigma * sigma + W::one();
        let as_eps = mistake == Some(mistake::X0_AS_EPS) && self.asked.prediction == "x0";
        let one = |(&x, &given): (&W, &W)| match self.asked.prediction.as_str() {
            "x0" if !as_eps => given,
            "v" => x / square - given * (sigma / square.sqrt()),
            _ => x - sigma * given,
        };
        handed.x.iter().zip(&handed.given).map(one).collect()
    }

    pub(super) fn euler(&self, handed: &Handed<W>, mistake: Mistake) -> Result<Vec<W>, String> {
        let i = match mistake {
            Some(mistake::ROUNDED_T) if self.asked.schedule == "karras" => {
                self.looked_up(handed.i)?
            }
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
            Some(mistake::ANCESTRAL_RADICAND) => {
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

    pub(super) fn heun(&mut self, handed: &Handed<W>, mistake: Mistake) -> Result<Vec<W>, String> {
        let step = handed.i / 2;
        let (from, to) = (self.sigma(step)?, self.sigma(step + 1)?);
        match self.first.take() {
            Some((start, slope)) if handed.i % 2 == 1 => {
                let at = if mistake == Some(mistake::HEUN_SIGMA) {
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

    pub(super) fn flow(&self, handed: &Handed<W>) -> Result<Vec<W>, String> {
        let stride = self.sigma(handed.i + 1)? - self.sigma(handed.i)?;
        let pairs = handed.x.iter().zip(&handed.given);
        Ok(pairs.map(|(&x, &velocity)| x + stride * velocity).collect())
    }
}
