//! Plans on a known flow: one step of theirs after an exact past, and their whole run.

use tweedie::error::{DomainError, Result};
use tweedie::level::NoiseLevel;
use tweedie::path::Path;
use tweedie::plan::{Place, Plan, Walk, carry_out};
use tweedie::scalar::Real;

use super::Flow;
use super::flow::Fine;
use super::order::Stretch;

/// One number, moved on the line.
struct Line<'a>(&'a Flow);

impl<T: Real> Place<T> for Line<'_> {
    type Array = T;
    type Error = DomainError;

    fn combine(&mut self, terms: &[(T, &T)]) -> Result<T> {
        let terms = terms.iter().map(|&(weight, &x)| weight * x);
        Ok(terms.fold(T::zero(), |sum, term| sum + term))
    }

    fn denoise(&mut self, x: &T, t: NoiseLevel<T>) -> Result<T> {
        Ok(self.0.answer(*x, t))
    }

    fn noise(&mut self, _: &T) -> Result<T> {
        panic!("a flow is followed without noise")
    }
}

/// One step of a plan along a stretch, its past being exact: every state up to the level that the step starts from is put back
/// onto the flow. The stages of the step itself, and what a method does to correct it once it is there, are the plan's own.
pub fn one_step<T: Fine>(plan: impl Fn(&Path<T>) -> Result<Plan<T>>) -> impl Fn(&Stretch<T>) -> T {
    move |stretch| {
        let plan = plan(stretch.path()).unwrap();
        let last_at = |level: NoiseLevel<T>| {
            let apart = |a: NoiseLevel<T>, b| a.is_cleaner_than(b) || b.is_cleaner_than(a);
            let at = plan.rows().iter().rposition(|row| !apart(row.to(), level));
            at.expect("a plan visits the levels of its path")
        };
        let (from, to) = (last_at(stretch.level(0)), last_at(stretch.to()));
        let (mut place, mut walk) = (Line(stretch.flow()), Walk::new(plan.reach()));
        let mut x = stretch.flow().state(plan.start());
        for (i, row) in plan.rows()[..=to].iter().enumerate() {
            x = walk.take(&mut place, row, x).unwrap();
            if i <= from {
                x = stretch.flow().state(row.to());
            }
        }
        x
    }
}

/// Where a plan ends that starts on the flow.
pub fn whole_run<T: Fine>(
    plan: impl Fn(&Path<T>) -> Result<Plan<T>>,
) -> impl Fn(&Path<T>, &Flow) -> T {
    move |path, flow| {
        let plan = plan(path).unwrap();
        let (mut place, start) = (Line(flow), flow.state(plan.start()));
        carry_out(&mut place, plan.rows(), plan.reach(), start, |_, _| Ok(())).unwrap()
    }
}
