//! What rounding may cost in one step of a loop, and in all of them.
//!
//! ```text
//! B_{i+1} = |J_i| (B_i + ⅛) + E_i     J_i = ∂x_{i+1}/∂x_i by dual numbers, E_i the errors of step i alone
//! ```
//!
//! to first order in u, `B_1 = E_0`, as the start is exact; ⅛ is the τ of a state flushed to zero. Rows are independent, so J is a
//! d × d matrix for each row, and |·| is taken of every entry.

use super::ideal_ddim::{Form, IdealDdim};
use crate::operation::Arguments;
use crate::operation::catalogue::mixture;
use crate::operation::catalogue::scheduled::place::Place;
use tweedie::ddim;
use tweedie::error::Result;
use tweedie::level::NoiseLevel;
use tweedie::scalar::{Dual, Running};

/// Makes up for the roundings of B itself.
const ROUND_UP: f64 = 1.0 + 1e-12;

/// The steps of a loop, as their errors are followed.
pub struct Steps {
    eta: f64,
    exact: IdealDdim<f64>,
    forms: [IdealDdim<Running>; 2],
}

impl Steps {
    pub fn new(arguments: &Arguments) -> Result<Self> {
        Ok(Self {
            eta: arguments.get("eta")?,
            exact: IdealDdim::new(arguments, Form::Coefficients)?,
            forms: [
                IdealDdim::new(arguments, Form::Coefficients)?,
                IdealDdim::new(arguments, Form::Programs)?,
            ],
        })
    }

    /// `|J| before + E` of the step from one sample, whose own error is `before`.
    pub fn scale(
        &self,
        place: Place,
        x: &[f64],
        noise: &[f64],
        before: &[f64],
    ) -> Result<Vec<f64>> {
        let slopes = self.slopes(place, x)?;
        let own = self.own(place, x, noise)?;
        let carried = slopes.iter().map(|row| {
            row.iter()
                .zip(before)
                .map(|(slope, b)| slope * b)
                .sum::<f64>()
        });
        Ok(own
            .iter()
            .zip(carried)
            .map(|(e, b)| (e + b) * ROUND_UP)
            .collect())
    }

    /// E: the largest over the forms, the sample being exact.
    fn own(&self, place: Place, x: &[f64], noise: &[f64]) -> Result<Vec<f64>> {
        let exact = |row: &[f64]| row.iter().map(|&x| Running::exact(x)).collect::<Vec<_>>();
        let (x, noise) = (exact(x), exact(noise));
        let mut largest = vec![0.0_f64; x.len()];
        for sampler in &self.forms {
            let step = sampler.step(place, Running::exact(self.eta))?;
            let mut x0 = step.model.law.posterior_mean(&x)?;
            let scales = mixture::of_mean(&step.model.law, &x)?;
            for (x0, scale) in x0.iter_mut().zip(scales) {
                x0.error = scale;
            }
            for (largest, reached) in largest.iter_mut().zip(step.given(&x, &x0, &noise)) {
                *largest = largest.max(reached.error);
            }
        }
        Ok(largest)
    }

    /// `|J|`, entry by entry: `J = on_x_t I + on_x0 ∂D/∂x`, D the model.
    fn slopes(&self, place: Place, x: &[f64]) -> Result<Vec<Vec<f64>>> {
        let step = ddim::step(self.exact.chain.pair(place)?, self.eta)?;
        let level = self.exact.chain.level(place.t)?;
        let [alpha, sigma] = [level.alpha(), level.sigma()].map(Dual::constant);
        let law = self.exact.data.at(NoiseLevel::new(alpha, sigma)?)?;
        let mut slopes = vec![Vec::new(); x.len()];
        for k in 0..x.len() {
            let mut sample: Vec<Dual<f64>> = x.iter().map(|&x| Dual::constant(x)).collect();
            sample[k] = Dual::variable(x[k]);
            for (j, mean) in law.posterior_mean(&sample)?.into_iter().enumerate() {
                let own = if j == k { step.on_x_t } else { 0.0 };
                slopes[j].push((own + step.on_x0 * mean.slope).abs());
            }
        }
        Ok(slopes)
    }
}
