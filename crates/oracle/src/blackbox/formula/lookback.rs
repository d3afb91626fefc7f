//! Steps that look back at the call before: Heun's second stage, and the multistep.

use super::{Call, Form, Start, Twist, not_a_form};
use tweedie::ddim;
use tweedie::dpm_solver;
use tweedie::edm;
use tweedie::error::Result;
use tweedie::level::{LevelPair, NoiseLevel};
use tweedie::scalar::Real;
use tweedie::score::Prediction;

impl<T: Real> Call<T> {
    /// The second stage of Heun's step: the slopes at both ends, averaged.
    pub(super) fn corrected(&self, start: &Start<T>, form: Form) -> Result<Vec<T>> {
        let first = self.first_stage(start);
        match form {
            // the model's output at the end stands for what it says of the state it was asked at
            Form::Estimates => self.averaged(start, &self.estimates(Twist::None)?),
            Form::Coefficients => {
                let step = edm::heun(start.t, self.t)?;
                let (x0, next) = (
                    first.converted(Prediction::x0())?,
                    self.converted(Prediction::x0())?,
                );
                Ok(self.each(|k| {
                    step.on_x_t * start.x[k] + step.on_x0 * x0[k] + step.on_x0_next * next[k]
                }))
            }
            _ => Err(not_a_form()),
        }
    }

    pub(super) fn first_stage(&self, start: &Start<T>) -> Self {
        Self {
            t: start.t,
            x: start.x.clone(),
            given: start.given.clone(),
            start: None,
            ..self.clone()
        }
    }

    /// Where the multistep's last estimate comes from. The first step, and the one to clean data, have none.
    pub(super) fn last(&self) -> Option<&Start<T>> {
        let last = self.start.as_ref();
        last.filter(|_| self.s.sigma() > T::zero())
    }

    /// DPM-Solver++ 2M; DDIM where there is no last estimate.
    pub(super) fn multistep(&self) -> Result<Vec<T>> {
        let x0 = self.converted(Prediction::x0())?;
        let Some(last) = self.last() else {
            let step = ddim::step(LevelPair::new(self.s, self.t)?, T::zero())?;
            return Ok(self.each(|k| step.apply(self.x[k], x0[k], self.noise[k])));
        };
        let step = dpm_solver::multistep(last.t, self.t, self.s)?;
        let x0_last = self.first_stage(last).converted(Prediction::x0())?;
        Ok(self.each(|k| step.apply(self.x[k], x0[k], x0_last[k])))
    }

    /// The same as ports have it, in logarithms: the first-order step from an estimate that leans away from the last one.
    pub(in crate::blackbox) fn multistep_by_estimates(&self, twist: Twist) -> Result<Vec<T>> {
        let (s, t) = (self.s, self.t);
        let first_order = Self {
            eta: T::zero(),
            start: None,
            ..self.clone()
        };
        let Some(start) = self.last() else {
            return first_order.by_estimates(Twist::None, None);
        };
        let lambda = |level: NoiseLevel<T>| level.alpha().ln() - level.sigma().ln();
        let [next, now, before] = [s, t, start.t].map(lambda);
        let (h, h_last) = (next - now, now - before);
        let lean = match twist {
            Twist::StridesExchanged => h_last / (T::int(2) * h),
            _ => h / (T::int(2) * h_last),
        };
        let leaned = |now: &[T], last: &[T]| -> Vec<T> {
            self.each(|k| (T::one() + lean) * now[k] - lean * last[k])
        };
        let estimate = if twist == Twist::CombinedRaw {
            let given = leaned(&self.given, &start.given);
            Self {
                given,
                ..first_order
            }
            .estimates(Twist::None)?
            .0
        } else {
            let (last, _) = self.first_stage(start).estimates(Twist::None)?;
            leaned(&first_order.estimates(Twist::None)?.0, &last)
        };
        let from = match twist {
            Twist::SigmaBefore => start.t,
            _ => t,
        };
        let ratio = s.sigma() / from.sigma();
        let on_estimate = -(s.alpha() * (-h).exp_m1());
        Ok(self.each(|k| ratio * self.x[k] + on_estimate * estimate[k]))
    }

    pub(super) fn averaged(
        &self,
        start: &Start<T>,
        (next, _): &(Vec<T>, Vec<T>),
    ) -> Result<Vec<T>> {
        let (x0, _) = self.first_stage(start).estimates(Twist::None)?;
        let (s, t) = (self.t.sigma(), start.t.sigma());
        Ok(self.each(|k| {
            let slope = (start.x[k] - x0[k]) / t;
            let slope_next = (self.x[k] - next[k]) / s;
            start.x[k] + (slope + slope_next) / T::int(2) * (s - t)
        }))
    }

    /// The second stage, the model's output read as if it were asked at the level of the first.
    pub(in crate::blackbox) fn second_stage_at_first(&self) -> Result<Vec<T>> {
        match &self.start {
            Some(start) => self.averaged(start, &self.estimates_at(start.t, Twist::None)?),
            None => self.next(Form::Estimates),
        }
    }
}
