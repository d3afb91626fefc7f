//! The certified next state of a call, and what rounding may cost it.

use super::formula::{Call, Form};
use tweedie::scalar::{Certified, Field, Running};

/// The truth of a call as `y + lo`, and E.
pub(super) struct Truth {
    pub(super) y: Vec<f64>,
    pub(super) lo: Vec<f64>,
    pub(super) scale: Vec<f64>,
}

impl Truth {
    /// By the enclosures of a call; E is what its claims may hide, and what its arithmetic may cost.
    pub(super) fn of(
        exact: &Call<Certified>,
        hidden: &Call<Running>,
        costs: &Call<Running>,
    ) -> Option<Self> {
        let form = if exact.start.is_some() {
            // the port's own first stage, rounded as it is, is where the second one looks
            Form::Estimates
        } else {
            Form::Coefficients
        };
        let truth = exact.next(form).ok()?;
        if truth.iter().any(|number| !number.is_finite()) {
            return None;
        }
        let mut scale = widest(costs);
        for (scale, number) in scale.iter_mut().zip(hidden.next(form).ok()?) {
            *scale += number.error;
        }
        let (y, lo) = truth
            .iter()
            .map(|number| number.split())
            .map(|(high, low, _)| (high, low))
            .unzip();
        Some(Self { y, lo, scale })
    }
}

/// E of the next state: the largest of all algebraic forms.
pub(super) fn widest(call: &Call<Running>) -> Vec<f64> {
    let mut scale = vec![0.0_f64; call.x.len()];
    for form in Form::ALL {
        for (scale, number) in scale.iter_mut().zip(call.next(form).unwrap_or_default()) {
            if number.error.is_finite() {
                *scale = scale.max(number.error);
            }
        }
    }
    scale
}
